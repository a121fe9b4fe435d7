// A length of time; where it is still running, it ticks with the clock it is given.
import type { ReactNode } from 'react';
import { clockText, isoDuration } from './format.ts';

export function Elapsed({ from, to, now }: { from: number; to: number | null; now: number }): ReactNode {
  const ms = (to ?? now) - from;
  return <time dateTime={isoDuration(ms)}>{clockText(ms)}</time>;
}
