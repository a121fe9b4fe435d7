// What the clock on the wall of a time zone shows, by the zone data of the runtime.
import { DAY, MINUTE } from '../../../kernel/time.ts';
import type { WallClock } from '../core/hours.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_ZONES = 100;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  if (formats.size >= MOST_ZONES) formats.clear();
  formats.set(zone, made);
  return made;
}

export function knowsZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    // What the runtime throws for a zone that it does not know (RangeError) is the answer.
    return false;
  }
}

export function wallClock(at: number, zone: string): WallClock {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const [year, month, day] = [parts.get('year')!, parts.get('month')!, parts.get('day')!];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  return { year, month, day, weekday, minute: parts.get('hour')! * 60 + parts.get('minute')! };
}

/**
 * The moment at which the clock of the zone shows `shown` (epoch ms of the same reading in UTC). Where it shows it twice, the first; where it
 * leaves it out, the moment after the leap at which it would have been.
 */
export function instantOf(zone: string, shown: number): number {
  const offset = (at: number): number => {
    const { year, month, day, minute } = wallClock(at, zone);
    return Date.UTC(year, month - 1, day, 0, minute) - Math.floor(at / MINUTE) * MINUTE;
  };
  const [before, after] = [offset(shown - DAY), offset(shown + DAY)];
  const early = shown - Math.max(before, after);
  if (offset(early) === Math.max(before, after)) return early;
  const late = shown - Math.min(before, after);
  return offset(late) === Math.min(before, after) ? late : shown - before;
}
