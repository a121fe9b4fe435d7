// Days of the Gregorian calendar as numbers and as dates, without any zone.

/** A date of the Gregorian calendar; `weekday` 1 is Monday. */
export type LocalDate = { year: number; month: number; day: number; weekday: number };
/** Days since 1970-01-01. */
export type DayNumber = number;

const DAY_MS = 86_400_000;

export function numberOf({ year, month, day }: Pick<LocalDate, 'year' | 'month' | 'day'>): DayNumber {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

export function dateOf(day: DayNumber): LocalDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: weekdayOf(day) };
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function isoDate({ year, month, day }: Pick<LocalDate, 'year' | 'month' | 'day'>): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** `2026-10-01` or, as calendar files write it, `20261001`; null where there is no such day. */
export function readDay(text: string): DayNumber | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return numberOf({ year, month, day });
}
