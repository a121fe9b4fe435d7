// Figures as the API shows them: GET /kpis, /kpis/agents, /kpis/live, /kpis/definitions, POST /kpis/recompute. What each means stands in the definitions.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At, Language } from '../texts.ts';
import { nullable } from './page.ts';

/** Who gives up sooner is counted apart, ms. */
export const SHORT_ABANDON_MS = 5_000;

const Count = Type.Integer({ minimum: 0 });
const Sum = Type.Integer({ minimum: 0, description: 'ms' });
const Ms = nullable(Type.Integer({ minimum: 0, description: 'ms' }));
const Share = nullable(Type.Number({ minimum: 0, maximum: 1 }));
/** May be above 1. */
const Ratio = nullable(Type.Number({ minimum: 0 }));
/** Local day of the tenant. */
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });

/** Figures of one queue, or of all together; ratios and means are null where there is nothing to divide by. */
export const QueueKpis = Type.Object({
  /** Null: all queues that the caller may see together, and the contacts that never reached one where he may see all. */
  queue: nullable(Type.Object({ id: IdOf('que'), name: Type.String() })),
  arrived: nullable(Count),
  abandonedInFlow: nullable(Count),
  offered: Count,
  answered: Count,
  answeredInTime: Count,
  abandoned: Count,
  abandonedInQueue: Count,
  abandonedInRing: Count,
  shortAbandoned: Count,
  flowOuts: Count,
  handled: Count,
  transfersOut: Count,
  offers: Count,
  noAnswers: Count,
  serviceLevel: Share,
  /** As it is now; null over several queues. */
  serviceLevelTarget: Share,
  answerRate: Share,
  abandonRate: Share,
  transferRate: Share,
  noAnswerRate: Share,
  /** Contacts of which it is known whether the wait they were promised was kept; the share of them; and the median of |estimate - wait| / wait. */
  promised: Count,
  promiseKeptRate: Share,
  estimateErrorP50: Ratio,
  asaMs: Ms,
  waitP50Ms: Ms,
  waitP90Ms: Ms,
  longestWaitMs: Ms,
  abandonTimeMs: Ms,
  ahtMs: Ms,
  talkMs: Sum,
  holdMs: Sum,
  acwMs: Sum,
});
export type QueueKpis = Static<typeof QueueKpis>;

export const KpiQuery = Type.Object({
  /** First and last local day; today where left out. */
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  queue: Type.Optional(IdOf('que')),
});
export const KpiDay = Type.Object({
  day: Day,
  /** 23, 24 or 25 hours. */
  startAt: At,
  endAt: At,
  total: QueueKpis,
  queues: Type.Array(QueueKpis),
});
export const KpiReport = Type.Object({
  zone: Type.String(),
  /** The version of the formulas (GET /kpis/definitions). */
  definitions: Type.Integer(),
  shortAbandonMs: Sum,
  /** Over all days; `queues` one by one. */
  total: QueueKpis,
  queues: Type.Array(QueueKpis),
  days: Type.Array(KpiDay),
});
export type KpiReport = Static<typeof KpiReport>;

export const AgentKpis = Type.Object({
  agent: Type.Object({ id: IdOf('agt'), name: Type.String() }),
  offers: Count,
  noAnswers: Count,
  noAnswerRate: Share,
  answered: Count,
  handled: Count,
  transfersOut: Count,
  talkMs: Sum,
  holdMs: Sum,
  acwMs: Sum,
  ahtMs: Ms,
  onQueueMs: Sum,
  busyMs: Sum,
  occupancy: Share,
});
export type AgentKpis = Static<typeof AgentKpis>;

export const AgentKpiQuery = Type.Object({ day: Type.Optional(Day) });
/** `asOf`: times that still run were counted up to then. */
export const AgentKpiReport = Type.Object({
  day: Day,
  zone: Type.String(),
  startAt: At,
  endAt: At,
  asOf: At,
  definitions: Type.Integer(),
  items: Type.Array(AgentKpis),
});
export type AgentKpiReport = Static<typeof AgentKpiReport>;

/** Value of each live measure by its id (`live` of GET /kpis/definitions); null where there is none, as a share of nothing. */
export const Measured = Type.Record(Type.String(), nullable(Type.Number()));
export type Measured = Static<typeof Measured>;

/** Customers on the line; who is to be called back is counted by the measure `callbacksWaiting`. */
const now = {
  waiting: Count,
  ringing: Count,
  talking: Count,
  wrappingUp: Count,
  /** Of those waiting and ringing: being rung for is still waiting. */
  longestWaitMs: Count,
  measures: Measured,
};
export const LiveQueue = Type.Object({
  queue: Type.Object({ id: IdOf('que'), name: Type.String() }),
  ...now,
  offeredToday: Count,
  answeredToday: Count,
  abandonedToday: Count,
  serviceLevelToday: Share,
  serviceLevelTarget: Share,
});
export type LiveQueue = Static<typeof LiveQueue>;

export const KpiLive = Type.Object({
  at: At,
  /** Contacts in a flow and in no line; 0 for a caller who sees his own queues only. */
  inFlow: Count,
  ...now,
  /** For a caller who sees his own queues only: what came into these. */
  arrivedToday: Count,
  answeredToday: Count,
  /** In queue and in ring. */
  abandonedToday: Count,
  abandonedInFlowToday: Count,
  serviceLevelToday: Share,
  queues: Type.Array(LiveQueue),
  /** Agents on a break by the reason they gave, most first; null: without one. */
  breaks: Type.Array(Type.Object({ reason: nullable(Type.String()), agents: Count })),
});
export type KpiLive = Static<typeof KpiLive>;

const Words = Type.Object({ 'zh-CN': Type.String(), en: Type.String() });
export const KpiDefinition = Type.Object({
  id: Type.String(),
  name: Words,
  formula: Words,
  unit: Type.Union([Type.Literal('contacts'), Type.Literal('offers'), Type.Literal('agents'), Type.Literal('ms'), Type.Literal('share')]),
  /** Whether more is better, less is better, or neither. */
  direction: Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('none')]),
});
export type KpiDefinition = Static<typeof KpiDefinition>;

export const LiveMeasure = Type.Object({
  ...KpiDefinition.properties,
  group: Type.Union([Type.Literal('now'), Type.Literal('today'), Type.Literal('agents')]),
  /** What it is measured of: one queue, the floor as a whole, or both. */
  over: Type.Union([Type.Literal('queue'), Type.Literal('floor'), Type.Literal('both')]),
});
export type LiveMeasure = Static<typeof LiveMeasure>;
export const KpiDefinitions = Type.Object({
  version: Type.Integer(),
  languages: Type.Array(Language),
  /** How contacts and times come to a day, in words. */
  counting: Words,
  items: Type.Array(KpiDefinition),
  /** What GET /kpis/live measures. */
  live: Type.Array(LiveMeasure),
});
export type KpiDefinitions = Static<typeof KpiDefinitions>;

/** First and last local day to be made anew from the log. */
export const Recompute = Type.Object({ from: Day, to: Day }, { additionalProperties: false });
export type Recompute = Static<typeof Recompute>;
/** How many days were made anew, and how many events of the log that took. */
export const Recomputed = Type.Object({ days: Count, events: Count });
export type Recomputed = Static<typeof Recomputed>;
