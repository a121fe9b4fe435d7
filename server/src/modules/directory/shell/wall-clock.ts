// What the clock on the wall of a time zone shows, by the zone data of the runtime.
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
