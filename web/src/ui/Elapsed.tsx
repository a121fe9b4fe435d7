// A length of time; where it is still running, it ticks with the clock it is given.
import type { ReactNode } from 'react';
import { clockText, isoDuration } from './format.ts';

/** The same, written into an element that is there. */
export function showElapsed(time: HTMLTimeElement, ms: number): void {
  const text = clockText(ms);
  if (time.textContent === text) return;
  time.textContent = text;
  time.dateTime = isoDuration(ms);
}

export function Elapsed({ from, to, now }: { from: number; to: number | null; now: number }): ReactNode {
  const ms = (to ?? now) - from;
  return <time dateTime={isoDuration(ms)}>{clockText(ms)}</time>;
}
