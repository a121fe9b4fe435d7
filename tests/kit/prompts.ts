// Whether a shipped prompt was really heard: a stretch of it is looked for in what came over the wire, by correlation.
import fs from 'node:fs';
import path from 'node:path';
import { readWav } from '@tandem/rtp';
import { expect } from 'vitest';

const FOLDER = path.resolve(import.meta.dirname, '../../assets/prompts');
/** A quarter of a second tells one prompt from another; every second sample tells enough. */
const STRETCH = 2_000;
const STEP = 2;

let texts: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;

/** Where in `heard` the prompt stands best (samples), and how well (1 is exactly). `prompt` as `en/welcome` or `music/default`. */
export function findPrompt(heard: Int16Array, prompt: string): { at: number; likeness: number } {
  return findSamples(heard, promptSamples(prompt));
}

/** The same for any sound: its loudest stretch is looked for. */
export function findSamples(heard: Int16Array, samples: Int16Array): { at: number; likeness: number } {
  const from = loudest(samples);
  const found = find(heard, samples.subarray(from, from + STRETCH));
  return { at: found.at - from, likeness: found.likeness };
}

/** How well all of it, and not only its loudest stretch, stands in `heard` where that stretch is: tells texts apart that share words. */
export function wholeLikeness(heard: Int16Array, samples: Int16Array): number {
  const { at } = findSamples(heard, samples);
  let [product, wanted, there] = [0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const [want, got] = [samples[i]!, heard[at + i] ?? 0];
    product += want * got;
    wanted += want * want;
    there += got * got;
  }
  return there === 0 ? 0 : product / Math.sqrt(wanted * there);
}

/** All of them are in it, each where it stands best after the ones before it. */
export function expectPrompts(heard: Int16Array, prompts: readonly string[]): void {
  const places = prompts.map((prompt) => ({ prompt, ...findPrompt(heard, prompt) }));
  for (const { prompt, likeness } of places) expect(likeness, `${prompt} was heard`).toBeGreaterThan(0.9);
  expect(places.map(({ prompt }) => prompt)).toEqual(places.toSorted((a, b) => a.at - b.at).map(({ prompt }) => prompt));
}

/** Whether the end of `heard` is a stretch of this music, which may have been anywhere in it. */
export function heardMusic(heard: Int16Array, music = 'music/default'): boolean {
  return find(promptSamples(music), heard.subarray(-STRETCH)).likeness > 0.9;
}

function promptSamples(prompt: string): Int16Array {
  return readWav(fs.readFileSync(path.join(FOLDER, `${prompt}.wav`))).samples;
}

function find(heard: Int16Array, wanted: Int16Array): { at: number; likeness: number } {
  let wantedPower = 0;
  for (let i = 0; i < wanted.length; i += STEP) wantedPower += wanted[i]! ** 2;
  let best = { at: -1, likeness: 0 };
  for (let at = 0; at + wanted.length <= heard.length; at++) {
    let product = 0;
    let power = 0;
    // A place without sound is no place of a prompt, and most places are told by a few samples.
    if (heard[at] === 0 && heard[at + 800] === 0 && heard[at + 1_600] === 0) continue;
    for (let i = 0; i < wanted.length; i += STEP) {
      const sample = heard[at + i]!;
      product += sample * wanted[i]!;
      power += sample * sample;
    }
    const likeness = power === 0 ? 0 : product / Math.sqrt(power * wantedPower);
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best;
}

/** What a shipped prompt says (assets/prompts/texts.json); undefined where there is no such prompt in that language. */
export function promptText(prompt: string, language: string): string | undefined {
  texts ??= JSON.parse(fs.readFileSync(path.join(FOLDER, 'texts.json'), 'utf8')) as Record<string, Record<string, string>>;
  return Object.hasOwn(texts, prompt) ? texts[prompt]![language] : undefined;
}

/** Whether the prompt is there to be played in that language. */
export function promptExists(prompt: string, language: string): boolean {
  return fs.existsSync(path.join(FOLDER, language, `${prompt}.wav`));
}

export function heardPrompt(heard: Int16Array, prompt: string): boolean {
  return findPrompt(heard, prompt).likeness > 0.9;
}

function loudest(samples: Int16Array): number {
  let best = 0;
  let most = -1;
  for (let at = 0; at + STRETCH <= samples.length; at += 400) {
    const power = samples.subarray(at, at + STRETCH).reduce((sum, sample) => sum + sample * sample, 0);
    if (power > most) [best, most] = [at, power];
  }
  return best;
}
