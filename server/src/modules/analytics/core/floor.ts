// The floor at one moment as facts: of one queue, or of all that somebody may see together.
import type { QueueId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { NO_FIGURES, plus, type Figures } from './figures.ts';
import { NOTHING_NOW, plusNow, type Now } from './live.ts';
import type { Facts } from './measure.ts';
import { NO_WAITS, parityOf, sumOfWaits, type Waits } from './parity.ts';
import { countPeople, serving, type Person } from './people.ts';
import { queueKpis } from './report.ts';

export type Floor = {
  at: EpochMs;
  inFlow: number;
  now: ReadonlyMap<QueueId, Now>;
  /** Figures of the local day by queue, and of what reached none. */
  today: ReadonlyMap<QueueId, Figures>;
  outside: Figures;
  /** Of the day before, up to the same time of day. */
  yesterday: ReadonlyMap<QueueId, Figures>;
  /** Null where routing is not here. */
  people: readonly Person[] | null;
  estimates: ReadonlyMap<QueueId, DurationMs | null>;
  /** What somebody who came now would be promised. */
  promises: ReadonlyMap<QueueId, DurationMs | null>;
  /** Of what was answered in the last half hour. */
  waits: ReadonlyMap<QueueId, Waits>;
};

export function factsOfQueue(floor: Floor, queue: QueueId): Facts {
  return {
    now: floor.now.get(queue) ?? NOTHING_NOW,
    today: queueKpis(floor.today.get(queue) ?? NO_FIGURES),
    yesterday: floor.yesterday.get(queue) ?? NO_FIGURES,
    people: floor.people && countPeople(serving(floor.people, [queue])),
    estimateMs: floor.estimates.get(queue) ?? null,
    promiseMs: floor.promises.get(queue) ?? null,
    parity: parityOf(floor.waits.get(queue) ?? NO_WAITS),
    outside: null,
  };
}

/** `shown`: the queues added up. `whole`: they are all there are, so that contacts of no queue and agents of no queue belong to them. */
export function factsOfFloor(floor: Floor, shown: readonly QueueId[], whole: boolean): Facts {
  const those = <T>(of: ReadonlyMap<QueueId, T>): T[] => shown.flatMap((queue) => of.get(queue) ?? []);
  return {
    now: those(floor.now).reduce(plusNow, NOTHING_NOW),
    today: queueKpis(those(floor.today).reduce(plus, NO_FIGURES)),
    yesterday: those(floor.yesterday).reduce(plus, NO_FIGURES),
    people: floor.people && countPeople(serving(floor.people, whole ? null : shown)),
    estimateMs: null,
    promiseMs: null,
    parity: parityOf(sumOfWaits(those(floor.waits))),
    outside: whole ? { inFlow: floor.inFlow, arrived: floor.outside.arrived, abandonedInFlow: floor.outside.abandonedInFlow } : null,
  };
}
