// The clock on the wall of an IANA zone, by the calendar that the runtime carries.
import { MINUTE } from '../../../kernel/time.ts';
import type { LocalClock } from '../core/intervals.ts';
import { localDays } from './local-days.ts';

const clocks = new Map<string, LocalClock>();

/** Null for a zone that does not exist. */
export function localClock(zone: string): LocalClock | null {
  const known = clocks.get(zone);
  if (known) return known;
  try {
    const days = localDays(zone);
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const read = (at: number) => {
      const [hour, minute] = format.format(at).split(':').map(Number);
      return hour! * 60 + minute!;
    };
    // All quarters of a day are asked for one after the other: within one the clock is not read again.
    let last = { from: 0, to: 0, minute: 0 };
    const minuteOf = (at: number) => {
      if (at >= last.from && at < last.to) return last.minute + Math.floor((at - last.from) / MINUTE);
      const from = Math.floor(at / (15 * MINUTE)) * 15 * MINUTE;
      last = { from, to: from + 15 * MINUTE, minute: read(from) };
      return last.minute + Math.floor((at - from) / MINUTE);
    };
    const made: LocalClock = { ...days, minuteOf };
    clocks.set(zone, made);
    return made;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
