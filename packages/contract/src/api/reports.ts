// Reports as the API shows them: GET /reports/queues, /reports/agents, /reports/numbers, and each of them with /export. What each figure means stands in the definitions.
import { Type, type Static, type TObject } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { AgentKpis, QueueKpis } from './kpis.ts';

export const ReportKind = Type.Union([Type.Literal('queues'), Type.Literal('agents'), Type.Literal('numbers')]);
export type ReportKind = Static<typeof ReportKind>;
/** Minutes, or whole local days. */
export const ReportInterval = Type.Union([Type.Literal('15'), Type.Literal('30'), Type.Literal('60'), Type.Literal('day')]);
export type ReportInterval = Static<typeof ReportInterval>;

/** A day, or a quarter of an hour of a day, as the clock of the zone shows it. */
const Local = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:(00|15|30|45))?$' });

/** Whole local days: today, the one before, or the last 7 or 30 with today. */
export const ReportPeriod = Type.Union([Type.Literal('today'), Type.Literal('yesterday'), Type.Literal('week'), Type.Literal('month')]);
export type ReportPeriod = Static<typeof ReportPeriod>;

const query = {
  /** In place of `from` and `to`. */
  period: Type.Optional(ReportPeriod),
  /** First day, or the moment to begin with; today where left out. */
  from: Type.Optional(Local),
  /** Last day, included; or the moment to end with, excluded. */
  to: Type.Optional(Local),
  interval: Type.Optional(ReportInterval),
  /** IANA name; the tenant's own where left out. */
  zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  queue: Type.Optional(IdOf('que')),
  /** Contacts that this agent took. */
  agent: Type.Optional(IdOf('agt')),
  /** Contacts that agents of this team took. */
  team: Type.Optional(IdOf('tem')),
  /** A number of ours, as a report of numbers names it. */
  number: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
};
export const ReportQuery = Type.Object(query);
export type ReportQuery = Static<typeof ReportQuery>;

export const ExportQuery = Type.Object({
  ...query,
  format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('xlsx')])),
  /** Whether a CSV begins with a byte order mark, by which spreadsheets know UTF-8; yes where left out. */
  bom: Type.Optional(Type.Union([Type.Literal('yes'), Type.Literal('no')])),
});
export type ExportQuery = Static<typeof ExportQuery>;

/** Null where nothing can be compared; may be above 1. */
const Ratio = Type.Union([Type.Number({ minimum: 0 }), Type.Null()]);
export const ReportFigures = Type.Object({
  ...Type.Omit(QueueKpis, ['queue', 'serviceLevelTarget']).properties,
  /** The largest difference of mean waits between kinds of contact, over the mean of all; and what it is at least, with 95 % confidence. */
  waitParity: Ratio,
  waitParityLeast: Ratio,
});
export type ReportFigures = Static<typeof ReportFigures>;
const nullable = { onQueueMs: QueueKpis.properties.asaMs, busyMs: QueueKpis.properties.asaMs };
/** Times on queue and busy are null where only one queue is asked for: they belong to none. */
export const AgentReportFigures = Type.Object({ ...Type.Omit(AgentKpis, ['agent', 'onQueueMs', 'busyMs']).properties, ...nullable });
export type AgentReportFigures = Static<typeof AgentReportFigures>;

function reportOf<F extends TObject>(figures: F) {
  /** Of one queue, agent or number. */
  const line = Type.Object({
    id: Type.String(),
    name: Type.String(),
    /** No person: a digital worker. */
    digital: Type.Optional(Type.Literal(true)),
    figures,
  });
  return Type.Object({
    kind: ReportKind,
    zone: Type.String(),
    interval: ReportInterval,
    startAt: At,
    endAt: At,
    /** Times that still run were counted up to then. */
    asOf: At,
    /** The version of the formulas (GET /kpis/definitions). */
    definitions: Type.Integer(),
    shortAbandonMs: Type.Integer(),
    total: figures,
    items: Type.Array(line),
    /** Only those in which something was counted. */
    intervals: Type.Array(Type.Object({ startAt: At, endAt: At, total: figures, items: Type.Array(line) })),
  });
}
export const QueueReport = reportOf(ReportFigures);
export const AgentReport = reportOf(AgentReportFigures);

export type ReportLine<F> = { id: string; name: string; digital?: true; figures: F };
export type Report<F> = {
  kind: ReportKind;
  zone: string;
  interval: ReportInterval;
  startAt: number;
  endAt: number;
  asOf: number;
  definitions: number;
  shortAbandonMs: number;
  total: F;
  items: ReportLine<F>[];
  intervals: { startAt: number; endAt: number; total: F; items: ReportLine<F>[] }[];
};
export type QueueReport = Report<ReportFigures>;
export type AgentReport = Report<AgentReportFigures>;
