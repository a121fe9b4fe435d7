// Local days as data: which day a moment belongs to, and how a stretch of time falls on days of 23, 24 or 25 hours.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

/** `YYYY-MM-DD`, so that days sort as texts. */
export type Day = string;

/** The days of one zone. The rules of zones come from outside (shell/local-days.ts): core has no calendar of its own. */
export type LocalDays = {
  dayOf(at: EpochMs): Day;
  /** The first moment of the day; not always midnight. */
  startOf(day: Day): EpochMs;
};

/** Day names are a calendar without zone, so UTC counts them safely. */
export function addDays(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1, date! + count)).toISOString().slice(0, 10);
}

/** Whether it is written as a day and there is such a day: not 2026-02-30. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && addDays(text, 0) === text;
}

/** Both included. Null where `to` lies before `from` or there would be more than `most`. */
export function daysFrom(from: Day, to: Day, most: number): Day[] | null {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (days.length === most) return null;
    days.push(day);
  }
  return days.length === 0 ? null : days;
}

/** The stretch cut at each local midnight; nothing where it has no length. */
export function splitByDay(from: EpochMs, to: EpochMs, days: LocalDays): { day: Day; ms: DurationMs }[] {
  const parts: { day: Day; ms: DurationMs }[] = [];
  let at = from;
  while (at < to) {
    const day = days.dayOf(at);
    let next = addDays(day, 1);
    // A zone that crossed the date line left a day out: that day begins and ends at once.
    while (days.startOf(next) <= at) next = addDays(next, 1);
    const end = Math.min(to, days.startOf(next));
    parts.push({ day, ms: end - at });
    at = end;
  }
  return parts;
}
