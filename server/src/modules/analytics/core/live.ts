// The floor now, counted from the contacts under way.
import type { LiveQueue } from '@tandem/contract/api/kpis.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { inLine, type Contact, type Work } from './contact.ts';

export type Now = Pick<LiveQueue, 'waiting' | 'ringing' | 'talking' | 'wrappingUp' | 'longestWaitMs'>;
export const NOTHING_NOW: Now = { waiting: 0, ringing: 0, talking: 0, wrappingUp: 0, longestWaitMs: 0 };

export function floorNow(contacts: Iterable<Contact>, now: EpochMs): { inFlow: number; queues: Map<QueueId, Now> } {
  const queues = new Map<QueueId, Now>();
  let inFlow = 0;
  for (const { run, end, works } of contacts) {
    const inSomeLine = works.some(inLine);
    // A flow goes on while its customer waits in a line: he is counted there.
    if (run !== null && !inSomeLine && !works.some((work) => work.state === 'talking')) inFlow++;
    for (const work of works) {
      // Who hung up waits no more, though routing's word on it may come a moment later.
      if (end !== null && inLine(work)) continue;
      const one = ofWork(work, now);
      if (one !== null) queues.set(work.queue, plusNow(queues.get(work.queue) ?? NOTHING_NOW, one));
    }
  }
  return { inFlow, queues };
}

export function plusNow(a: Now, b: Now): Now {
  return {
    waiting: a.waiting + b.waiting,
    ringing: a.ringing + b.ringing,
    talking: a.talking + b.talking,
    wrappingUp: a.wrappingUp + b.wrappingUp,
    longestWaitMs: Math.max(a.longestWaitMs, b.longestWaitMs),
  };
}

function ofWork({ state, queuedAt }: Work, now: EpochMs): Now | null {
  const longestWaitMs = Math.max(0, now - queuedAt);
  switch (state) {
    case 'waiting':
      return { ...NOTHING_NOW, waiting: 1, longestWaitMs };
    case 'ringing':
      return { ...NOTHING_NOW, ringing: 1, longestWaitMs };
    case 'talking':
      return { ...NOTHING_NOW, talking: 1 };
    case 'wrap-up':
      return { ...NOTHING_NOW, wrappingUp: 1 };
    case 'done':
    case 'abandoned':
    case 'removed':
      return null;
  }
}
