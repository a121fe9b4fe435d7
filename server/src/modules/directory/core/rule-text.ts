// Reads what is written of a recurrence (RFC 5545): a rule alone, or lines of DTSTART, RRULE, RDATE and EXDATE. Whole days only; a time of day is left out.
import { readDay, type DayNumber } from './calendar-day.ts';
import { lastOf, type Recurrence, type RulePart } from './recurrence.ts';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCIES: readonly RulePart['freq'][] = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'];

/** Why a rule is not understood. `part`: what of it. */
export type RuleFault = { fault: 'unreadable' | 'not-whole-days' | 'forbidden-here' | 'needs-start' | 'too-long'; part: string };

const MOST_COUNT = 5_000;
const MOST_DATES = 400;

export function readRule(text: string): { ok: true; rule: Recurrence } | { ok: false; why: RuleFault } {
  try {
    return { ok: true, rule: read(text) };
  } catch (error) {
    if (error instanceof Unread) return { ok: false, why: error.why };
    throw error;
  }
}

/** Leaves the reading from however deep. */
class Unread extends Error {
  readonly why: RuleFault;
  constructor(fault: RuleFault['fault'], part: string) {
    super(`${fault}: ${part}`);
    this.why = { fault, part: part.slice(0, 80) };
  }
}

function read(text: string): Recurrence {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  let rule: string | null = null;
  let start: DayNumber | null = null;
  const also = new Set<DayNumber>();
  const not = new Set<DayNumber>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z]+)(?:;[^:]*)?:(.*)$/i.exec(line) ?? ['', 'RRULE', line];
    switch (name.toUpperCase()) {
      case 'RRULE':
        if (rule !== null) throw new Unread('unreadable', line);
        rule = value;
        break;
      case 'DTSTART':
        if (start !== null) throw new Unread('unreadable', line);
        start = dayOf(value);
        break;
      case 'RDATE':
        for (const each of value.split(',')) also.add(dayOf(each));
        break;
      case 'EXDATE':
        for (const each of value.split(',')) not.add(dayOf(each));
        break;
      default:
        throw new Unread('unreadable', line);
    }
  }
  if (also.size > MOST_DATES || not.size > MOST_DATES) throw new Unread('too-long', 'RDATE, EXDATE');
  if (rule === null) {
    if (start === null && also.size === 0) throw new Unread('unreadable', text);
    // Without a rule the first day is one itself (section 3.8.5.2).
    return { part: null, start, until: null, also: start === null ? also : also.add(start), not };
  }
  return { ...withRule(rule, start), also, not };
}

function dayOf(text: string): DayNumber {
  const match = /^(\d{8})(?:T\d{6}Z?)?$/.exec(text.trim().toUpperCase());
  const day = match ? readDay(match[1]!) : null;
  if (day === null) throw new Unread('unreadable', text);
  return day;
}

function withRule(text: string, start: DayNumber | null): Pick<Recurrence, 'part' | 'start' | 'until'> {
  const parts = partsOf(text);
  const freq = FREQUENCIES.find((each) => each === parts.get('FREQ'));
  if (!freq) throw new Unread(/^(HOURLY|MINUTELY|SECONDLY)$/.test(parts.get('FREQ') ?? '') ? 'not-whole-days' : 'unreadable', text);
  const part: RulePart = {
    freq,
    interval: one(parts, 'INTERVAL', 1, 1_000) ?? 1,
    months: list(parts, 'BYMONTH', 1, 12),
    weeks: list(parts, 'BYWEEKNO', -53, 53),
    yearDays: list(parts, 'BYYEARDAY', -366, 366),
    monthDays: list(parts, 'BYMONTHDAY', -31, 31),
    weekdays: weekdays(parts.get('BYDAY')),
    setpos: list(parts, 'BYSETPOS', -366, 366),
    weekStart: weekStart(parts.get('WKST')),
  };
  refuseForbidden(part);
  const count = one(parts, 'COUNT', 1, MOST_COUNT);
  const untilText = parts.get('UNTIL');
  if (count !== null && untilText !== undefined) throw new Unread('forbidden-here', 'COUNT + UNTIL');
  if (start === null && (count !== null || part.interval > 1 || leavesOpen(part)))
    throw new Unread('needs-start', count !== null ? 'COUNT' : part.interval > 1 ? 'INTERVAL' : text);
  const until = untilText === undefined ? null : dayOf(untilText);
  if (count === null || start === null) return { part, start, until };
  const last = lastOf(part, start, count);
  if (last === null) throw new Unread('too-long', `COUNT=${count}`);
  return { part, start, until: last };
}

