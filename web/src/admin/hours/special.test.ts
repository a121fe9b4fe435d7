// Special days between what is kept and what is edited.
import { expect, test } from 'vitest';
import { daysIn, onOf, whenOf } from './special.ts';

test.each([
  [{ date: '2026-12-25' }],
  [{ rule: 'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1,2,3' }],
  [{ rule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH' }],
  [{ date: '2027-02-05', days: 7 }],
  [{ rule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30', days: 4 }],
  [{ rule: 'DTSTART:20260102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR' }],
])('%o is the same after editing nothing', (on) => expect(onOf(whenOf(on))).toEqual(on));

test('days of a month as people write them', () => {
  expect(daysIn('1-3, 7 9')).toEqual([1, 2, 3, 7, 9]);
  expect(daysIn('3、1、3')).toEqual([1, 3]);
  expect(daysIn('0 32 x 5-2')).toEqual([]);
});
