// How long somebody will wait, and what he can be promised: people ahead over agents, with those who will give up, corrected by how the last estimates turned out.
// The estimator of Whitt, "Predicting queueing delays", Management Science 45(6), 1999: each of those ahead leaves at the rate of all agents together, or gives up.
import type { QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { countWaiting, type Kind } from './book.ts';
import { hasRoom } from './capacity.ts';
import { givesUp, marginOf, NO_STATS, soonOf } from './estimate-learn.ts';
import { competing, type Rival } from './estimate-shared.ts';
import { kindFor } from './line.ts';
import { before, countBefore, placeOf, type Place } from './rank.ts';
import type { QueueStats, RoutingState, Work } from './types.ts';

export type Outlook = {
  /** In the queue's own line, 1 is next. */
  position: number;
  waiting: number;
  /** Null where nobody can tell: no agent is there, or nothing was served yet. */
  estimateMs: DurationMs | null;
  /** The estimate before it is corrected by how earlier ones turned out. */
  baseMs: DurationMs | null;
  /** Four of five wait no longer than that; null where nobody can tell. */
  promiseMs: DurationMs | null;
};

/** Of work that waits; null where it does not. */
export function outlook(state: RoutingState, id: WorkId): Outlook | null {
  const work = state.works.get(id);
  return work?.stage === 'waiting' ? outlookAt(state, work) : null;
}

/** Of somebody who came to the queue now; `staffed` says whether any agent of it is there. */
export function outlookOf(
  state: RoutingState,
  arrival: Pick<Work, 'queue' | 'priority' | 'skills'> & Partial<Pick<Work, 'channel'>>,
  now: EpochMs,
): Outlook & { staffed: boolean } {
  // An id that stands behind all others of the same moment.
  const work: Candidate = { id: 'wrk_~', channel: 'voice', reservedFor: null, reservedUntil: null, queuedAt: now, ...arrival };
  return { ...outlookAt(state, work), staffed: kindFor(state, work).ready > 0 };
}

/** As somebody meets it who is to be called back and counts as having waited since `queuedAt`. `free`: agents who could take him at once. */
export function turnOf(
  state: RoutingState,
  { queue, priority, skills, queuedAt }: Pick<Work, 'queue' | 'priority' | 'skills' | 'queuedAt'>,
): { ahead: number; free: number; staffed: boolean; estimateMs: DurationMs | null } {
  const points = (state.queues.get(queue)?.priority ?? 0) + priority + state.rules.callbackPoints;
  const work: Candidate = {
    id: 'wrk_~',
    channel: 'voice',
    reservedFor: null,
    reservedUntil: null,
    queue,
    skills,
    queuedAt,
    priority: points,
  };
  const kind = kindFor(state, work);
  const { position, estimateMs } = outlookAt(state, work);
  return { ahead: position - 1, free: kind.free, staffed: kind.ready > 0, estimateMs };
}

type Candidate = Pick<Work, 'id' | 'queue' | 'channel' | 'priority' | 'skills' | 'queuedAt' | 'reservedFor' | 'reservedUntil'>;

function outlookAt(state: RoutingState, work: Candidate): Outlook {
  const kind = kindFor(state, work);
  const place = placeOf(work, state.rules);
  const own = aheadIn(state, work.queue, place);
  return { position: own + 1, waiting: countWaiting(state, work.queue), ...expected(state, work.queue, kind, own, place) };
}

function aheadIn({ book }: RoutingState, queue: QueueId, place: Place): number {
  let count = 0;
  for (const each of book.kindsOf.get(queue) ?? []) count += countBefore(each.waiting, place, before);
  return count;
}

const NOBODY_KNOWS = { estimateMs: null, baseMs: null, promiseMs: null };

function expected(
  state: RoutingState,
  queue: QueueId,
  kind: Kind,
  own: number,
  place: Place,
): Pick<Outlook, 'estimateMs' | 'baseMs' | 'promiseMs'> {
  if (kind.ready === 0) return NOBODY_KNOWS;
  const stats = state.stats.get(queue) ?? NO_STATS;
  const rivals = competing(state, kind).map((rival) => ({ ...rival, ahead: aheadIn(state, rival.queue, place) }));
  const ahead = rivals.reduce((sum, rival) => sum + rival.ahead, own);
  if (kind.free > ahead) return { estimateMs: 0, baseMs: 0, promiseMs: soonOf(stats) };
  const handle = handleMs(state, queue);
  if (handle === null) return NOBODY_KNOWS;
  const meanOf = (of: QueueId): DurationMs => handleMs(state, of) ?? handle;
  const { ms, steps } = line(own, handle, { stats, kind, rivals, meanOf, inHand: inHandOf(state, kind, meanOf) ?? handle });
  const baseMs = Math.round(ms + (stats.ringMs ?? 0));
  const estimateMs = Math.round(baseMs * stats.factor);
  return { estimateMs, baseMs, promiseMs: Math.round(estimateMs * (1 + marginOf(stats) / Math.sqrt(steps))) };
}

type Line = {
  stats: QueueStats;
  kind: Kind;
  rivals: readonly (Rival & { ahead: number })[];
  meanOf: (queue: QueueId) => DurationMs;
  /** What the contacts that the agents have now take, on the average over their ends. */
  inHand: DurationMs;
};

/**
 * `steps`: how many contacts must end before it is his turn; that many independent ends spread by one over their square root.
 * Agents who serve several queues take whoever came first: until those ahead in the other queues are gone they are shared, but he never waits
 * longer than for the agents that serve nobody else, nor shorter than with all of his to himself.
 */
function line(own: number, handle: DurationMs, { stats, kind, rivals, meanOf, inHand }: Line): { ms: DurationMs; steps: number } {
  const ringMs = stats.ringMs ?? 0;
  const leave = givesUp(stats);
  // The first to end are those that agents have now, the later ones those that wait.
  const rate = (agents: number, ends: number, work: DurationMs): number =>
    agents / ((agents * inHand + ends * (work / ends)) / (agents + ends) + ringMs);
  const mine = own + 1;
  const alone = drain(mine, rate(kind.ready, mine, mine * handle), leave);
  let [steps, work, agents, only] = [mine, mine * handle, kind.ready, kind.ready];
  // Whoever has more ahead for each agent that only he brings holds the rest up.
  const byWeight = rivals
    .filter(({ ahead }) => ahead > 0)
    .map((rival) => ({ ...rival, load: rival.ahead * meanOf(rival.queue) }))
    .toSorted((a, b) => b.load * a.others - a.load * b.others);
  for (const { ahead, load, others, without } of byWeight) {
    if (load * agents <= work * others) continue;
    steps += ahead;
    work += load;
    agents += others;
    only = Math.min(only, without);
  }
  if (steps === mine) return { ms: alone, steps };
  const pooled = drain(steps, rate(agents, steps, work), leave);
  const without = only > 0 ? drain(mine, rate(only, mine, mine * handle), leave) : Infinity;
  if (pooled <= alone) return { ms: alone, steps: mine };
  return pooled < without ? { ms: pooled, steps } : { ms: without, steps: mine };
}

/** So many agents tell enough of what all of them have. */
const LOOKED_AT = 100;

function inHandOf({ works, agents, book }: RoutingState, kind: Kind, meanOf: (queue: QueueId) => DurationMs): DurationMs | null {
  let [count, rate, looked] = [0, 0, 0];
  for (const id of kind.fits) {
    if (!hasRoom(book.seats.get(id)?.ready ?? 0, kind.channel)) continue;
    if (looked++ === LOOKED_AT) break;
    const held = works.get(agents.get(id)?.holds[0] ?? 'wrk_');
    if (!held) continue;
    count++;
    rate += 1 / Math.max(1, meanOf(held.queue));
  }
  return count === 0 ? null : count / rate;
}

/** Until so many are gone, of whom all but the last may give up meanwhile. Rates are per ms. */
function drain(steps: number, served: number, leave: number): DurationMs {
  let ms = 0;
  for (let ahead = 0; ahead < steps; ahead++) ms += 1 / (served + ahead * leave);
  return ms;
}

/** The queue's own, else the mean of all queues': a new queue is like its neighbours. */
function handleMs(state: RoutingState, queue: QueueId): DurationMs | null {
  const own = state.stats.get(queue);
  if (own && own.served > 0) return own.handleMs;
  const known = [...state.stats.values()].filter((each) => each.served > 0);
  if (known.length === 0) return null;
  return known.reduce((sum, each) => sum + each.handleMs, 0) / known.length;
}
