// The lengths of a contact that people ask for.
import type { InteractionDetail } from '@tandem/contract/api/interactions.ts';

/** `from` null: it never happened. `to` null: it is still going on. */
export type ContactTime = { key: 'total' | 'wait' | 'talk'; from: number | null; to: number | null };

type Times = Pick<InteractionDetail, 'startedAt' | 'endedAt' | 'segments'>;

/** The wait is that of the last time in a queue; the talk runs from the first agent to the last. */
export function timesOf({ startedAt, endedAt, segments }: Times): ContactTime[] {
  const wait = segments.findLast((segment) => segment.kind === 'queue');
  const talks = segments.filter((segment) => segment.kind === 'agent');
  const last = talks.at(-1);
  return [
    { key: 'total', from: startedAt, to: endedAt },
    { key: 'wait', from: wait?.startedAt ?? null, to: wait ? (wait.endedAt ?? endedAt) : null },
    { key: 'talk', from: talks[0]?.startedAt ?? null, to: last ? (last.endedAt ?? endedAt) : null },
  ];
}
