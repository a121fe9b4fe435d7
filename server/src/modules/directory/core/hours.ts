// Whether it is open: by what somebody said by hand, else by the special day, else by the week. All in wall-clock time of the zone.
import type { HoursOverride } from '@tandem/contract/api/hours.ts';
import type { OpenRange, Opening, OpenState, SpecialDay } from '@tandem/contract/opening.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { dayBefore, fallsOn, isoDate, parseRule, type LocalDate } from './yearly.ts';

/** What the clock on the wall shows: the date, and minutes since 00:00. */
export type WallClock = LocalDate & { minute: number };
export type OpenNow = { state: OpenState; day: TenantText | null; overridden: boolean };

/**
 * An hour that daylight saving leaves out does not come, and one that it repeats comes twice: times are the wall's. A range over
 * midnight belongs to the day on which it begins, so a night that began before a holiday is finished.
 */
export function openAt(opening: Opening, override: HoursOverride | null, wall: WallClock, at: number): OpenNow {
  if (override && (override.until === null || at < override.until)) return { state: override.state, day: null, overridden: true };
  const today = specialOf(opening, wall);
  const yesterday = dayBefore(wall);
  const opens =
    rangesOf(opening, wall, today).some((range) => within(range, wall.minute)) ||
    rangesOf(opening, yesterday, specialOf(opening, yesterday)).some((range) => reaches(range, wall.minute));
  const state: OpenState = opens ? 'open' : today?.holiday ? 'holiday' : 'closed';
  return { state, day: today?.name ?? null, overridden: false };
}

/** Why the hours cannot be read; null where they can. */
export function openingFault(opening: Opening, knowsZone: (zone: string) => boolean): string | null {
  if (!knowsZone(opening.zone)) return `${opening.zone} is no time zone`;
  for (const { on } of opening.special) {
    if ('rule' in on && parseRule(on.rule) === null) return `${on.rule} is no rule that is understood`;
    if ('date' in on && !isDate(on.date)) return `${on.date} is no date`;
  }
  return null;
}

function isDate(text: string): boolean {
  const [year, month, day] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year!, month! - 1, day));
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

/** A date wins over a rule; of several the first. */
function specialOf(opening: Opening, date: LocalDate): SpecialDay | null {
  const iso = isoDate(date);
  const dated = opening.special.find(({ on }) => 'date' in on && on.date === iso);
  const ruled = () =>
    opening.special.find(({ on }) => {
      const rule = 'rule' in on ? parseRule(on.rule) : null;
      return rule !== null && fallsOn(rule, date);
    });
  return dated ?? ruled() ?? null;
}

function rangesOf(opening: Opening, date: LocalDate, special: SpecialDay | null): readonly OpenRange[] {
  return special ? special.open : opening.week.filter((range) => range.days.includes(date.weekday));
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
