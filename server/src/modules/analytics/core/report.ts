// From kept counts to what a report shows: every formula once, as KPI_DEFINITIONS words it.
import type { AgentKpis, QueueKpis } from '@tandem/contract/api/kpis.ts';
import type { AgentFigures, Figures } from './figures.ts';
import { countOf, quantile } from './histogram.ts';

export type Shown = Omit<QueueKpis, 'queue' | 'arrived' | 'abandonedInFlow' | 'serviceLevelTarget'>;

/** Of fewer contacts neither a median of errors nor a share of promises says anything: they are not told. In the words of the definitions. */
const FEW = 10;

export const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const mean = (sum: number, count: number): number | null => (count > 0 ? Math.round(sum / count) : null);

/** Answered in time / (answered + abandoned - short). Flow-outs are in neither: the customer got what the flow had for him. */
export function serviceLevelOf(figures: Figures): number | null {
  const { answered, answeredInTime, shortAbandoned } = figures;
  return share(answeredInTime, answered + abandonedOf(figures) - shortAbandoned);
}

/** Out of the queue: waiting or ringing. Hanging up in a flow is another thing and never added to it. */
export const abandonedOf = (figures: Figures): number => figures.abandonedInQueue + figures.abandonedInRing;

export function queueKpis(figures: Figures): Shown {
  const {
    offered,
    answered,
    answeredInTime,
    abandonedInQueue,
    abandonedInRing,
    shortAbandoned,
    flowOuts,
    handled,
    transfersOut,
    offers,
    noAnswers,
    talkMs,
    holdMs,
    acwMs,
  } = figures;
  const abandoned = abandonedOf(figures);
  const { answeredWaits, longestAnswerMs, promised, promisesKept, estimateErrors } = figures;
  const off = countOf(estimateErrors) < FEW ? null : quantile(estimateErrors, 0.5, Infinity);
  return {
    offered,
    answered,
    answeredInTime,
    abandoned,
    abandonedInQueue,
    abandonedInRing,
    shortAbandoned,
    flowOuts,
    handled,
    transfersOut,
    offers,
    noAnswers,
    talkMs,
    holdMs,
    acwMs,
    serviceLevel: serviceLevelOf(figures),
    answerRate: share(answered, offered),
    abandonRate: share(abandoned, offered),
    promised,
    promiseKeptRate: promised < FEW ? null : share(promisesKept, promised),
    estimateErrorP50: off === null ? null : off / 1_000,
    transferRate: share(transfersOut, handled),
    noAnswerRate: share(noAnswers, offers),
    asaMs: mean(figures.answeredWaitMs, answered),
    waitP50Ms: quantile(answeredWaits, 0.5, longestAnswerMs),
    waitP90Ms: quantile(answeredWaits, 0.9, longestAnswerMs),
    longestWaitMs: answered > 0 ? longestAnswerMs : null,
    abandonTimeMs: mean(figures.abandonedWaitMs, abandoned),
    ahtMs: mean(talkMs + holdMs + acwMs, handled),
  };
}

export function agentKpis(figures: AgentFigures): Omit<AgentKpis, 'agent'> {
  const { offers, noAnswers, handled, talkMs, holdMs, acwMs, busyMs, onQueueMs } = figures;
  return {
    ...figures,
    noAnswerRate: share(noAnswers, offers),
    ahtMs: mean(talkMs + holdMs + acwMs, handled),
    occupancy: share(busyMs, onQueueMs),
  };
}
