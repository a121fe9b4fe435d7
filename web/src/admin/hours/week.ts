// A week of opening hours as people read and edit it: the ranges of each day. Pure.
import type { Hours } from '@tandem/contract/api/hours.ts';
import type { OpenRange } from '@tandem/contract/opening.ts';

type Week = Hours['week'];
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Day = (typeof DAYS)[number];
export type DayRanges = Readonly<Record<Day, readonly OpenRange[]>>;

const inOrder = (ranges: readonly OpenRange[]): OpenRange[] =>
  ranges.toSorted((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));

export function byDay(week: Week): DayRanges {
  return Object.fromEntries(
    DAYS.map((day) => [day, inOrder(week.filter((range) => range.days.includes(day)).map(({ from, to }) => ({ from, to })))]),
  ) as unknown as DayRanges;
}

/** Days that are open at the same times share a range, so that what is kept stays as short as it was written. */
export function toWeek(days: DayRanges): Week {
  const week: Week = [];
  for (const day of DAYS)
    for (const { from, to } of days[day]) {
      const same = week.find((range) => range.from === from && range.to === to);
      if (same) same.days.push(day);
      else week.push({ days: [day], from, to });
    }
  return week;
}

/** `Mon-Fri 09:00-18:00, Sat 10:00-14:00`: days in a row that are open alike are told as one. */
export function weekText(week: Week, dayName: (day: Day) => string): string {
  const days = byDay(week);
  const hours = (day: Day) => days[day].map(({ from, to }) => `${from}-${to}`).join(' ');
  const parts: { from: Day; to: Day; hours: string }[] = [];
  for (const day of DAYS) {
    const last = parts.at(-1);
    if (hours(day) === '') continue;
    if (last && last.to === day - 1 && last.hours === hours(day)) last.to = day;
    else parts.push({ from: day, to: day, hours: hours(day) });
  }
  return parts.map((part) => `${dayName(part.from)}${part.to === part.from ? '' : `-${dayName(part.to)}`} ${part.hours}`).join(', ');
}
