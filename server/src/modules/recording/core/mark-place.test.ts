import { describe, expect, test } from 'vitest';
import { placeOf } from './mark-place.ts';

describe('where a mark stands', () => {
  const running = { startedAt: 10_000, durationMs: null };
  const sealed = { startedAt: 10_000, durationMs: 4_000 };

  test('as wanted, in whole milliseconds', () => {
    expect(placeOf(1_234.6, sealed, 99_000)).toBe(1_235);
    expect(placeOf(2_000, running, 13_000)).toBe(2_000);
  });

  test('never before the beginning, whatever a clock that runs behind says', () => {
    expect(placeOf(-5, sealed, 99_000)).toBe(0);
    expect(placeOf(-5, running, 9_000)).toBe(0);
  });

  test('never after what there is of it: its end, or now', () => {
    expect(placeOf(4_001, sealed, 99_000)).toBe(4_000);
    expect(placeOf(9_000, running, 13_000)).toBe(3_000);
  });
});
