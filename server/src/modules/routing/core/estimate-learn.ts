// What a queue learns from what it served, so that it can tell what somebody will wait; each by the last hundred or so contacts.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { QueueStats, Work } from './types.ts';

export const NO_STATS: QueueStats = { served: 0, handleMs: 0, factor: 1 };

/** A fiftieth of each new contact: the last hundred or so count. With a tenth, the chance of a few talks alone made estimates 20 % wrong. */
const WEIGHT = 0.02;
/** How far the correction goes: what the formula does not know makes waits shorter or longer than it says, not ten times so. */
const FACTOR = { least: 0.25, most: 4 };
/** Added to both sides of a comparison, so that an estimate of nothing and a wait of a second do not count as infinitely wrong. */
const SOFTEN_MS = 5_000;
/** Of those who left the line, what remains of the weight of each when another leaves: fifty or so count. */
const FADE = 0.98;

/** So many promises are to be kept. */
const KEPT = 0.8;
/** One standard deviation above keeps 84 of 100 where estimates are right; before anything is known. */
const MARGIN = { first: 1, least: 0, most: 6, step: 0.1 };
const SOON = { firstMs: 10_000, leastMs: 1_000, mostMs: 120_000, step: 0.1 };

export const marginOf = ({ margin = MARGIN.first }: QueueStats): number => margin;
export const soonOf = ({ soonMs = SOON.firstMs }: QueueStats): DurationMs => soonMs;
/** Who gives up, per ms of waiting; 0 where nobody did. */
export const givesUp = ({ gaveUp = 0, waitedMs = 0 }: QueueStats): number => (waitedMs > 0 ? gaveUp / waitedMs : 0);

/** From the answer to the end of the wrap-up. */
export function learnHandling(stats: QueueStats, work: Work, completedAt: EpochMs): QueueStats {
  if (work.assignedAt === null) return stats;
  const weight = Math.max(WEIGHT, 1 / (stats.served + 1));
  const handled = Math.max(0, completedAt - work.assignedAt);
  return { ...stats, served: stats.served + 1, handleMs: stats.handleMs + weight * (handled - stats.handleMs) };
}

/** What he waited, until `at`, against what was said as he came. */
export function learnWait(stats: QueueStats, work: Work, waitedMs: DurationMs, at: EpochMs): QueueStats {
  if (work.task === 'callback') return stats;
  const rang = work.offer ? Math.max(0, at - work.offer.offeredAt) : null;
  const { ringMs } = stats;
  const learned = left(stats, waitedMs, 0);
  const heard = rang === null ? learned : { ...learned, ringMs: ringMs === undefined ? rang : ringMs + WEIGHT * (rang - ringMs) };
  // Whom an agent was free for says nothing about how fast a line moves. What was estimated by an earlier version was not kept uncorrected.
  const { baseMs = work.estimateMs } = work;
  if (baseMs === null || baseMs === 0) return learnPromise(heard, work, waitedMs);
  // Against the uncorrected estimate: a correction of corrections comes too late by the length of the line, and would swing.
  const off = (waitedMs + SOFTEN_MS) / (baseMs + SOFTEN_MS);
  const factor = Math.min(FACTOR.most, Math.max(FACTOR.least, stats.factor ** (1 - WEIGHT) * off ** WEIGHT));
  return learnPromise({ ...heard, factor }, work, waitedMs);
}

/** He gave up: how long others will wait before they do, and whether what he was promised is broken already. */
export function learnGivenUp(stats: QueueStats, work: Work, waitedMs: DurationMs): QueueStats {
  if (work.task === 'callback') return stats;
  const learned = left(stats, waitedMs, 1);
  const broken = typeof work.promiseMs === 'number' && waitedMs > work.promiseMs;
  return broken ? learnPromise(learned, work, waitedMs) : learned;
}

/** Deaths over time at risk: who was answered might have waited longer. */
function left(stats: QueueStats, waitedMs: DurationMs, gaveUp: 0 | 1): QueueStats {
  return { ...stats, gaveUp: (stats.gaveUp ?? 0) * FADE + gaveUp, waitedMs: (stats.waitedMs ?? 0) * FADE + waitedMs };
}

/** Robbins & Monro, "A stochastic approximation method", Ann. Math. Stat. 22 (1951): a step up for each broken promise, a fourth of it down for each kept one. */
function learnPromise(stats: QueueStats, work: Work, waitedMs: DurationMs): QueueStats {
  if (typeof work.promiseMs !== 'number') return stats;
  const turn = waitedMs > work.promiseMs ? KEPT : KEPT - 1;
  if (work.estimateMs === 0) {
    const soonMs = Math.round(soonOf(stats) * Math.exp(SOON.step * turn));
    return { ...stats, soonMs: Math.min(SOON.mostMs, Math.max(SOON.leastMs, soonMs)) };
  }
  const margin = marginOf(stats) + MARGIN.step * turn;
  return { ...stats, margin: Math.min(MARGIN.most, Math.max(MARGIN.least, margin)) };
}
