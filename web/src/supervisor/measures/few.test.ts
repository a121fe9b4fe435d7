import type { TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import { fewBehind, toldOfFew } from './few.ts';

const t = ((key: string, options?: { value: string; count: number }) =>
  options ? `${options.value} of ${options.count}` : key) as unknown as TFunction;

describe('a share of few contacts', () => {
  test('is told with how many it is of, short abandons left out as in its formula', () => {
    const figures = { serviceLevel: 1, answered: 2, abandoned: 3, shortAbandoned: 3 };
    expect(toldOfFew('serviceLevel', '100 %', figures, t)).toBe('100 % of 2');
    expect(toldOfFew('serviceLevel', '80 %', { ...figures, answered: 10 }, t)).toBe('80 %');
    expect(
      toldOfFew('serviceLevelToday', '50 %', { serviceLevelToday: 0.5, answeredToday: 2, abandonedToday: 0, shortAbandonedToday: 0 }, t),
    ).toBe('50 % of 2');
  });

  test('is told alone where nobody says of how many, and where there is none', () => {
    expect(fewBehind('occupancy', { occupancy: 0.5 })).toBeNull();
    expect(fewBehind('serviceLevel', { serviceLevel: 1, answered: 2 })).toBeNull();
    expect(toldOfFew('serviceLevel', '–', { serviceLevel: null, answered: 0, abandoned: 1, shortAbandoned: 1 }, t)).toBe('–');
  });
});

test('what is told from ten contacts on says that there are too few', () => {
  expect(toldOfFew('estimateErrorP50', '–', { estimateErrorP50: null }, t)).toBe('measures.few');
  expect(toldOfFew('estimateErrorP50', '12 %', { estimateErrorP50: 0.12 }, t)).toBe('12 %');
});
