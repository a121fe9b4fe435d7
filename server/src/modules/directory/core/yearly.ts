// Days that come every year: the part of RFC 5545 recurrence rules (section 3.3.10) that holidays need.

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** A date of the Gregorian calendar; `weekday` 1 is Monday. */
export type LocalDate = { year: number; month: number; day: number; weekday: number };
type Rule = { months: number[]; days: number[] | null; weekdays: { nth: number; weekday: number }[] | null };

/**
 * `FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1,2,3`, `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH` (the fourth Thursday; -1 counts from the end).
 * Returns null for every other rule.
 */
export function parseRule(text: string): Rule | null {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const [name, value, ...rest] = part.split('=');
    if (!name || !value || rest.length > 0 || parts.has(name)) return null;
    parts.set(name, value);
  }
  if (parts.get('FREQ') !== 'YEARLY' || [...parts.keys()].some((name) => !['FREQ', 'BYMONTH', 'BYMONTHDAY', 'BYDAY'].includes(name)))
    return null;
  const months = numbers(parts.get('BYMONTH'), 1, 12);
  const days = parts.has('BYMONTHDAY') ? numbers(parts.get('BYMONTHDAY'), -31, 31) : null;
  const weekdays = parts.has('BYDAY') ? weekdaysOf(parts.get('BYDAY')!) : null;
  if (!months || (parts.has('BYMONTHDAY') && !days) || (parts.has('BYDAY') && !weekdays) || (days === null) === (weekdays === null))
    return null;
  return { months, days, weekdays };
}

function numbers(text: string | undefined, least: number, most: number): number[] | null {
  const found = (text ?? '').split(',').map(Number);
  return found.every((each) => Number.isInteger(each) && each !== 0 && each >= least && each <= most) ? found : null;
}

function weekdaysOf(text: string): { nth: number; weekday: number }[] | null {
  const found = text.split(',').map((part) => /^([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)$/.exec(part));
  return found.every((each) => each !== null)
    ? found.map(([, nth, day]) => ({ nth: Number(nth), weekday: WEEKDAYS.indexOf(day!) + 1 }))
    : null;
}

export function fallsOn(rule: Rule, { year, month, day, weekday }: LocalDate): boolean {
  if (!rule.months.includes(month)) return false;
  const length = daysIn(year, month);
  if (rule.days) return rule.days.some((each) => (each > 0 ? each : length + 1 + each) === day);
  const fromStart = Math.ceil(day / 7);
  const fromEnd = -Math.ceil((length + 1 - day) / 7);
  return rule.weekdays!.some((each) => each.weekday === weekday && (each.nth === fromStart || each.nth === fromEnd));
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function dayBefore({ year, month, day, weekday }: LocalDate): LocalDate {
  const before = weekday === 1 ? 7 : weekday - 1;
  if (day > 1) return { year, month, day: day - 1, weekday: before };
  const [y, m] = month > 1 ? [year, month - 1] : [year - 1, 12];
  return { year: y, month: m, day: daysIn(y, m), weekday: before };
}

export function isoDate({ year, month, day }: LocalDate): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
