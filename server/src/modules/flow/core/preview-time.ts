// The time of a preview: what a queue node set timers for comes in its order, while nobody is on the line.
import type { DurationMs } from '../../../kernel/time.ts';
import type { TimerName } from './run.ts';

export type PreviewTimer = { at: DurationMs; token: number; name: TimerName | 'line-limit' };

/** Longer than that nobody's way is followed. */
export const FOLLOWED_MS: DurationMs = 4 * 60 * 60_000;
/** Those that measure the world rather than the wait. */
const NOT_HERE: readonly TimerName[] = ['max-run', 'record', 'record-lost', 'dial'];

export function timerOf(now: DurationMs, { token, name, ms }: { token: number; name: TimerName; ms: DurationMs }): PreviewTimer[] {
  return NOT_HERE.includes(name) ? [] : [{ at: now + ms, token, name }];
}

/** The earliest of them, taken out; null where none comes any more. */
export function takeNext(timers: PreviewTimer[]): PreviewTimer | null {
  let first: PreviewTimer | null = null;
  for (const each of timers) if (first === null || each.at < first.at) first = each;
  if (first !== null) timers.splice(timers.indexOf(first), 1);
  return first !== null && first.at <= FOLLOWED_MS ? first : null;
}
