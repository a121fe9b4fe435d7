// The committed sounds are what the catalogue says: all there in both languages, telephone format, even loudness, spoken at a sane pace.
import fs from 'node:fs';
import path from 'node:path';
import { LevelMeter, readWav } from '@tandem/rtp';
import { describe, expect, it } from 'vitest';
import { TEXTS } from './texts.mjs';

const root = path.resolve(import.meta.dirname, '../../assets/prompts');
const files = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wav'));
const LANGUAGES = ['en', 'zh-CN'];
const prompts = Object.entries(TEXTS).flatMap(([name, texts]) =>
  LANGUAGES.filter((language) => texts[language] !== undefined).map((language) => ({ name, language, text: texts[language] })),
);

/** Mean level of the loud parts (frames over -45 dBFS), as a listener judges loudness. */
function loudness(samples) {
  const spoken = new LevelMeter();
  const frame = new LevelMeter();
  for (let at = 0; at + 160 <= samples.length; at += 160) {
    frame.reset();
    frame.add(samples.subarray(at, at + 160));
    if (frame.db > -45) spoken.add(samples.subarray(at, at + 160));
  }
  return spoken.db;
}

describe('prompts', () => {
  it('are exactly those of the catalogue, and small', () => {
    const expected = [...prompts.map(({ name, language }) => `${language}/${name}.wav`), 'music/default.wav'];
    expect(files.toSorted()).toEqual(expected.toSorted());
    const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(root, file)).size, 0);
    expect(bytes).toBeLessThan(6_500_000);
  });

  it('have their texts beside them', () => {
    expect(JSON.parse(fs.readFileSync(path.join(root, 'texts.json'), 'utf8'))).toEqual(TEXTS);
  });

  it.each(prompts)('$language/$name', ({ name, language, text }) => {
    const { sampleRate, channels, samples } = readWav(fs.readFileSync(path.join(root, language, `${name}.wav`)));
    expect([sampleRate, channels]).toEqual([8_000, 1]);
    expect(Math.abs(loudness(samples) + 19.5)).toBeLessThan(3);
    const seconds = samples.length / 8_000;
    // English letters, Chinese characters: about 12 and 3.5 a second, menus slower for their pauses; a word or two tell nothing.
    const letters = text.replaceAll(/[\s.,，。-]/g, '').length;
    const pace = letters / seconds;
    if (letters > (language === 'en' ? 12 : 8))
      expect(pace).toSatisfy((value) => (language === 'en' ? value > 6.5 && value < 16 : value > 2.8 && value < 6));
    expect(seconds).toBeGreaterThan(0.25);
  });

  it('have music that is quieter than speech and loops without a jump', () => {
    const { samples } = readWav(fs.readFileSync(path.join(root, 'music/default.wav')));
    const meter = new LevelMeter();
    meter.add(samples);
    expect(meter.db).toBeCloseTo(-24, 0);
    // The step from the last sample to the first is one like those around it.
    let steepest = 0;
    for (let i = 1; i <= 200; i++)
      steepest = Math.max(steepest, Math.abs(samples[i] - samples[i - 1]), Math.abs(samples.at(-i) - samples.at(-i - 1)));
    expect(Math.abs(samples[0] - samples.at(-1))).toBeLessThanOrEqual(steepest);
    expect(samples.length / 8_000).toBe(32);
  });
});
