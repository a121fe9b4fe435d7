// Days that are made anew, a slice at a time, the newest first: they are the ones people look at.
import { addDays, type Day } from './days.ts';

/** `from` and `to`: all that is to be made anew, both included; `next`: the newest day still to do, before `from` once all is done. */
export type Renewal = { from: Day; to: Day; next: Day };

const count = (from: Day, to: Day): number => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);

/** The next days to make, at most so many; null where none is left. `kept`: the first day whose log is still whole. */
export function sliceOf({ from, next }: Renewal, most: number, kept: Day): { from: Day; to: Day } | null {
  const first = [from, kept, addDays(next, 1 - most)].reduce((a, b) => (a > b ? a : b));
  return first > next ? null : { from: first, to: next };
}

export function progressOf({ from, to, next }: Renewal): { done: number; days: number } {
  return { done: count(addDays(next, 1), to), days: count(from, to) };
}
