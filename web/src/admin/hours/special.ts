// Special days as they are edited: one date, some days of a month every year, or a rule that is kept as it was written. Pure.
import type { SpecialDay } from '@tandem/contract/opening.ts';

export type When = { lasts: number } & (
  { kind: 'date'; date: string } | { kind: 'yearly'; month: number; days: string } | { kind: 'rule'; rule: string }
);

/** Of RFC 5545, FREQ=YEARLY with BYMONTH and BYMONTHDAY is what has fields of its own. */
export function whenOf(on: SpecialDay['on']): When {
  const lasts = on.days ?? 1;
  if ('date' in on) return { kind: 'date', date: on.date, lasts };
  const match = /^FREQ=YEARLY;BYMONTH=(\d{1,2});BYMONTHDAY=(\d{1,2}(?:,\d{1,2})*)$/.exec(on.rule);
  return match ? { kind: 'yearly', month: Number(match[1]), days: match[2]!, lasts } : { kind: 'rule', rule: on.rule, lasts };
}

/** `1, 2 3` and `1-3` are what people write for the first three days of a month. */
export function daysIn(text: string): number[] {
  const days = text
    .split(/[\s,，、]+/)
    .filter(Boolean)
    .flatMap((part) => {
      const [from = '', to = from] = part.split(/[-–]/);
      const [first, last] = [Number(from), Number(to)];
      if (!Number.isInteger(first) || !Number.isInteger(last) || first < 1 || last > 31 || last < first) return [];
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
  return [...new Set(days)].toSorted((a, b) => a - b);
}

export function onOf(when: When): SpecialDay['on'] {
  const days = when.lasts > 1 ? { days: when.lasts } : {};
  switch (when.kind) {
    case 'date':
      return { date: when.date, ...days };
    case 'yearly':
      return { rule: `FREQ=YEARLY;BYMONTH=${when.month};BYMONTHDAY=${daysIn(when.days).join(',')}`, ...days };
    case 'rule':
      return { rule: when.rule, ...days };
  }
}
