// Where a preview begins, as the address of its page says it. Pure.
import type { PreviewRequest } from '@tandem/contract/api/preview.ts';

export type From = PreviewRequest['from'];
export type PreviewSearch = { number?: string; flow?: string; queue?: string };
const KINDS = { number: 'num', flow: 'flo', queue: 'que' } as const;

/** Only what looks like an id; the first of them. */
export function readPlace(search: Record<string, unknown>): PreviewSearch {
  for (const kind of ['number', 'flow', 'queue'] as const) {
    const id = search[kind];
    if (typeof id === 'string' && new RegExp(`^${KINDS[kind]}_[\\w-]+$`).test(id)) return { [kind]: id };
  }
  return {};
}

export function fromOf({ number, flow, queue }: PreviewSearch): From | null {
  if (number !== undefined) return { number: number as `num_${string}` };
  if (flow !== undefined) return { flow: flow as `flo_${string}` };
  return queue === undefined ? null : { queue: queue as `que_${string}` };
}

/** `2026-11-29T18:05`, as a date field of the browser has it, on the clock of that zone (IANA). */
export function localMinute(at: Date, zone: string): string {
  const two = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const parts = new Intl.DateTimeFormat('en', { ...two, timeZone: zone }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)!.value;
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** Answers after the one that changes are about another way, and are forgotten. */
export function answered(answers: readonly (string | null)[], number: number, answer: string): (string | null)[] {
  return [...Array.from({ length: number }, (_, i) => answers[i] ?? null), answer];
}
