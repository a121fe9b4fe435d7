// Days of real zones: 23, 24, 25 hours, a day without a midnight, a day that was left out.
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../kernel/time.ts';
import { addDays, daysFrom, isDay, splitByDay } from '../core/days.ts';
import { localDays } from './local-days.ts';

describe('days of a zone', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-21', '2026-11-20T16:00:00Z', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['Asia/Kathmandu', '2026-11-21', '2026-11-20T18:15:00Z', 24],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00Z', 23.5],
    // The clock goes from 24:00 to 01:00: the day has no midnight.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z', 23],
    ['Pacific/Kiritimati', '2026-11-21', '2026-11-20T10:00:00Z', 24],
  ])('%s %s begins %s and has %d hours', (zone, day, start, hours) => {
    const days = localDays(zone);
    const from = Date.parse(start);
    expect(days.startOf(day)).toBe(from);
    expect(days.startOf(addDays(day, 1)) - from).toBe(hours * HOUR);
    expect(days.dayOf(from)).toBe(day);
    expect(days.dayOf(from - 1)).toBe(addDays(day, -1));
    expect(days.dayOf(from + hours * HOUR - 1)).toBe(day);
    expect(days.dayOf(from + hours * HOUR)).toBe(addDays(day, 1));
  });

  test('a stretch is cut at local midnights and stays whole', () => {
    const days = localDays('Europe/Berlin');
    const from = Date.parse('2026-10-24T20:30:00Z');
    expect(splitByDay(from, Date.parse('2026-10-26T00:00:00Z'), days)).toEqual([
      { day: '2026-10-24', ms: 1.5 * HOUR },
      { day: '2026-10-25', ms: 25 * HOUR },
      { day: '2026-10-26', ms: HOUR },
    ]);
    expect(splitByDay(from, from, days)).toEqual([]);
    expect(splitByDay(from, from - 5, days)).toEqual([]);
  });

  test('Samoa had no 30 December 2011', () => {
    const days = localDays('Pacific/Apia');
    const from = Date.parse('2011-12-30T09:00:00Z');
    expect(splitByDay(from, from + 2 * HOUR, days)).toEqual([
      { day: '2011-12-29', ms: HOUR },
      { day: '2011-12-31', ms: HOUR },
    ]);
  });

  test('an unknown zone is refused', () => expect(() => localDays('Mars/Base')).toThrow(RangeError));
});

test('days as names', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(isDay('2026-02-28')).toBe(true);
  expect(isDay('2026-02-30')).toBe(false);
  expect(isDay('2026-2-3')).toBe(false);
  expect(daysFrom('2026-11-30', '2026-12-02', 3)).toEqual(['2026-11-30', '2026-12-01', '2026-12-02']);
  expect(daysFrom('2026-11-30', '2026-12-02', 2)).toBeNull();
  expect(daysFrom('2026-12-02', '2026-11-30', 9)).toBeNull();
});
