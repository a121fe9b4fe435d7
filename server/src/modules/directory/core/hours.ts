// Whether it is open: by what somebody said by hand, else by the special day, else by the week. All in wall-clock time of the zone.
import type { HoursOverride } from '@tandem/contract/api/hours.ts';
import type { OpenRange, Opening, OpenState, SpecialDay } from '@tandem/contract/opening.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { isoDate, numberOf, readDay, weekdayOf, type DayNumber, type LocalDate } from './calendar-day.ts';
import { isOn, type Recurrence } from './recurrence.ts';
import { readRule, type RuleFault } from './rule-text.ts';

/** What the clock on the wall shows: the date, and minutes since 00:00. */
export type WallClock = LocalDate & { minute: number };
export type OpenNow = { state: OpenState; day: TenantText | null; overridden: boolean };
/** `on`: the day whose hours decide, the one before where a night is finished. `special`: its place in the list, null where the week holds. */
export type OpenWhy = OpenNow & { special: number | null; open: readonly OpenRange[]; on: string };
/** What stands against opening hours; `special` is the place of the day it is about. */
export type OpeningFault =
  | { kind: 'zone'; zone: string }
  | { kind: 'date'; special: number; date: string }
  | { kind: 'rule'; special: number; rule: string; why: RuleFault };

/**
 * An hour that daylight saving leaves out does not come, and one that it repeats comes twice: times are the wall's. A range over
 * midnight belongs to the day on which it begins, so a night that began before a holiday is finished.
 */
export function openAt(opening: Opening, override: HoursOverride | null, wall: WallClock, at: number): OpenNow {
  const { state, day, overridden } = openWhy(opening, override, wall, at);
  return { state, day, overridden };
}

/** The same with what decided. */
export function openWhy(opening: Opening, override: HoursOverride | null, wall: WallClock, at: number): OpenWhy {
  const today = dayOf(opening, numberOf(wall));
  const { special, open } = today;
  const on = isoDate(wall);
  if (override && (override.until === null || at < override.until))
    return { state: override.state, day: null, overridden: true, special: null, open, on };
  const yesterday = dayOf(opening, numberOf(wall) - 1);
  const why = { day: today.day?.name ?? null, overridden: false, special, open, on };
  if (open.some((range) => within(range, wall.minute))) return { state: 'open', ...why };
  if (yesterday.open.some((range) => reaches(range, wall.minute))) return { state: 'open', ...why };
  return { state: today.day?.holiday ? 'holiday' : 'closed', ...why };
}

/** The hours of one day: those of the special day that holds, else the week's. */
export function dayOf(opening: Opening, day: DayNumber): { special: number | null; day: SpecialDay | null; open: readonly OpenRange[] } {
  const special = specialOf(opening, day);
  if (special !== null) return { special, day: opening.special[special]!, open: opening.special[special]!.open };
  const weekday = weekdayOf(day);
  return { special, day: null, open: opening.week.filter((range) => range.days.includes(weekday)) };
}

/** Why the hours cannot be read; empty where they can. */
export function openingFaults(opening: Opening, knowsZone: (zone: string) => boolean): OpeningFault[] {
  const faults: OpeningFault[] = knowsZone(opening.zone) ? [] : [{ kind: 'zone', zone: opening.zone }];
  opening.special.forEach(({ on }, special) => {
    if ('date' in on) {
      if (readDay(on.date) === null) faults.push({ kind: 'date', special, date: on.date });
      return;
    }
    const found = reading(on.rule);
    if (!found.ok) faults.push({ kind: 'rule', special, rule: on.rule, why: found.why });
  });
  return faults;
}

/** A date wins over a rule; of several the first. A stay of several days begins on its date. */
function specialOf({ special }: Opening, day: DayNumber): number | null {
  const dated = special.findIndex(({ on }) => {
    const first = 'date' in on ? readDay(on.date) : null;
    return first !== null && day >= first && day < first + (on.days ?? 1);
  });
  if (dated >= 0) return dated;
  const ruled = special.findIndex(({ on }) => {
    const found = 'rule' in on ? reading(on.rule) : null;
    return found?.ok === true && coversBy(found.rule, on.days ?? 1, day);
  });
  return ruled < 0 ? null : ruled;
}

function coversBy(rule: Recurrence, days: number, day: DayNumber): boolean {
  for (let back = 0; back < days; back++) if (isOn(rule, day - back)) return true;
  return false;
}

/** Rules read lately: a call asks for the same ones again and again. */
const read = new Map<string, ReturnType<typeof readRule>>();
const MOST_READ = 2_000;

function reading(text: string): ReturnType<typeof readRule> {
  const known = read.get(text);
  if (known !== undefined) return known;
  if (read.size >= MOST_READ) read.clear();
  const found = readRule(text);
  read.set(text, found);
  return found;
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** On the day on which it begins. */
function within({ from, to }: OpenRange, minute: number): boolean {
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  return minute >= begin && (end <= begin || minute < end);
}

/** On the day after. */
function reaches({ from, to }: OpenRange, minute: number): boolean {
  return minuteOf(to) <= minuteOf(from) && minute < minuteOf(to);
}
