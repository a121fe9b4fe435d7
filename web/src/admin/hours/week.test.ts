// The week between what is kept and what is edited.
import { expect, test } from 'vitest';
import { byDay, toWeek, weekText, type Day } from './week.ts';

const OFFICE = [
  { days: [1, 2, 3, 4, 5], from: '13:00', to: '18:00' },
  { days: [1, 2, 3, 4, 5], from: '09:00', to: '12:00' },
  { days: [5, 6], from: '22:00', to: '02:00' },
];
const name = (day: Day) => ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day]!;

test('each day has its ranges in order', () => {
  expect(byDay(OFFICE)[5]).toEqual([
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '18:00' },
    { from: '22:00', to: '02:00' },
  ]);
  expect(byDay(OFFICE)[7]).toEqual([]);
});

test('there and back is the same week', () => {
  expect(byDay(toWeek(byDay(OFFICE)))).toEqual(byDay(OFFICE));
  expect(toWeek(byDay(OFFICE))).toHaveLength(3);
});

test('days that are alike are told as one', () => {
  expect(weekText(OFFICE, name)).toBe('Mon-Thu 09:00-12:00 13:00-18:00, Fri 09:00-12:00 13:00-18:00 22:00-02:00, Sat 22:00-02:00');
  expect(weekText([], name)).toBe('');
});
