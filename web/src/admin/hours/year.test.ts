// A year as it is drawn, and its special days told in a row.
import { expect, test } from 'vitest';
import { kindOf, monthsOf, stretchesOf } from './year.ts';

const open = [{ from: '09:00', to: '18:00' }];
const day = (date: string, special: number | null = null, hours = open) => ({ date, open: hours, special, holiday: special === 0 });

test('months begin below their weekday', () => {
  const months = monthsOf([day('2026-11-30'), day('2026-12-01'), day('2026-12-02')]);
  expect(months.map(({ year, month, before, days }) => [year, month, before, days.length])).toEqual([
    [2026, 11, 0, 1],
    [2026, 12, 1, 2],
  ]);
});

test('special days in a row are one line, a gap or another makes a new one, and what is over is left out', () => {
  const days = [
    day('2026-12-23', 1, []),
    day('2026-12-24', 1),
    day('2026-12-25', 0, []),
    day('2026-12-26', 0, []),
    day('2026-12-27'),
    day('2026-12-28', 0, []),
  ];
  expect(stretchesOf({ days, today: '2026-12-24' }).map(({ from, to, special }) => [from, to, special])).toEqual([
    ['2026-12-24', '2026-12-24', 1],
    ['2026-12-25', '2026-12-26', 0],
    ['2026-12-28', '2026-12-28', 0],
  ]);
  expect(days.map(kindOf)).toEqual(['off', 'other', 'off', 'off', 'open', 'off']);
});
