// How long somebody will wait: people ahead times handling time over agents, corrected by how the last estimates turned out.
// The queue-length estimator of Whitt, "Predicting queueing delays", Management Science 45(6), 1999: (ahead + 1) x mean handling time / agents.
import type { QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { lacksSkill, notFree, notReady, openQueues, needsIn } from './eligible.ts';
import type { Agent, QueueStats, RoutingState, Work } from './types.ts';

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
export function outlook(state: RoutingState, id: WorkId, now: EpochMs): Outlook | null {
  const work = state.works.get(id);
  if (work?.stage !== 'waiting') return null;
  return outlookAt(state, work, state.line.indexOf(id), now);
}

/** Of somebody who came to the queue now; `staffed` says whether any agent of it is there. */
export function outlookOf(
  state: RoutingState,
  arrival: Pick<Work, 'queue' | 'priority' | 'skills'>,
  now: EpochMs,
): Outlook & { staffed: boolean } {
  const work = { ...arrival, queuedAt: now };
  const at = state.line.findLastIndex((id) => state.works.get(id)!.priority >= work.priority) + 1;
  return { ...outlookAt(state, work, at, now), staffed: able(state, work, now).length > 0 };
}

type Candidate = Pick<Work, 'queue' | 'priority' | 'skills' | 'queuedAt'>;

function outlookAt(state: RoutingState, work: Candidate, at: number, now: EpochMs): Outlook {
  const agents = able(state, work, now);
  const served = new Set<QueueId>(agents.flatMap((agent) => [...agent.queues]));
  let ahead = 0;
  let inQueue = 0;
  let waiting = 0;
  state.line.forEach((id, index) => {
    const other = state.works.get(id)!;
    if (other.queue === work.queue) waiting++;
    if (index >= at) return;
    if (other.queue === work.queue) inQueue++;
    if (served.has(other.queue)) ahead++;
  });
  return { position: inQueue + 1, waiting, estimateMs: estimate(state, work.queue, ahead, agents, now) };
}

function estimate(state: RoutingState, queue: QueueId, ahead: number, agents: readonly Agent[], now: EpochMs): DurationMs | null {
  if (agents.length === 0) return null;
  if (agents.filter((agent) => notFree(state, agent, now) === null).length > ahead) return 0;
  const handle = handleMs(state, queue);
  if (handle === null) return null;
  return Math.round((((ahead + 1) * handle) / agents.length) * (state.stats.get(queue)?.factor ?? 1));
}

/** Who takes such work while he is there, busy or free. */
function able(state: RoutingState, work: Candidate, now: EpochMs): Agent[] {
  const queues = openQueues(state, work, now);
  return [...state.agents.values()].filter(
    (agent) => notReady(agent) === null && queues.some((queue) => agent.queues.has(queue.id) && !lacksSkill(agent, needsIn(queue, work))),
  );
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