const KNOWN = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS', 'WKST'];

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().split(';')) {
    const [name, value, ...rest] = part.split('=');
    if (!name || !value || rest.length > 0 || parts.has(name)) throw new Unread('unreadable', part || text);
    if (/^BY(HOUR|MINUTE|SECOND)$/.test(name)) throw new Unread('not-whole-days', part);
    if (!KNOWN.includes(name)) throw new Unread('unreadable', part);
    parts.set(name, value);
  }
  return parts;
}

/** The combinations that section 3.3.10 rules out. */
function refuseForbidden({ freq, weeks, yearDays, monthDays, weekdays: days, setpos, months }: RulePart): void {
  const refuse = (part: string) => {
    throw new Unread('forbidden-here', `${part}, FREQ=${freq}`);
  };
  if (weeks && freq !== 'YEARLY') refuse('BYWEEKNO');
  if (yearDays && freq !== 'YEARLY') refuse('BYYEARDAY');
  if (monthDays && freq === 'WEEKLY') refuse('BYMONTHDAY');
  const numbered = days?.some(({ nth }) => nth !== null) ?? false;
  if (numbered && (freq === 'WEEKLY' || freq === 'DAILY' || weeks)) refuse('BYDAY');
  if (setpos && !(weeks || yearDays || monthDays || days || months)) refuse('BYSETPOS');
}

/** Something would have to be taken from the first day. */
function leavesOpen({ freq, weeks, yearDays, monthDays, weekdays: days }: RulePart): boolean {
  if (freq === 'DAILY' || days) return false;
  if (freq === 'WEEKLY' || weeks) return true;
  if (yearDays) return false;
  return monthDays === null;
}

function one(parts: ReadonlyMap<string, string>, name: string, least: number, most: number): number | null {
  const found = parts.get(name);
  if (found === undefined) return null;
  if (!/^\d{1,6}$/.test(found) || Number(found) < least || Number(found) > most) throw new Unread('unreadable', `${name}=${found}`);
  return Number(found);
}

function list(parts: ReadonlyMap<string, string>, name: string, least: number, most: number): number[] | null {
  const text = parts.get(name);
  if (text === undefined) return null;
  const found = text.split(',').map((each) => (/^[+-]?\d{1,3}$/.test(each) ? Number(each) : 0));
  if (!found.every((each) => each !== 0 && each >= least && each <= most)) throw new Unread('unreadable', `${name}=${text}`);
  return found;
}

function weekdays(text: string | undefined): { weekday: number; nth: number | null }[] | null {
  if (text === undefined) return null;
  return text.split(',').map((each) => {
    const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(each);
    const nth = match?.[1] === undefined ? null : Number(match[1]);
    if (!match || nth === 0 || Math.abs(nth ?? 1) > 53) throw new Unread('unreadable', `BYDAY=${text}`);
    return { weekday: WEEKDAYS.indexOf(match[2]!) + 1, nth };
  });
}

function weekStart(text: string | undefined): number {
  const at = text === undefined ? 0 : WEEKDAYS.indexOf(text);
  if (at < 0) throw new Unread('unreadable', `WKST=${text}`);
  return at + 1;
}
