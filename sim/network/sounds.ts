// What people and machines of the network sound like: speech from the shipped prompts, and the network's tones, as samples at 8 kHz.
import fs from 'node:fs';
import path from 'node:path';
import { readWav, SAMPLE_RATE } from '@tandem/rtp';
import { toneSample } from '../tones.ts';

const PROMPTS = path.resolve(import.meta.dirname, '../../assets/prompts');

export function tone(hz: number, ms: number): Int16Array {
  return Int16Array.from({ length: (SAMPLE_RATE * ms) / 1_000 }, (_unused, at) => toneSample(hz, at));
}

export const silence = (ms: number): Int16Array => new Int16Array((SAMPLE_RATE * ms) / 1_000);

export function joined(...parts: readonly Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

/** Three rising tones of 330 ms each, a second of pause (ITU-T E.180, clause 7; E.182). */
export const SPECIAL_INFORMATION = joined(tone(950, 330), tone(1_400, 330), tone(1_800, 330), silence(1_000));
/** Answer tone of a fax machine: 2,100 Hz for three seconds (ITU-T T.30). */
export const FAX_ANSWER = tone(2_100, 3_000);
export const BEEP = tone(1_000, 500);

/** How a simulated person begins to speak: the other side knows him by it, as people know a voice when the music stops. */
export const HELLO_HZ = { agent: 600, customer: 750 } as const;

const read = new Map<string, Int16Array>();

/** A shipped prompt, e.g. `en/welcome`. */
export function prompt(name: string): Int16Array {
  const known = read.get(name) ?? readWav(fs.readFileSync(path.join(PROMPTS, `${name}.wav`))).samples;
  read.set(name, known);
  return known;
}

const SENTENCES = {
  en: ['en/order-number-is', 'en/please-hold', 'en/order-is', 'en/try-again-later'],
  'zh-CN': ['zh-CN/order-number-is', 'zh-CN/please-hold', 'zh-CN/order-is', 'zh-CN/try-again-later'],
} as const;

/** A turn in a conversation, `n` counting its turns. */
export function sentence(language: keyof typeof SENTENCES, n: number): Int16Array {
  const sentences = SENTENCES[language];
  return prompt(sentences[n % sentences.length]!);
}
