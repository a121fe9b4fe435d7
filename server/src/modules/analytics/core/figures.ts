// The raw counts that are kept, and nothing that follows from them: formulas may change, counts stay.
import type { DurationMs } from '../../../kernel/time.ts';
import { combine, type Histogram } from './histogram.ts';

/** Of one queue (or of no queue) on one day. Times are sums in ms. */
const COUNTERS = [
  'arrived',
  'abandonedInFlow',
  'offered',
  'answered',
  'answeredInTime',
  'abandonedInQueue',
  'abandonedInRing',
  'shortAbandoned',
  'flowOuts',
  'answeredWaitMs',
  'abandonedWaitMs',
  'offers',
  'noAnswers',
  'handled',
  'talkMs',
  'holdMs',
  'acwMs',
  'transfersOut',
  'promised',
  'promisesKept',
] as const;

/** Of one agent on one day. */
const AGENT_COUNTERS = [
  'offers',
  'noAnswers',
  'answered',
  'handled',
  'talkMs',
  'holdMs',
  'acwMs',
  'transfersOut',
  'busyMs',
  'onQueueMs',
] as const;

export type Figures = Record<(typeof COUNTERS)[number], number> & {
  /** Of answered contacts. */
  longestAnswerMs: DurationMs;
  answeredWaits: Histogram;
  /** By how much estimates were off, in thousandths of the wait. */
  estimateErrors: Histogram;
};
export type AgentFigures = Record<(typeof AGENT_COUNTERS)[number], number>;

const zeroes = <K extends string>(keys: readonly K[]) => Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
export const NO_FIGURES: Figures = { ...zeroes(COUNTERS), longestAnswerMs: 0, answeredWaits: {}, estimateErrors: {} };
export const NO_AGENT_FIGURES: AgentFigures = zeroes(AGENT_COUNTERS);

function sums<K extends string>(keys: readonly K[], a: Record<K, number>, b: Record<K, number>, sign: 1 | -1): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, a[key] + sign * b[key]])) as Record<K, number>;
}

export function plus(a: Figures, b: Figures): Figures {
  return {
    ...sums(COUNTERS, a, b, 1),
    longestAnswerMs: Math.max(a.longestAnswerMs, b.longestAnswerMs),
    answeredWaits: combine(a.answeredWaits, b.answeredWaits, 1),
    estimateErrors: combine(a.estimateErrors, b.estimateErrors, 1),
  };
}

/** What has to be added to `before` to get `after`. The longest wait only ever grows: an answer is never taken back. */
export function change(before: Figures, after: Figures): Figures {
  return {
    ...sums(COUNTERS, after, before, -1),
    longestAnswerMs: after.longestAnswerMs,
    answeredWaits: combine(after.answeredWaits, before.answeredWaits, -1),
    estimateErrors: combine(after.estimateErrors, before.estimateErrors, -1),
  };
}

export const plusAgent = (a: AgentFigures, b: AgentFigures): AgentFigures => sums(AGENT_COUNTERS, a, b, 1);
export const changeOfAgent = (before: AgentFigures, after: AgentFigures): AgentFigures => sums(AGENT_COUNTERS, after, before, -1);

/** No counter of it is other than zero. */
export function isNothing(figures: Figures | AgentFigures): boolean {
  return Object.values(figures).every((value) => (typeof value === 'number' ? value === 0 : Object.keys(value).length === 0));
}
