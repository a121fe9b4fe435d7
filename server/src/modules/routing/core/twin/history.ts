// What a day needs of a log, gathered slice by slice: everything before the day is folded as it is read, so that a log of years needs the memory of a day.
import { WORK_EVENTS } from '@tandem/contract/events/work.ts';
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import { emptyState, evolveAll } from '../evolve.ts';
import type { LoggedEvent, RoutingState } from '../types.ts';
import { ConfigFold } from './configuration.ts';
import { isRouting } from './turns.ts';

/** Routing's facts, agents' presence, and what is configured. */
export const HISTORY_TYPES: readonly EventName[] = [
  ...WORK_EVENTS.map(({ type }) => type),
  'presence.changed',
  'agent.occupied',
  'config.changed',
  'matching.applied',
];

export type History = {
  /** Of the day: everything. Of the time before: what is configured, the facts of work still open, and where each agent was last. In the log's order. */
  events: readonly StoredEvent[];
  /** The router when the day began, and how many of the configurations it had taken up. */
  begun: { state: RoutingState; configs: number };
};

/** Pages of the log after a seq, in its order; an empty one ends it. */
export type ReadSlice = (after: number) => Promise<readonly StoredEvent[]>;

/** `read` gives nothing of the end of the day or later. */
export async function gather(read: ReadSlice, from: number): Promise<History> {
  const configs = new ConfigFold();
  const kept: StoredEvent[] = [];
  const open = new Map<string, StoredEvent[]>();
  const agents = new Map<string, StoredEvent>();
  let state: RoutingState = emptyState();
  let [known, taken] = [0, 0];
  for (let after = 0; ;) {
    const slice = await read(after);
    if (slice.length === 0) break;
    after = slice.at(-1)!.seq;
    for (const event of slice) {
      if (event.at >= from) {
        kept.push(event);
        continue;
      }
      if (!isRouting(event)) {
        if (configs.take(event)) known++;
        kept.push(event);
        continue;
      }
      if (known > taken) state = evolveAll(state, [{ type: 'config.replaced', at: event.at, data: configs.now() }]);
      taken = known;
      const fact = { type: event.type, at: event.at, data: event.data } as LoggedEvent;
      state = evolveAll(state, [fact]);
      if (!('work' in fact.data)) agents.set(`${fact.type} ${fact.data.agent}`, event);
      else if (state.works.has(fact.data.work)) open.set(fact.data.work, [...(open.get(fact.data.work) ?? []), event]);
      else open.delete(fact.data.work);
    }
  }
  const events = [...kept, ...agents.values(), ...[...open.values()].flat()].toSorted((a, b) => a.seq - b.seq);
  return { events, begun: { state, configs: taken } };
}

/** Midnight to midnight: 23 or 25 hours where the clocks are changed that day. Null where it is no day. */
export function dayIn(day: string, zone: string): { from: number; to: number } | null {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/u.test(day) || Number.isNaN(midnight)) return null;
  return { from: localMidnight(midnight, zone), to: localMidnight(midnight + 24 * 60 * 60_000, zone) };
}

/** Twice, as the offset at the first guess may be that of the other side of a change. */
function localMidnight(asUtc: number, zone: string): number {
  const first = asUtc - offsetMs(asUtc, zone);
  return asUtc - offsetMs(first, zone);
}

function offsetMs(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/u.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
