// Which limits of the alert feed hold for a queue, and whether a set of them is in order.
import type { AlertLimits, QueueAlertLimits } from '@tandem/contract/api/alert-limits.ts';
import type { QueueId } from '@tandem/contract/ids.ts';

export type LimitsOfQueue = Pick<AlertLimits, 'wait' | 'hold' | 'serviceLevel' | 'parity'>;

/** Its own where it has some, else those of the tenant. Worked out once for each look at the floor. */
export function limitsByQueue(limits: AlertLimits): (queue: QueueId) => LimitsOfQueue {
  const own = new Map(limits.queues.map((each) => [each.queue, { ...limits, ...given(each) }]));
  return (queue) => own.get(queue) ?? limits;
}

const given = ({ queue: _, ...own }: QueueAlertLimits): Partial<LimitsOfQueue> => own;

/** An alarm is never milder than its warning, and no queue has two sets. */
export function limitsInOrder(limits: AlertLimits): boolean {
  const rising = ({ warn, alarm }: { warn: number; alarm: number }): boolean => warn <= alarm;
  const fine = ({ wait, hold }: Partial<Pick<AlertLimits, 'wait' | 'hold'>>): boolean =>
    (wait === undefined || (rising(wait.times) && rising(wait.least))) && (hold === undefined || rising(hold));
  const once = new Set(limits.queues.map(({ queue }) => queue)).size === limits.queues.length;
  return once && fine(limits) && limits.queues.every(fine) && rising(limits.wrapUp) && rising(limits.away);
}
