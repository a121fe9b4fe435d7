// Days of a calendar file as special days: what each is to be, and which are there already. Pure.
import type { CalendarDay } from '@tandem/contract/api/hours.ts';
import type { OpenRange, SpecialDay } from '@tandem/contract/opening.ts';

/** `event`: open at the event's own hours. `given`: open at hours that are said for all. */
export type Meaning = 'holiday' | 'closed' | 'event' | 'given';

export function meaningsOf({ open }: Pick<CalendarDay, 'open'>): Meaning[] {
  return open === null ? ['holiday', 'closed', 'given'] : ['holiday', 'closed', 'event', 'given'];
}

export function specialOf({ name, on, open }: CalendarDay, meaning: Meaning, given: OpenRange): SpecialDay {
  const hours = { holiday: [], closed: [], event: open ?? [], given: [given] }[meaning];
  return { on, ...(name ? { name } : {}), holiday: meaning === 'holiday', open: hours };
}

export function isThere(day: CalendarDay, special: readonly SpecialDay[]): boolean {
  return special.some(({ on }) => JSON.stringify(on) === JSON.stringify(day.on));
}

/** Files of offices are UTF-8 by the standard, and GB 18030 where an old program wrote them. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What the decoder throws for bytes that are no UTF-8 is the answer.
    return new TextDecoder('gb18030').decode(bytes);
  }
}
