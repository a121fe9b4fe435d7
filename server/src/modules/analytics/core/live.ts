// The floor now, counted from the contacts under way and those that just ended.
import type { QueueId } from '@tandem/contract/ids.ts';
import { MINUTE, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import { answered, inLine, type Contact, type Work } from './contact.ts';

/** How far "service level now" looks back. */
export const RECENT_MS = 30 * MINUTE;

/** Customers on the line, but for `callbacksWaiting`. */
export type Now = {
  waiting: number;
  ringing: number;
  talking: number;
  /** Of those talking. */
  onHold: number;
  wrappingUp: number;
  callbacksWaiting: number;
  longestWaitMs: DurationMs;
  /** Sum of the waits so far of those waiting and ringing. */
  waitedMs: DurationMs;
  /** Waiting or ringing for longer than the threshold of the service level. */
  late: number;
  /** Of what was queued in the last 30 minutes: answered in time, and all whose outcome for the service level is certain. */
  recentInTime: number;
  recentDecided: number;
};
export const NOTHING_NOW: Now = {
  waiting: 0,
  ringing: 0,
  talking: 0,
  onHold: 0,
  wrappingUp: 0,
  callbacksWaiting: 0,
  longestWaitMs: 0,
  waitedMs: 0,
  late: 0,
  recentInTime: 0,
  recentDecided: 0,
};

export type Moment = { now: EpochMs; shortAbandonMs: DurationMs };

/** `contacts`: all under way, and those that ended in the last 30 minutes. */
export function floorNow(contacts: Iterable<Contact>, moment: Moment): { inFlow: number; queues: Map<QueueId, Now> } {
  const queues = new Map<QueueId, Now>();
  let inFlow = 0;
  for (const { run, end, works } of contacts) {
    const inSomeLine = works.some(inLine);
    // A flow goes on while its customer waits in a line: he is counted there.
    if (run !== null && !inSomeLine && !works.some((work) => work.state === 'talking')) inFlow++;
    for (const work of works) {
      // Who hung up waits no more, though routing's word on it may come a moment later. A call-back waits for him, not he for it.
      const left = end !== null && inLine(work) && work.task !== 'callback';
      const one = { ...NOTHING_NOW, ...(left ? {} : { ...ofWork(work, moment), ...recent(work, moment) }) };
      queues.set(work.queue, plusNow(queues.get(work.queue) ?? NOTHING_NOW, one));
    }
  }
  return { inFlow, queues };
}

export function plusNow(a: Now, b: Now): Now {
  return {
    waiting: a.waiting + b.waiting,
    ringing: a.ringing + b.ringing,
    talking: a.talking + b.talking,
    onHold: a.onHold + b.onHold,
    wrappingUp: a.wrappingUp + b.wrappingUp,
    callbacksWaiting: a.callbacksWaiting + b.callbacksWaiting,
    longestWaitMs: Math.max(a.longestWaitMs, b.longestWaitMs),
    waitedMs: a.waitedMs + b.waitedMs,
    late: a.late + b.late,
    recentInTime: a.recentInTime + b.recentInTime,
    recentDecided: a.recentDecided + b.recentDecided,
  };
}

function ofWork({ state, task, queuedAt, thresholdMs, heldAt }: Work, { now }: Moment): Partial<Now> {
  const waitedMs = Math.max(0, now - queuedAt);
  const waits = { longestWaitMs: waitedMs, waitedMs, late: waitedMs > thresholdMs ? 1 : 0 };
  switch (state) {
    case 'waiting':
      return task === 'callback' ? { callbacksWaiting: 1 } : { waiting: 1, ...waits };
    case 'ringing':
      return task === 'callback' ? { callbacksWaiting: 1 } : { ringing: 1, ...waits };
    case 'talking':
      return { talking: 1, onHold: heldAt === null ? 0 : 1 };
    case 'wrap-up':
      return { wrappingUp: 1 };
    case 'done':
    case 'abandoned':
    case 'removed':
      return {};
  }
}

/** Who waits beyond the threshold has missed it already, whatever comes of him. */
function recent(work: Work, { now, shortAbandonMs }: Moment): Pick<Now, 'recentInTime' | 'recentDecided'> {
  const none = { recentInTime: 0, recentDecided: 0 };
  if (work.task === 'callback' || now - work.queuedAt > RECENT_MS) return none;
  const waited = work.waitedMs ?? 0;
  if (answered(work)) return { recentInTime: waited <= work.thresholdMs ? 1 : 0, recentDecided: 1 };
  if (work.state === 'abandoned') return { recentInTime: 0, recentDecided: waited < shortAbandonMs ? 0 : 1 };
  return { recentInTime: 0, recentDecided: inLine(work) && now - work.queuedAt > work.thresholdMs ? 1 : 0 };
}
