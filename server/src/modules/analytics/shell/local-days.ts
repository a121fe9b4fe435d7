// The local days of an IANA zone, by the calendar that the runtime carries.
import { DAY, HOUR, type EpochMs } from '../../../kernel/time.ts';
import { addDays, type Day, type LocalDays } from '../core/days.ts';

const REMEMBERED = 1_000;
const zones = new Map<string, LocalDays>();

/** Throws a RangeError for an unknown zone. */
export function localDays(zone: string): LocalDays {
  const known = zones.get(zone);
  if (known) return known;
  const made = make(zone);
  zones.set(zone, made);
  return made;
}

function make(zone: string): LocalDays {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const starts = new Map<Day, EpochMs>();
  /** The day of the last question: nearly every event falls on it. */
  let last = { day: '', from: 0, to: 0 };

  function read(at: EpochMs): Day {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${part['year']!.padStart(4, '0')}-${part['month']!}-${part['day']!}`;
  }

  function startOf(day: Day): EpochMs {
    const known = starts.get(day);
    if (known !== undefined) return known;
    // Zones lie between UTC-12 and UTC+14. The calendar only moves forward, so the first moment of the day (or after it) is found by halving.
    const utc = Date.parse(`${day}T00:00:00Z`);
    let before = utc - 15 * HOUR;
    let first = utc + 15 * HOUR + DAY;
    while (first - before > 1) {
      const middle = Math.floor((before + first) / 2);
      if (read(middle) >= day) first = middle;
      else before = middle;
    }
    if (starts.size >= REMEMBERED) starts.delete(starts.keys().next().value!);
    starts.set(day, first);
    return first;
  }

  return {
    startOf,
    dayOf(at) {
      if (at >= last.from && at < last.to) return last.day;
      const day = read(at);
      last = { day, from: startOf(day), to: startOf(addDays(day, 1)) };
      return day;
    },
  };
}
