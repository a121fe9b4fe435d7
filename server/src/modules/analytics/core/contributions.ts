// What one contact, as far as it is known, adds to the figures of days. Projection and recompute both go through here.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { DurationMs } from '../../../kernel/time.ts';
import { answered, leftInFlow, type Contact, type Work } from './contact.ts';
import type { Day } from './days.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, plus, plusAgent, type AgentFigures, type Figures } from './figures.ts';
import { histogramOf } from './histogram.ts';

/** In place of a queue: contacts as such, before and outside any queue. */
export const NO_QUEUE = '';
export type QueueKey = `${Day}|${QueueId | typeof NO_QUEUE}`;
export type AgentKey = `${Day}|${AgentId}`;

export function queueParts(contact: Contact, shortAbandonMs: DurationMs): Map<QueueKey, Figures> {
  const parts = new Map<QueueKey, Figures>();
  const add = (key: QueueKey, figures: Partial<Figures>) =>
    parts.set(key, plus(parts.get(key) ?? NO_FIGURES, { ...NO_FIGURES, ...figures }));
  if (contact.direction === 'inbound') add(`${contact.day}|${NO_QUEUE}`, { arrived: 1, abandonedInFlow: leftInFlow(contact) ? 1 : 0 });
  for (const work of contact.works) add(`${work.day}|${work.queue}`, figuresOfWork(work, shortAbandonMs));
  return parts;
}

/** What one stay in a queue adds, with the agent's part that came of it. */
export function figuresOfWork(work: Work, shortAbandonMs: DurationMs): Figures {
  return { ...NO_FIGURES, ...inQueue(work, shortAbandonMs), ...withAgent(work) };
}

export function agentParts(contact: Contact): Map<AgentKey, AgentFigures> {
  const parts = new Map<AgentKey, AgentFigures>();
  for (const work of contact.works) {
    if (!answered(work)) continue;
    const key: AgentKey = `${work.agentDay!}|${work.agent!}`;
    parts.set(
      key,
      plusAgent(parts.get(key) ?? NO_AGENT_FIGURES, {
        ...NO_AGENT_FIGURES,
        answered: work.task === 'callback' ? 0 : 1,
        ...withAgent(work),
      }),
    );
  }
  return parts;
}

/** A call-back has nobody on the line: it is no offered contact, and its wait says nothing of the service level (what it replaced flowed out). */
function inQueue(work: Work, shortAbandonMs: DurationMs): Partial<Figures> {
  if (work.task === 'callback') return { offers: work.offers, noAnswers: work.noAnswers };
  const entered = { offered: 1, offers: work.offers, noAnswers: work.noAnswers, ...toldOf(work) };
  const waited = work.waitedMs ?? 0;
  if (answered(work)) {
    const inTime = waited <= work.thresholdMs ? 1 : 0;
    return {
      ...entered,
      answered: 1,
      answeredInTime: inTime,
      answeredWaitMs: waited,
      longestAnswerMs: waited,
      answeredWaits: histogramOf([waited]),
    };
  }
  if (work.state === 'abandoned') {
    const where = work.abandoned === 'ring' ? { abandonedInRing: 1 } : { abandonedInQueue: 1 };
    return { ...entered, ...where, abandonedWaitMs: waited, shortAbandoned: waited < shortAbandonMs ? 1 : 0 };
  }
  return work.state === 'removed' ? { ...entered, flowOuts: 1 } : entered;
}

/** An error is told in parts of the wait: of next to no wait any error is huge, and nobody minds it. A shorter wait counts as that. */
const LEAST_WAIT_MS = 10_000;
/** Off by more than a hundred times is off by a hundred times. */
const MOST_OFF = 100_000;

/** What he was told against what he waited. Who gave up before the promised time says nothing of the promise, and nobody's wait is known but of those answered. */
function toldOf(work: Work): Pick<Figures, 'promised' | 'promisesKept' | 'estimateErrors'> {
  const { estimateMs = null, promiseMs = null } = work;
  const waited = work.waitedMs ?? 0;
  const taken = answered(work);
  const known = promiseMs !== null && (taken || (work.state === 'abandoned' && waited > promiseMs));
  const off = taken && estimateMs !== null && estimateMs > 0 ? Math.abs(estimateMs - waited) / Math.max(LEAST_WAIT_MS, waited) : null;
  return {
    promised: known ? 1 : 0,
    promisesKept: known && waited <= promiseMs ? 1 : 0,
    estimateErrors: off === null ? {} : histogramOf([Math.min(MOST_OFF, Math.round(1_000 * off))]),
  };
}

/** All at once when the agent is done with it, so that times and the number they are divided by always belong together. */
function withAgent(work: Work): { handled?: number; talkMs?: number; holdMs?: number; acwMs?: number; transfersOut?: number } {
  if (work.completedAt === null) return {};
  const released = work.releasedAt!;
  return {
    handled: 1,
    holdMs: work.holdMs,
    talkMs: Math.max(0, released - work.talkFrom! - work.holdMs),
    acwMs: work.wrapUp ? Math.max(0, work.completedAt - released) : 0,
    transfersOut: work.transferred ? 1 : 0,
  };
}
