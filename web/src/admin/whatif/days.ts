// Which day is asked about: yesterday where there is something to see, else the newest day with contacts. Pure.
import type { WhatIfDays } from '@tandem/contract/api/what-if.ts';

export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

export type DayChoice = { day: string; as: 'yesterday' | 'week' | 'today' | 'other'; contacts: number };

/** Yesterday and the same day of last week first, told by how many came; then the others, newest first. */
export function dayChoices({ today, items }: WhatIfDays): DayChoice[] {
  const contacts = new Map(items.map((each) => [each.day, each.contacts]));
  const named = [
    { day: dayBefore(today, 1), as: 'yesterday' as const },
    { day: dayBefore(today, 7), as: 'week' as const },
    { day: today, as: 'today' as const },
  ].map((each) => ({ ...each, contacts: contacts.get(each.day) ?? 0 }));
  const others = items.filter(({ day }) => named.every((each) => each.day !== day));
  return [...named, ...others.map((each) => ({ ...each, as: 'other' as const }))];
}

export function usualDay(days: WhatIfDays): string {
  const choices = dayChoices(days);
  return (choices.find(({ contacts }) => contacts > 0) ?? choices[0]!).day;
}
