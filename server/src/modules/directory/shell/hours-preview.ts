// Opening hours looked at before they are kept: what they come to over a year, and what a calendar file has in it.
import type { CalendarFile, CalendarFound, HoursPreview } from '@tandem/contract/api/hours.ts';
import type { Opening } from '@tandem/contract/opening.ts';
import { DAY, MINUTE, type EpochMs } from '../../../kernel/time.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { dateOf, isoDate, numberOf } from '../core/calendar-day.ts';
import { readCalendar, type ToWall } from '../core/calendar-file.ts';
import { wordsOf } from '../core/fault-words.ts';
import { dayOf, openingFaults, type OpeningFault } from '../core/hours.ts';
import { instantOf, knowsZone, wallClock } from './wall-clock.ts';

const MONTHS = 12;

/** `fault` is the reason as a code, `reason` the same in words of both languages. */
export function unreadable(of: OpeningFault): AppError {
  const { fault, words } = wordsOf(of);
  return new AppError('hours.unreadable', { fault, reason: words });
}

export function previewOpening(opening: Opening, now: EpochMs): HoursPreview {
  const faults = openingFaults(opening, knowsZone).map((fault): HoursPreview['faults'][number] => {
    if (fault.kind === 'zone') return { kind: 'zone', special: null, why: null, part: fault.zone };
    if (fault.kind === 'date') return { kind: 'date', special: fault.special, why: null, part: fault.date };
    return { kind: 'rule', special: fault.special, why: fault.why.fault, part: fault.why.part };
  });
  const here = wallClock(now, faults.some(({ kind }) => kind === 'zone') ? 'UTC' : opening.zone);
  const today = isoDate(here);
  if (faults.length > 0) return { today, days: [], faults };
  const first = numberOf({ ...here, day: 1 });
  const end = numberOf({ year: here.year + MONTHS / 12, month: here.month, day: 1 });
  const days = Array.from({ length: end - first }, (_, i) => {
    const { special, day, open } = dayOf(opening, first + i);
    return { date: isoDate(dateOf(first + i)), open: open.map(({ from, to }) => ({ from, to })), special, holiday: day?.holiday ?? false };
  });
  return { today, days, faults };
}

export function calendarOf({ text, zone }: CalendarFile, now: EpochMs): CalendarFound {
  if (!knowsZone(zone)) throw unreadable({ kind: 'zone', zone });
  const found = readCalendar(text, numberOf(wallClock(now, zone)), toWall(zone));
  if (found === null) throw new AppError('hours.no-calendar');
  return found;
}

/** A time without a zone is the wall's already. */
const toWall =
  (here: string): ToWall =>
  ({ day, minute, zone }) => {
    if (zone === null || zone === here) return { day, minute };
    if (!knowsZone(zone)) return null;
    const wall = wallClock(instantOf(zone, day * DAY + minute * MINUTE), here);
    return { day: numberOf(wall), minute: wall.minute };
  };
