// The in-band detector hears every key at the levels and twists of Q.24, through G.711, and nothing in tones, noise and speech.
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DtmfDetector } from './dtmf-detector.ts';
import { muLawDecode, muLawEncode } from './g711.ts';
import { renderDigit, renderTone } from './tones.ts';
import { readWav } from './wav.ts';

function hear(samples: Int16Array, detector = new DtmfDetector()): { digit: string; durationMs: number }[] {
  const heard: { digit: string; durationMs: number }[] = [];
  for (let at = 0; at < samples.length; at += 160) {
    const press = detector.frame(samples.subarray(at, at + 160));
    if (press !== null) heard.push(press);
  }
  const tail = detector.frame(new Int16Array(800));
  return tail === null ? heard : [...heard, tail];
}

const KEYS = '0123456789*#ABCD';

describe('in-band DTMF', () => {
  it('hears every key of 45 ms, at any phase of its blocks, through mu-law', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KEYS), fc.integer({ min: 0, max: 500 }), fc.constantFrom(0.05, 0.3, 1), (key, lead, level) => {
        const tone = renderDigit(key, 45, 60)!;
        const samples = new Int16Array(lead + tone.length);
        tone.forEach((sample, i) => (samples[lead + i] = muLawDecode(muLawEncode(Math.round(sample * level)))));
        expect(hear(samples).map((press) => press.digit)).toEqual([key]);
      }),
    );
  });

  it('tells a held key once, with its length', () => {
    const [press, ...more] = hear(renderDigit('7', 1_000)!);
    expect(more).toEqual([]);
    expect(press!.digit).toBe('7');
    expect(Math.abs(press!.durationMs - 1_000)).toBeLessThan(40);
  });

  it('tells the same key twice when there is a pause', () => {
    const one = renderDigit('3', 60, 60)!;
    const both = new Int16Array(one.length * 2);
    both.set(one);
    both.set(one, one.length);
    expect(hear(both).map((press) => press.digit)).toEqual(['3', '3']);
  });

  it('is deaf to call progress tones and to noise', () => {
    for (const region of ['us', 'cn'] as const)
      for (const tone of ['ringback', 'busy', 'congestion', 'beep'] as const) expect(hear(renderTone(tone, region))).toEqual([]);
    let state = 12_345;
    const noise = Int16Array.from({ length: 80_000 }, () => (state = (Math.imul(state, 1_103_515_245) + 12_345) | 0) >> 18);
    expect(hear(noise)).toEqual([]);
  });

  it('is deaf to all our prompts: minutes of speech in two languages, and music', () => {
    const root = path.resolve(import.meta.dirname, '../../../assets/prompts');
    const files = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wav'));
    expect(files.length).toBeGreaterThan(60);
    for (const file of files) expect([file, hear(readWav(fs.readFileSync(path.join(root, file))).samples)]).toEqual([file, []]);
  });
});
