// Intervals by the clock on the wall: summer time, half-hour zones, and moments that are left out or there twice.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../kernel/time.ts';
import { boundsOf, momentOf, type IntervalSize } from '../core/intervals.ts';
import { localClock } from './local-clock.ts';

const MOST = 10_000;
function day(zone: string, name: string, size: IntervalSize) {
  const clock = localClock(zone)!;
  const next = new Date(Date.parse(`${name}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);
  return { clock, bounds: boundsOf(clock.startOf(name), clock.startOf(next), size, clock, MOST)! };
}
const lengths = (bounds: readonly number[]) => bounds.slice(1).map((bound, n) => (bound - bounds[n]!) / MINUTE);

describe('intervals of a zone', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-22', 24],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Asia/Kolkata', '2026-11-22', 24],
    ['Asia/Kathmandu', '2026-11-22', 24],
  ])('%s on %s: %d hours of an hour each, beginning where the clock shows one', (zone, name, hours) => {
    const { clock, bounds } = day(zone, name, 60);
    expect(lengths(bounds)).toEqual(Array.from({ length: hours }, () => 60));
    expect(bounds.map((bound) => clock.minuteOf(bound) % 60)).toEqual(bounds.map(() => 0));
    expect(lengths(day(zone, name, 15).bounds)).toHaveLength(hours * 4);
    expect(day(zone, name, 'day').bounds).toEqual([bounds[0], bounds.at(-1)]);
  });

  test('a clock put back by half an hour makes one hour of ninety minutes, put forward one of thirty', () => {
    expect(lengths(day('Australia/Lord_Howe', '2026-04-05', 60).bounds).filter((length) => length !== 60)).toEqual([90]);
    expect(lengths(day('Australia/Lord_Howe', '2026-10-04', 60).bounds).filter((length) => length !== 60)).toEqual([30]);
  });

  test('days of a year that has a day less: Samoa left out 30 December 2011', () => {
    const clock = localClock('Pacific/Apia')!;
    const bounds = boundsOf(clock.startOf('2011-12-29'), clock.startOf('2012-01-01'), 'day', clock, MOST)!;
    expect(lengths(bounds)).toEqual([24 * 60, 24 * 60]);
  });

  test('a time that is left out is the first after it, one that is there twice the first of both', () => {
    const clock = localClock('America/New_York')!;
    expect(momentOf('2026-03-08', 150, clock)).toBe(Date.parse('2026-03-08T07:00:00Z'));
    expect(momentOf('2026-11-01', 90, clock)).toBe(Date.parse('2026-11-01T05:30:00Z'));
    expect(momentOf('2026-11-22', 570, clock)).toBe(Date.parse('2026-11-22T14:30:00Z'));
  });

  test('no such zone, and no more intervals than may be', () => {
    expect(localClock('Mars/Olympus')).toBeNull();
    const clock = localClock('UTC')!;
    expect(boundsOf(0, 4 * HOUR, 15, clock, 16)).toHaveLength(17);
    expect(boundsOf(0, 4 * HOUR, 15, clock, 15)).toBeNull();
  });

  test('always: intervals follow each other without a gap, and none is longer than the hour that was put back', () => {
    const zones = fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'America/St_Johns',
    );
    const quarters = fc.integer({ min: 0, max: 40_000 }).map((n) => Date.parse('2026-01-01T00:00:00Z') + n * 15 * MINUTE);
    fc.assert(
      fc.property(zones, quarters, fc.integer({ min: 1, max: 200 }), fc.constantFrom(15, 30, 60, 'day'), (zone, from, count, size) => {
        const to = from + count * 15 * MINUTE;
        const bounds = boundsOf(from, to, size as IntervalSize, localClock(zone)!, MOST)!;
        expect([bounds[0], bounds.at(-1)]).toEqual([from, to]);
        const most = size === 'day' ? 25 * 60 : (size as number) === 60 ? 90 : (size as number);
        expect(lengths(bounds).every((length) => length > 0 && length <= most)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
