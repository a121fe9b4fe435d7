// Limits of live measures and the alarms they raise: /thresholds, GET /alarms.
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
export const NewThreshold = Type.Object({ ...fields, holdMs: Type.Optional(fields.holdMs) }, { additionalProperties: false });
export type NewThreshold = Static<typeof NewThreshold>;
export const ThresholdPatch = Type.Partial(Type.Object(fields, { additionalProperties: false }), { additionalProperties: false });
export type ThresholdPatch = Static<typeof ThresholdPatch>;

/** From the first crossing to the return: `level` is the one it has, or had last. */
export const Alarm = Type.Object({
  id: IdOf('alm'),
  threshold: IdOf('thr'),
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
});
export type Alarm = Static<typeof Alarm>;
export const AlarmPage = PageOf(Alarm);
