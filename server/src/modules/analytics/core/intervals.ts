// The intervals of a report: where each begins and ends in the local time of one zone, also on days of 23 and 25 hours.
import type { EpochMs } from '../../../kernel/time.ts';
import { addDays, type Day, type LocalDays } from './days.ts';
import { QUARTER_MS } from './interval-times.ts';

/** Minutes, or whole local days. */
export type IntervalSize = 15 | 30 | 60 | 'day';

/** A zone's clock on the wall. The rules of zones come from outside, as with days. */
export type LocalClock = LocalDays & {
  /** Minutes since midnight that the clock shows. */
  minuteOf(at: EpochMs): number;
};

/**
 * The beginnings of all intervals from `from` to `to`, and `to` itself as the last. An interval begins where the clock shows a whole one: where it
 * is put back an hour, that hour is there twice; put back by half an hour (Lord Howe), the hour lasts ninety minutes.
 * Null where there would be more than `most`.
 */
export function boundsOf(from: EpochMs, to: EpochMs, size: IntervalSize, clock: LocalClock, most: number): EpochMs[] | null {
  const bounds = [from];
  for (let at = nextBegin(from, size, clock); at < to; at = nextBegin(at, size, clock)) {
    if (bounds.length === most) return null;
    bounds.push(at);
  }
  return [...bounds, to];
}

function nextBegin(at: EpochMs, size: IntervalSize, clock: LocalClock): EpochMs {
  let next = at + QUARTER_MS;
  if (size === 'day') {
    let day = addDays(clock.dayOf(at), 1);
    // A zone that crossed the date line left a day out.
    while (clock.startOf(day) <= at) day = addDays(day, 1);
    return clock.startOf(day);
  }
  const midnight = nextBegin(at, 'day', clock);
  const whole = (minute: number) => Math.floor(minute / size);
  // A clock put forward past a whole one shows a later one all the same.
  while (next < midnight && clock.minuteOf(next) % size !== 0 && whole(clock.minuteOf(next)) === whole(clock.minuteOf(next - QUARTER_MS)))
    next += QUARTER_MS;
  return Math.min(next, midnight);
}

/**
 * The moment at which the clock first shows `minute` of `day` or later: a time that is left out in spring is the first one after it, one that
 * is there twice in autumn the first of both.
 */
export function momentOf(day: Day, minute: number, clock: LocalClock): EpochMs {
  const start = clock.startOf(day);
  const end = clock.startOf(addDays(day, 1));
  for (let at = start; at < end; at += QUARTER_MS) if (clock.minuteOf(at) >= minute) return at;
  return end;
}
