// Limits of live measures, and alarms: those they raise and those of talks that sound badly. /thresholds, GET /alarms, POST /alarms/{id}/acknowledge.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

/** From calm to bad. */
export const ALARM_LEVELS = ['ok', 'warn', 'alarm'] as const;
export type AlarmLevel = (typeof ALARM_LEVELS)[number];
export const RaisedLevel = Type.Union([Type.Literal('warn'), Type.Literal('alarm')]);
export type RaisedLevel = Static<typeof RaisedLevel>;

/** `at-least`: the value has reached the limit from below, as of a wait; `at-most`: from above, as of a service level. */
export const Comparison = Type.Union([Type.Literal('at-least'), Type.Literal('at-most')]);
export type Comparison = Static<typeof Comparison>;

/** In the unit of the measure: contacts, agents, ms, or a share from 0 to 1. */
const Limit = nullable(Type.Number({ minimum: 0, maximum: 1_000_000_000 }));

const fields = {
  /** Id of a live measure (`live` of GET /kpis/definitions). */
  measure: Type.String({ maxLength: 64 }),
  /** Null: the floor as a whole. */
  queue: nullable(IdOf('que')),
  comparison: Comparison,
  /** Null: there is no such level; one of the two must be given. */
  warn: Limit,
  alarm: Limit,
  /** How long, in ms, a limit must have been crossed, in either direction, before it is told. */
  holdMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
};

export const Threshold = Type.Object({ id: IdOf('thr'), ...fields });
export type Threshold = Static<typeof Threshold>;
export const ThresholdPage = PageOf(Threshold);
export const NewThreshold = Type.Object(
  { id: Type.Optional(IdOf('thr')), ...fields, holdMs: Type.Optional(fields.holdMs) },
  { additionalProperties: false },
);
export type NewThreshold = Static<typeof NewThreshold>;
export const ThresholdPatch = Type.Partial(Type.Object(fields, { additionalProperties: false }), { additionalProperties: false });
export type ThresholdPatch = Static<typeof ThresholdPatch>;

/** `measure` of an alarm of a talk that sounds badly: its value and limit are scores (MOS), and no threshold of the tenant's raised it. */
export const SOUND = 'callSound';

/** Who takes care of it. */
export const Acknowledged = Type.Object({
  /** Null where it was a machine, with an API key. */
  by: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  at: At,
  note: nullable(Type.String()),
});

/** From the first crossing to the return: `level` is the one it has, or had last. */
export const Alarm = Type.Object({
  id: IdOf('alm'),
  /** Null where no threshold raised it: a talk sounds badly. */
  threshold: nullable(IdOf('thr')),
  /** Id of a live measure, or `callSound`. */
  measure: Type.String(),
  /** The name is empty where the queue was removed since. */
  queue: nullable(Type.Object({ id: IdOf('que'), name: Type.String() })),
  comparison: Comparison,
  level: RaisedLevel,
  /** What was crossed, and the value that did it. */
  limit: Type.Number(),
  value: nullable(Type.Number()),
  raisedAt: At,
  /** Null while it lasts. */
  clearedAt: nullable(At),
  /** The talk that sounds badly, and its agent; null where it is about no single contact. */
  contact: nullable(Type.Object({ interaction: IdOf('int'), agent: nullable(Type.Object({ id: IdOf('agt'), name: Type.String() })) })),
  /** Null until somebody takes it, and again once it has got worse. */
  acknowledged: nullable(Acknowledged),
});
export type Alarm = Static<typeof Alarm>;
export const AlarmPage = PageOf(Alarm);

/** `level`: as whoever takes it sees it; an alarm that has got worse meanwhile is to be looked at first. */
export const AcknowledgeAlarm = Type.Object(
  { level: RaisedLevel, note: Type.Optional(nullable(Type.String({ maxLength: 200 }))) },
  { additionalProperties: false },
);
export type AcknowledgeAlarm = Static<typeof AcknowledgeAlarm>;
