// The server's clock as seen from here, narrowed with every answer, so that durations tick alike on every desk.
// A Date header is cut to the second, so one answer bounds the difference to about a second; the bounds of many answers meet.
import type { Timing } from '../api/client.ts';

/** The difference server minus local lies within [low, high] ms. */
export type ClockBounds = { low: number; high: number };

export function boundsOf({ sentAt, receivedAt, serverDate }: Timing): ClockBounds {
  return { low: serverDate - receivedAt, high: serverDate + 999 - sentAt };
}

/** Narrows what is known by one more answer; starts afresh where the two contradict (a clock was set). */
export function observe(known: ClockBounds | null, timing: Timing): ClockBounds {
  const fresh = boundsOf(timing);
  if (!known) return fresh;
  const low = Math.max(known.low, fresh.low);
  const high = Math.min(known.high, fresh.high);
  return low <= high ? { low, high } : fresh;
}

export function offsetOf(known: ClockBounds | null): number {
  return known ? Math.round((known.low + known.high) / 2) : 0;
}

export type ServerClock = { observe: (timing: Timing) => void; now: () => number };

export function createServerClock(localNow: () => number): ServerClock {
  let known: ClockBounds | null = null;
  return {
    observe(timing) {
      known = observe(known, timing);
    },
    now: () => localNow() + offsetOf(known),
  };
}
