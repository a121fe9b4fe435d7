// When a surge rule holds.
import type { SurgeRule } from '@tandem/contract/api/lanes.ts';
import { describe, expect, test } from 'vitest';
import { asksNothing, lateOf, surging, windowsBefore, type Counted } from './surge.ts';

const DAY = 86_400_000;
const nothing: Counted = { arrivals: null, now: null, before: [], waiting: 0, late: 0 };
const rule = (of: Partial<SurgeRule>): SurgeRule => ({ arrivals: null, times: null, waiting: null, confirm: false, ...of });

describe('a surge', () => {
  test('of so many in so long: at the number, not below it', () => {
    const many = rule({ arrivals: { count: 10, withinMs: 60_000 } });
    expect(surging(many, { ...nothing, arrivals: 9 })).toBeNull();
    expect(surging(many, { ...nothing, arrivals: 10 })).toEqual({ figure: 'arrivals', value: 10, usual: null });
  });

  test('of three times as many as usual: weeks in which nobody came do not count, and a handful is no surge', () => {
    const more = rule({ times: { factor: 3, least: 6, withinMs: 600_000 } });
    expect(surging(more, { ...nothing, now: 12, before: [4, 0, 4, 0] })).toEqual({ figure: 'times', value: 12, usual: 4 });
    expect(surging(more, { ...nothing, now: 11, before: [4, 4, 4, 4] })).toBeNull();
    expect(surging(more, { ...nothing, now: 5, before: [1, 1, 1, 1] })).toBeNull();
    // A new centre has no usual.
    expect(surging(more, { ...nothing, now: 50, before: [0, 0, 0, 0] })).toBeNull();
  });

  test('of a long line: more than so many', () => {
    expect(surging(rule({ waiting: 3 }), { ...nothing, waiting: 3 })).toBeNull();
    expect(surging(rule({ waiting: 3 }), { ...nothing, waiting: 4 })).toMatchObject({ figure: 'waiting', value: 4 });
  });

  test('of customers of some levels who wait too long: as many as it names, each longer than it allows', () => {
    const late = { count: 2, longerMs: 120_000, levels: ['Platinum'] };
    const now = 1_000_000;
    const line = [
      { queuedAt: now - 121_000, level: 'platinum' },
      { queuedAt: now - 120_000, level: 'platinum' },
      { queuedAt: now - 500_000, level: 'gold' },
      { queuedAt: now - 500_000, level: null },
    ];
    expect(lateOf(late, line, now)).toBe(1);
    expect(lateOf(late, line, now + 1)).toBe(2);
    expect(lateOf({ ...late, levels: [] }, line, now)).toBe(3);
    expect(surging(rule({ late }), { ...nothing, late: 1 })).toBeNull();
    expect(surging(rule({ late }), { ...nothing, late: 2 })).toEqual({ figure: 'late', value: 2, usual: null });
    expect([asksNothing(rule({ late })), asksNothing(rule({})), asksNothing(rule({ late: null }))]).toEqual([false, true, true]);
  });

  test('is measured against the same time of the four weeks before', () => {
    const now = Date.UTC(2026, 10, 22, 18);
    expect(windowsBefore(now, 600_000)).toEqual(
      [7, 14, 21, 28].map((days) => ({ from: now - days * DAY - 600_000, to: now - days * DAY })),
    );
  });
});
