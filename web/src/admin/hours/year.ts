// A year of opening hours as it is drawn: months of days, and the special days in a row. Pure.
import type { HoursPreview } from '@tandem/contract/api/hours.ts';

type PreviewDay = HoursPreview['days'][number];
/** `other`: a special day with hours; `off`: one without, or a holiday. */
export type DayKind = 'open' | 'shut' | 'other' | 'off';
export type Month = {
  year: number;
  month: number;
  /** Empty places before the first, weeks beginning on Monday. */ before: number;
  days: PreviewDay[];
};
export type Stretch = { from: string; to: string; special: number; holiday: boolean; open: PreviewDay['open'] };

export function kindOf({ open, special }: PreviewDay): DayKind {
  if (special === null) return open.length > 0 ? 'open' : 'shut';
  return open.length > 0 ? 'other' : 'off';
}

export function monthsOf(days: readonly PreviewDay[]): Month[] {
  const months: Month[] = [];
  for (const day of days) {
    const [year = 0, month = 0] = day.date.split('-').map(Number);
    const last = months.at(-1);
    if (last && last.month === month && last.year === year) last.days.push(day);
    else months.push({ year, month, before: (new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7, days: [day] });
  }
  return months;
}

/** The special days from today on; days in a row by the same line are told as one. */
export function stretchesOf({ days, today }: Pick<HoursPreview, 'days' | 'today'>): Stretch[] {
  const found: Stretch[] = [];
  let before: PreviewDay | null = null;
  for (const day of days) {
    const last = found.at(-1);
    if (day.special !== null && day.date >= today) {
      if (last && before?.special === day.special && last.to === before.date) last.to = day.date;
      else found.push({ from: day.date, to: day.date, special: day.special, holiday: day.holiday, open: day.open });
    }
    before = day;
  }
  return found;
}
