// When a leg's sound is told of: after its time, once, and again when it is well.
import { describe, expect, it } from 'vitest';
import { lookAt, type QualityWatch } from './quality-watch.ts';

const RULE = { mos: 3.1, afterMs: 20_000 };

/** The scores of looks ten seconds apart; what was told at each. */
function told(...scores: (number | null)[]): string[] {
  let watch: QualityWatch = { since: null, told: false };
  return scores.map((mos, i) => {
    const seen = lookAt(watch, { mos, spanMs: 10_000, at: 100_000 + i * 10_000 }, RULE);
    watch = seen.watch;
    return seen.tell === null ? '-' : seen.tell.poor ? `poor ${seen.tell.belowMs}` : 'well';
  });
}

describe('bad sound', () => {
  it('is told of when it has lasted, and once', () => {
    expect(told(4.2, 2.9, 2.8, 2.7, 2.9)).toEqual(['-', '-', 'poor 20000', '-', '-']);
  });
  it('is told of at the look that is due, which may come a moment early, and not a look later', () => {
    const looks = [9_998, 19_995].map((at) => ({ mos: 2, spanMs: 9_998, at }));
    const first = lookAt({ since: null, told: false }, looks[0]!, RULE);
    expect(first.tell).toBeNull();
    expect(lookAt(first.watch, looks[1]!, RULE).tell).toEqual({ poor: true, belowMs: 19_995 });
  });
  it('that the call took no notice of, as nobody talked yet, is told of again', () => {
    const { watch, tell } = lookAt({ since: 0, told: false }, { mos: 2, spanMs: 10_000, at: 30_000 }, RULE);
    expect(tell).toEqual({ poor: true, belowMs: 30_000 });
    expect(lookAt({ ...watch, told: false }, { mos: 2, spanMs: 10_000, at: 40_000 }, RULE).tell).toEqual({ poor: true, belowMs: 40_000 });
  });
  it('of a moment is not', () => {
    expect(told(2.0, 4.2, 2.0, 4.2, 2.0)).toEqual(['-', '-', '-', '-', '-']);
  });
  it('is over when it is clearly better, and may come again', () => {
    expect(told(2.9, 2.9, 3.2, 3.4, 2.9, 2.9)).toEqual(['-', 'poor 20000', '-', 'well', '-', 'poor 20000']);
  });
  it('neither begins nor ends while nothing is heard', () => {
    expect(told(2.9, null, 2.9, null, null, 4.0)).toEqual(['-', '-', 'poor 30000', '-', '-', 'well']);
  });
});
