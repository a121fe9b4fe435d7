// Recurrence rules of RFC 5545 (section 3.3.10, with EXDATE and RDATE of 3.8.5) for whole days: what is asked is whether a day is one of them.
// A day is looked at within its own period, so no answer costs more than a year of days, however long the rule has been running.
import { dateOf, daysIn, numberOf, weekdayOf, type DayNumber } from './calendar-day.ts';

/** An RRULE; null where a part is not given. Weekdays are 1 to 7 from Monday. */
export type RulePart = {
  freq: 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY';
  interval: number;
  months: readonly number[] | null;
  weeks: readonly number[] | null;
  yearDays: readonly number[] | null;
  monthDays: readonly number[] | null;
  weekdays: readonly { weekday: number; nth: number | null }[] | null;
  setpos: readonly number[] | null;
  weekStart: number;
};

/** A rule as it is decided by. `start` is null where the rule needs none: nothing in it counts from a first day. */
export type Recurrence = {
  part: RulePart | null;
  start: DayNumber | null;
  /** The last day; a COUNT has become it. */
  until: DayNumber | null;
  /** RDATE and EXDATE. */
  also: ReadonlySet<DayNumber>;
  not: ReadonlySet<DayNumber>;
};

export function isOn({ part, start, until, also, not }: Recurrence, day: DayNumber): boolean {
  if (not.has(day)) return false;
  if (also.has(day)) return true;
  if (part === null || (start !== null && day < start) || (until !== null && day > until)) return false;
  return comesOn(part, start, day);
}

/** By the rule alone. */
function comesOn(part: RulePart, start: DayNumber | null, day: DayNumber): boolean {
  if (part.interval > 1 && start !== null && (periodOf(part, day) - periodOf(part, start)) % part.interval !== 0) return false;
  if (!fits(part, start, day)) return false;
  if (part.setpos === null) return true;
  const set = daysOfPeriod(part, day).filter((each) => fits(part, start, each));
  return part.setpos.some((at) => set.at(at > 0 ? at - 1 : at) === day);
}

/** The number of the year, month, week or day that a day is in. */
function periodOf({ freq, weekStart }: RulePart, day: DayNumber): number {
  const { year, month } = dateOf(day);
  switch (freq) {
    case 'YEARLY':
      return year;
    case 'MONTHLY':
      return year * 12 + month;
    case 'WEEKLY':
      return Math.floor((day + 4 - weekStart) / 7);
    case 'DAILY':
      return day;
  }
}

function daysOfPeriod({ freq, weekStart }: RulePart, day: DayNumber): DayNumber[] {
  const { year, month } = dateOf(day);
  const row = (first: DayNumber, length: number) => Array.from({ length }, (_, i) => first + i);
  switch (freq) {
    case 'YEARLY':
      return row(numberOf({ year, month: 1, day: 1 }), yearLength(year));
    case 'MONTHLY':
      return row(numberOf({ year, month, day: 1 }), daysIn(year, month));
    case 'WEEKLY':
      return row(day - ((weekdayOf(day) - weekStart + 7) % 7), 7);
    case 'DAILY':
      return [day];
  }
}

const yearLength = (year: number): number => numberOf({ year: year + 1, month: 1, day: 1 }) - numberOf({ year, month: 1, day: 1 });

/** Counted from the first or, below zero, from the last of `length`. */
const counted = (wanted: readonly number[], at: number, length: number): boolean => wanted.some((n) => (n > 0 ? n : length + 1 + n) === at);

/** Every part of the rule that is given lets the day through; what the rule leaves open is taken from its first day. */
function fits(part: RulePart, start: DayNumber | null, day: DayNumber): boolean {
  const { freq, months, weeks, yearDays, monthDays, weekdays } = part;
  const date = dateOf(day);
  if (months && !months.includes(date.month)) return false;
  // Worked out only where it is asked for: a calendar file asks about very many days.
  const ofYear = (): [number, number] => [day - numberOf({ year: date.year, month: 1, day: 1 }) + 1, yearLength(date.year)];
  const ofMonth = (): [number, number] => [date.day, daysIn(date.year, date.month)];
  if (weeks && !inWeeks(weeks, part.weekStart, day)) return false;
  if (yearDays && !counted(yearDays, ...ofYear())) return false;
  if (monthDays && !counted(monthDays, ...ofMonth())) return false;
  if (weekdays)
    return weekdays.some(({ weekday, nth }) => {
      if (weekday !== date.weekday) return false;
      if (nth === null) return true;
      const [at, of] = freq === 'MONTHLY' || months !== null ? ofMonth() : ofYear();
      return (nth > 0 ? Math.ceil(at / 7) : -Math.ceil((of + 1 - at) / 7)) === nth;
    });
  if (yearDays || monthDays || freq === 'DAILY' || start === null) return true;
  const first = dateOf(start);
  if (freq === 'WEEKLY' || weeks) return date.weekday === first.weekday;
  return date.day === first.day && (freq === 'MONTHLY' || months !== null || date.month === first.month);
}

/** Week 1 is the first with four days or more in the year (RFC 5545, BYWEEKNO). */
function inWeeks(wanted: readonly number[], weekStart: number, day: DayNumber): boolean {
  const begin = day - ((weekdayOf(day) - weekStart + 7) % 7);
  const { year } = dateOf(begin + 3);
  const firstOf = (of: number): DayNumber => {
    const fourth = numberOf({ year: of, month: 1, day: 4 });
    return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
  };
  const first = firstOf(year);
  return counted(wanted, (begin - first) / 7 + 1, (firstOf(year + 1) - first) / 7);
}

/** Years that are looked through for the last of a COUNT. */
const MOST_YEARS = 50;

/** The day on which `count` are over; null where they are not within so many years. */
export function lastOf(part: RulePart, start: DayNumber, count: number): DayNumber | null {
  const end = start + MOST_YEARS * 366;
  let left = count;
  for (let day = start; day <= end; day++) {
    if (!comesOn(part, start, day)) continue;
    left--;
    if (left === 0) return day;
  }
  return null;
}
