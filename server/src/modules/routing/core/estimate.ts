// How long somebody will wait: people ahead times handling time over agents, corrected by how the last estimates turned out.
// The queue-length estimator of Whitt, "Predicting queueing delays", Management Science 45(6), 1999: (ahead + 1) x mean handling time / agents.
import type { QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { countWaiting, type Kind } from './book.ts';
import { kindFor } from './line.ts';
import { before, countBefore, placeOf } from './rank.ts';
import type { QueueStats, RoutingState, Work } from './types.ts';

export const NO_STATS: QueueStats = { served: 0, handleMs: 0, factor: 1 };

/** A tenth of each new contact: the last twenty or so count. */
const WEIGHT = 0.1;
/** How far the correction goes: abandonment and shared agents make waits shorter or longer than the formula says, not ten times so. */
const FACTOR = { least: 0.25, most: 4 };
/** Added to both sides of a comparison, so that an estimate of nothing and a wait of a second do not count as infinitely wrong. */
const SOFTEN_MS = 5_000;

export type Outlook = {
  /** In the queue's own line, 1 is next. */
  position: number;
  waiting: number;
  /** Null where nobody can tell: no agent is there, or nothing was served yet. */
  estimateMs: DurationMs | null;
};

/** Of work that waits; null where it does not. */
export function outlook(state: RoutingState, id: WorkId): Outlook | null {
  const work = state.works.get(id);
  return work?.stage === 'waiting' ? outlookAt(state, work) : null;
}

/** Of somebody who came to the queue now; `staffed` says whether any agent of it is there. */
export function outlookOf(
  state: RoutingState,
  arrival: Pick<Work, 'queue' | 'priority' | 'skills'>,
  now: EpochMs,
): Outlook & { staffed: boolean } {
  // An id that stands behind all others of the same moment.
  const work: Candidate = { id: 'wrk_~', channel: 'voice', reservedFor: null, reservedUntil: null, queuedAt: now, ...arrival };
  return { ...outlookAt(state, work), staffed: kindFor(state, work).ready > 0 };
}

type Candidate = Pick<Work, 'id' | 'queue' | 'channel' | 'priority' | 'skills' | 'queuedAt' | 'reservedFor' | 'reservedUntil'>;

function outlookAt(state: RoutingState, work: Candidate): Outlook {
  const kind = kindFor(state, work);
  const place = placeOf(work, state.rules);
  const ahead = (queue: QueueId): number => {
    let count = 0;
    for (const each of state.book.kindsOf.get(queue) ?? []) count += countBefore(each.waiting, place, before);
    return count;
  };
  let aheadOfAll = 0;
  for (const queue of servedBy(state, kind)) aheadOfAll += ahead(queue);
  return {
    position: ahead(work.queue) + 1,
    waiting: countWaiting(state, work.queue),
    estimateMs: estimate(state, work.queue, aheadOfAll, kind),
  };
}

function estimate(state: RoutingState, queue: QueueId, ahead: number, { ready, free }: Kind): DurationMs | null {
  if (ready === 0) return null;
  if (free > ahead) return 0;
  const handle = handleMs(state, queue);
  if (handle === null) return null;
  return Math.round((((ahead + 1) * handle) / ready) * (state.stats.get(queue)?.factor ?? 1));
}

/** Whom the same agents serve as well: the queues of all who fit and are there. Remembered until somebody comes or goes. */
const served = new WeakMap<Kind, { readiness: number; queues: ReadonlySet<QueueId> }>();

function servedBy({ book, agents }: RoutingState, kind: Kind): ReadonlySet<QueueId> {
  const remembered = served.get(kind);
  if (remembered?.readiness === book.readiness) return remembered.queues;
  const queues = new Set<QueueId>();
  for (const id of kind.fits) if (book.seats.get(id)?.ready) for (const queue of agents.get(id)!.queues) queues.add(queue);
  served.set(kind, { readiness: book.readiness, queues });
  return queues;
}

/** The queue's own, else the mean of all queues': a new queue is like its neighbours. */
function handleMs(state: RoutingState, queue: QueueId): DurationMs | null {
  const own = state.stats.get(queue);
  if (own && own.served > 0) return own.handleMs;
  const known = [...state.stats.values()].filter((each) => each.served > 0);
  if (known.length === 0) return null;
  return known.reduce((sum, each) => sum + each.handleMs, 0) / known.length;
}

/** From the answer to the end of the wrap-up. */
export function learnHandling(stats: QueueStats, work: Work, completedAt: EpochMs): QueueStats {
  if (work.assignedAt === null) return stats;
  const weight = Math.max(WEIGHT, 1 / (stats.served + 1));
  const handled = Math.max(0, completedAt - work.assignedAt);
  return { ...stats, served: stats.served + 1, handleMs: stats.handleMs + weight * (handled - stats.handleMs) };
}

/** What he waited against what was said as he came. */
export function learnWait(stats: QueueStats, work: Work, waitedMs: DurationMs): QueueStats {
  if (work.estimateMs === null || work.task === 'callback') return stats;
  const off = (waitedMs + SOFTEN_MS) / (work.estimateMs + SOFTEN_MS);
  const factor = stats.factor * off ** WEIGHT;
  return { ...stats, factor: Math.min(FACTOR.most, Math.max(FACTOR.least, factor)) };
}
