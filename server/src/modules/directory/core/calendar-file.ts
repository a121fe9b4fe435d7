// Special days out of a calendar file: what each event would be as a special day, and which are left out and why.
import type { CalendarDay, CalendarSkip } from '@tandem/contract/api/hours.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { dateOf, isoDate, readDay, type DayNumber } from './calendar-day.ts';
import { durationOf, eventsOf, plain, type EventText, type Property } from './calendar-text.ts';
import { isOn, type Recurrence } from './recurrence.ts';
import { readRule } from './rule-text.ts';

/** A time as it is written. `zone` null: the wall's, wherever it is read. */
export type WrittenTime = { day: DayNumber; minute: number; zone: string | null };
/** What the wall clock of the hours' zone shows then; null where the zone is not known. Comes in from outside, as core knows no zones. */
export type ToWall = (time: WrittenTime) => { day: DayNumber; minute: number } | null;
export type CalendarRead = { name: string | null; days: CalendarDay[]; skipped: CalendarSkip[] };

const MINUTES_A_DAY = 1_440;
/** Days after today on which something must come to be worth keeping. */
const AHEAD = 2 * 366;
const LONGEST = 62;
/** Of a file, so that reading one never holds anybody up. */
const MOST_EVENTS = 1_000;
const MOST_COUNTED = 100;
const MOST_DAYS = 400;
const NAME_LENGTH = 60;

type Skip = CalendarSkip['reason'];
type When = { day: DayNumber; minute: number | null };
type Read = { uid: string; instance: DayNumber | null; day: CalendarDay };

/** Null where the text is no calendar, or holds no event. */
export function readCalendar(text: string, today: DayNumber, toWall: ToWall): CalendarRead | null {
  const file = eventsOf(text);
  if (file === null || file.events.length === 0) return null;
  const read: Read[] = [];
  const skipped: CalendarSkip[] = [];
  const gone: { uid: string; instance: DayNumber }[] = [];
  let counted = 0;
  for (const event of file.events.slice(0, MOST_EVENTS)) {
    if (event.some(({ name, value }) => name === 'RRULE' && /COUNT=/i.test(value))) counted++;
    if (counted > MOST_COUNTED) {
      skipped.push({ name: nameOf(event), reason: 'too-many', detail: '' });
      continue;
    }
    const found = readEvent(event, toWall);
    // A single occurrence that was moved or cancelled is none of its series any more.
    if (found.instance !== null) gone.push({ uid: found.uid, instance: found.instance });
    if ('skip' in found) skipped.push({ name: nameOf(event), reason: found.skip, detail: found.detail });
    else read.push(found);
  }
  if (file.events.length > MOST_EVENTS) skipped.push({ name: null, reason: 'too-many', detail: String(file.events.length - MOST_EVENTS) });
  const days: CalendarDay[] = [];
  for (const each of read) {
    const not = each.instance === null ? gone.filter(({ uid }) => uid === each.uid).map(({ instance }) => instance) : [];
    const day = without(each.day, not);
    const next = nextOf(day, today);
    if (next === null) skipped.push({ name: day.name, reason: 'past', detail: '' });
    else if (days.length >= MOST_DAYS) skipped.push({ name: day.name, reason: 'too-many', detail: '' });
    else days.push({ ...day, next });
  }
  return { name: file.name, days: days.toSorted((a, b) => a.next.localeCompare(b.next)), skipped };
}

type Skipped = { skip: Skip; detail: string; uid: string; instance: DayNumber | null };

function readEvent(event: EventText, toWall: ToWall): Read | Skipped {
  const get = (name: string) => event.find((each) => each.name === name);
  const uid = get('UID')?.value ?? '';
  const original = get('RECURRENCE-ID');
  const replaced = original === undefined ? null : whenOf(original, toWall);
  const instance = replaced !== null && 'day' in replaced ? replaced.day : null;
  const skip = (why: Skip, detail = ''): Skipped => ({ skip: why, detail: detail.slice(0, 120), uid, instance });
  if (get('STATUS')?.value.trim().toUpperCase() === 'CANCELLED') return skip('cancelled');
  const begin = get('DTSTART');
  if (!begin) return skip('no-date');
  const start = whenOf(begin, toWall);
  if ('skip' in start) return skip(start.skip, start.detail);
  const rule = get('RRULE');
  const dates = event.filter((each) => each.name === 'RDATE' || each.name === 'EXDATE');
  const zone = zoneOf(begin);
  // In another zone a series may change its day with daylight saving: what it would be here is not one rule.
  if ((rule || dates.length > 0) && start.minute !== null && zone !== null && !sameZone(begin, start, toWall))
    return skip('other-zone', zone);
  const lasts = lastsOf(event, start, toWall);
  if ('skip' in lasts) return skip(lasts.skip, lasts.detail);
  const also: DayNumber[] = [];
  const not: DayNumber[] = [];
  for (const property of dates)
    for (const value of property.value.split(',')) {
      const when = whenOf({ ...property, value }, toWall);
      if ('skip' in when) return skip(when.skip, when.detail);
      (property.name === 'RDATE' ? also : not).push(when.day);
    }
  const on = onOf(start.day, rule ? untilHere(rule.value, toWall) : null, also, not, lasts.days);
  if ('rule' in on) {
    const readable = readRule(on.rule);
    if (!readable.ok) return skip('rule', `${readable.why.fault}: ${readable.why.part}`);
    if (on.rule.length > 4_000) return skip('rule', 'too-long');
  }
  const named = get('SUMMARY');
  const day: CalendarDay = {
    name: named ? textOf(named) : null,
    on,
    open: start.minute === null ? null : [{ from: clock(start.minute), to: clock((start.minute + lasts.minutes) % MINUTES_A_DAY) }],
    next: '',
  };
  return { uid, instance, day };
}

