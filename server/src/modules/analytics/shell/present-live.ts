// The floor as GET /kpis/live tells it to one caller.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import { factsOfFloor, factsOfQueue } from '../core/floor.ts';
import type { Facts } from '../core/measure.ts';
import { measured } from '../core/measures.ts';
import { breaks, serving } from '../core/people.ts';
import type { FloorRead } from './floor.ts';
import { byName, named, targetOf } from './present.ts';

export function liveReport(of: {
  floor: FloorRead;
  names: ReadonlyMap<QueueId, TenantText>;
  language: Language;
  /** Null: every queue, and the contacts of none. */
  queues: readonly QueueId[] | null;
}): KpiLive {
  const { floor, names, language, queues } = of;
  const shown = queuesOf(floor, names).filter((queue) => queues === null || queues.includes(queue));
  const whole = factsOfFloor(floor, shown, queues === null);
  const order = byName(language);
  return {
    at: floor.at,
    inFlow: whole.outside?.inFlow ?? 0,
    ...nowOf(whole),
    measures: measured(whole, 'floor'),
    arrivedToday: whole.outside?.arrived ?? whole.today.offered,
    answeredToday: whole.today.answered,
    abandonedToday: whole.today.abandoned,
    abandonedInFlowToday: whole.outside?.abandonedInFlow ?? 0,
    serviceLevelToday: whole.today.serviceLevel,
    queues: shown
      .map((queue) => {
        const facts = factsOfQueue(floor, queue);
        return {
          queue: named(queue, names, language),
          ...nowOf(facts),
          measures: measured(facts, 'queue'),
          offeredToday: facts.today.offered,
          answeredToday: facts.today.answered,
          abandonedToday: facts.today.abandoned,
          serviceLevelToday: facts.today.serviceLevel,
          serviceLevelTarget: targetOf(floor.levels, queue),
        };
      })
      .toSorted((a, b) => order(a.queue, b.queue)),
    breaks: breaks(serving(floor.people ?? [], queues === null ? null : shown)),
  };
}

/** Those that exist, and those removed in which somebody still is or was today. */
export function queuesOf(floor: FloorRead, names: ReadonlyMap<QueueId, unknown>): QueueId[] {
  const busy = [...floor.now].filter(
    ([, { waiting, ringing, talking, wrappingUp, callbacksWaiting }]) => waiting + ringing + talking + wrappingUp + callbacksWaiting > 0,
  );
  return [...new Set([...names.keys(), ...busy.map(([queue]) => queue)])];
}

function nowOf({ now }: Facts): Pick<KpiLive, 'waiting' | 'ringing' | 'talking' | 'wrappingUp' | 'longestWaitMs'> {
  const { waiting, ringing, talking, wrappingUp, longestWaitMs } = now;
  return { waiting, ringing, talking, wrappingUp, longestWaitMs };
}
