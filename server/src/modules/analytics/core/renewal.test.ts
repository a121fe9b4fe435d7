import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './days.ts';
import { progressOf, sliceOf, type Renewal } from './renewal.ts';

const LONG_AGO = '2000-01-01';

describe('days made anew in slices', () => {
  test('the newest come first, and the last slice is what is left', () => {
    const renewal = { from: '2026-10-20', to: '2026-11-22', next: '2026-11-22' };
    const first = sliceOf(renewal, 28, LONG_AGO);
    expect(first).toEqual({ from: '2026-10-26', to: '2026-11-22' });
    const then = { ...renewal, next: addDays(first!.from, -1) };
    expect(progressOf(then)).toEqual({ done: 28, days: 34 });
    expect(sliceOf(then, 28, LONG_AGO)).toEqual({ from: '2026-10-20', to: '2026-10-25' });
    expect(sliceOf({ ...renewal, next: '2026-10-19' }, 28, LONG_AGO)).toBeNull();
  });

  test('days whose log was erased meanwhile are left as they are', () => {
    const renewal = { from: '2026-10-20', to: '2026-11-22', next: '2026-10-25' };
    expect(sliceOf(renewal, 28, '2026-10-24')).toEqual({ from: '2026-10-24', to: '2026-10-25' });
    expect(sliceOf(renewal, 28, '2026-10-26')).toBeNull();
  });

  test('every day comes once, and the progress says how many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 60 }), (days, most) => {
        const from = '2025-02-27';
        const to = addDays(from, days - 1);
        let renewal: Renewal = { from, to, next: to };
        let seen = 0;
        for (let slice = sliceOf(renewal, most, LONG_AGO); slice !== null; slice = sliceOf(renewal, most, LONG_AGO)) {
          expect(slice.to).toBe(renewal.next);
          renewal = { ...renewal, next: addDays(slice.from, -1) };
          const { done } = progressOf(renewal);
          expect(done - seen).toBeLessThanOrEqual(most);
          expect(done).toBeGreaterThan(seen);
          seen = done;
        }
        expect(progressOf(renewal)).toEqual({ done: days, days });
      }),
    );
  });
});