/** How long: whole days, or minutes inside a day. */
function lastsOf(event: EventText, start: When, toWall: ToWall): { days: number; minutes: number } | { skip: Skip; detail: string } {
  const end = event.find((each) => each.name === 'DTEND');
  const given = event.find((each) => each.name === 'DURATION');
  let minutes = start.minute === null ? MINUTES_A_DAY : 0;
  if (end) {
    const until = whenOf(end, toWall);
    if ('skip' in until) return until;
    minutes = (until.day - start.day) * MINUTES_A_DAY + (until.minute ?? 0) - (start.minute ?? 0);
  } else if (given) minutes = durationOf(given.value) ?? -1;
  if (start.minute === null) {
    const days = Math.max(1, Math.ceil(minutes / MINUTES_A_DAY));
    return days > LONGEST ? { skip: 'too-long', detail: String(days) } : { days, minutes: 0 };
  }
  if (minutes <= 0 || minutes > MINUTES_A_DAY) return { skip: minutes <= 0 ? 'no-length' : 'too-long', detail: '' };
  return { days: 1, minutes };
}

const zoneOf = ({ params, value }: Property): string | null => (/Z$/i.test(value.trim()) ? 'UTC' : (params.get('TZID') ?? null));

/** The zone shows the same as ours, at the first time and half a year later. */
function sameZone(begin: Property, start: When, toWall: ToWall): boolean {
  const minute = start.minute ?? 0;
  return [0, 182].every((later) => {
    const wall = toWall({ day: start.day + later, minute, zone: zoneOf(begin) });
    return wall !== null && wall.day === start.day + later && wall.minute === minute;
  });
}

function whenOf(property: Property, toWall: ToWall): When | { skip: Skip; detail: string } {
  const text = property.value.trim().toUpperCase();
  const match = /^(\d{8})(?:T(\d{2})(\d{2})\d{2}Z?)?$/.exec(text);
  const day = match ? readDay(match[1]!) : null;
  if (!match || day === null) return { skip: 'no-date', detail: text };
  if (match[2] === undefined) return { day, minute: null };
  const [hour, minute] = [Number(match[2]), Number(match[3])];
  if (hour > 23 || minute > 59) return { skip: 'no-date', detail: text };
  const zone = zoneOf(property);
  const wall = toWall({ day, minute: hour * 60 + minute, zone });
  return wall ?? { skip: 'unknown-zone', detail: zone ?? '' };
}

function onOf(start: DayNumber, rule: string | null, also: DayNumber[], not: DayNumber[], days: number): CalendarDay['on'] {
  const lasting = days > 1 ? { days } : {};
  if (rule === null && also.length === 0) return { date: isoDate(dateOf(start)), ...lasting };
  const lines = [`DTSTART;VALUE=DATE:${compact(start)}`];
  if (rule !== null) lines.push(`RRULE:${rule.trim().toUpperCase()}`);
  if (also.length > 0) lines.push(`RDATE;VALUE=DATE:${also.map(compact).join(',')}`);
  if (not.length > 0) lines.push(`EXDATE;VALUE=DATE:${not.map(compact).join(',')}`);
  return { rule: lines.join('\n'), ...lasting };
}

/** The last moment of a series, told in UTC, as the day that it is here. */
function untilHere(rule: string, toWall: ToWall): string {
  return rule.trim().replace(/UNTIL=(\d{8}T\d{6}Z)/i, (whole, value: string) => {
    const when = whenOf({ name: 'UNTIL', params: new Map(), value }, toWall);
    return 'day' in when ? `UNTIL=${compact(when.day)}` : whole;
  });
}

function without(day: CalendarDay, not: readonly DayNumber[]): CalendarDay {
  if (not.length === 0 || !('rule' in day.on)) return day;
  return { ...day, on: { ...day.on, rule: `${day.on.rule}\nEXDATE;VALUE=DATE:${not.map(compact).join(',')}` } };
}

/** The first day from today on; null where none comes. */
function nextOf({ on }: CalendarDay, today: DayNumber): string | null {
  const lasts = on.days ?? 1;
  if ('date' in on) return readDay(on.date)! + lasts > today ? on.date : null;
  const read = readRule(on.rule);
  if (!read.ok) return null;
  const rule: Recurrence = read.rule;
  for (let day = today - lasts + 1; day < today + AHEAD; day++) if (isOn(rule, day)) return isoDate(dateOf(day));
  return null;
}

const compact = (day: DayNumber): string => isoDate(dateOf(day)).replaceAll('-', '');
const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function nameOf(event: EventText): TenantText | null {
  const named = event.find((each) => each.name === 'SUMMARY');
  return named ? textOf(named) : null;
}

/** In the language that the file says, else in the one it looks like. */
function textOf({ params, value }: Property): TenantText | null {
  const text = [...plain(value)].slice(0, NAME_LENGTH).join('');
  if (text === '') return null;
  const said = params.get('LANGUAGE')?.toLowerCase();
  const chinese = said ? said.startsWith('zh') : /\p{Script=Han}/u.test(text);
  return chinese ? { 'zh-CN': text } : { en: text };
}
