// Whatever value is spoken, every prompt that is named is there, in that language.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptExists, promptText } from '../../../../../../tests/kit/prompts.ts';
import { spokenMoney } from './money.ts';
import { PROVINCES, SUFFIXES } from './plates.ts';
import { SPOKEN_KINDS, speakValue, type SpokenKind } from './spoken.ts';

const LANGUAGES = ['zh-CN', 'en'] as const;
const two = (value: number) => String(value).padStart(2, '0');
const upTo = (most: number) => Array.from({ length: most + 1 }, (_unused, value) => value);

/** Every value of kinds that have few, else one of each shape. */
const ALL: Record<SpokenKind, string[]> = {
  number: [...upTo(1_200), 20_015, 2_000_000, 1e12, 210_019_008].map(String).concat(['-1.5']),
  ordinal: upTo(31).slice(1).map(String),
  digits: ['0123456789'],
  phone: ['0123456789'],
  letters: ['abcdefghijklmnopqrstuvwxyz0123456789'],
  order: ['TD-1'],
  date: upTo(365)
    .map((day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString())
    .concat(['1900-01-01', '1905-01-01', '2000-01-01', '9999-12-31']),
  time: upTo(1_439).map((minute) => `${Math.floor(minute / 60)}:${two(minute % 60)}`),
  duration: [...upTo(3_700), 7_200, 3_600_000].map((seconds) => String(seconds * 1_000)),
  wait: upTo(200).map((minutes) => String(minutes * 60_000)),
  position: upTo(120).slice(1).map(String),
  money: ['CNY', 'USD', 'EUR', 'GBP', 'HKD']
    .flatMap((currency) => upTo(250).map((minor) => `${(minor / 100).toFixed(2)} ${currency}`))
    .concat(['0 JPY', '1 JPY']),
  plate: [
    ...Object.keys(PROVINCES).flatMap((province) => Array.from('ABCDEFGHJKLMNOPQRSTUVWXYZ', (letter) => `${province}${letter}12345`)),
    ...Object.keys(SUFFIXES).map((suffix) => `京A1234${suffix}`),
  ],
};

describe('prompts of values', () => {
  for (const language of LANGUAGES)
    it.each(SPOKEN_KINDS)(`${language} %s: are all there, and have a text`, (kind) => {
      expect(ALL[kind].length).toBeGreaterThan(0);
      const names = new Set(ALL[kind].flatMap((value) => speakValue(kind, value, language) ?? expect.fail(`${kind} ${value}`)));
      for (const name of names) {
        expect(name).toMatch(/^[a-z0-9][a-z0-9/-]*$/);
        expect(promptExists(name, language), name).toBe(true);
        expect(promptText(name, language), name).toBeDefined();
      }
    });

  it('never name another, whatever text is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SPOKEN_KINDS),
        fc.constantFrom(...LANGUAGES),
        fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[-0-9.,:A-Z ]{1,16}$/)),
        (kind, language, text) => {
          for (const name of speakValue(kind, text, language) ?? [])
            expect(promptExists(name, language), `${kind} ${text} ${name}`).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -1e14, max: 1e14 }),
        fc.constantFrom('CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD'),
        fc.constantFrom(...LANGUAGES),
        (minor, currency, language) => {
          const names = spokenMoney({ minor, currency }, language);
          if (currency !== 'JPY' || Math.abs(minor) <= 1e12) expect(names).not.toBeNull();
          for (const name of names ?? []) expect(promptExists(name, language), name).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
