// From when on the alert feed tells of something: GET/PUT /alert-limits. One set for the tenant, and other ones of single queues.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';

const DAY_MS = 86_400_000;
const Length = Type.Integer({ minimum: 1_000, maximum: DAY_MS });
const lengths = Type.Object({ warn: Length, alarm: Length }, { additionalProperties: false });
const Times = Type.Number({ minimum: 0.1, maximum: 100 });

const ofQueues = {
  /** A customer has waited so many times the threshold of his queue's service level, and at least so long (ms). */
  wait: Type.Object(
    { times: Type.Object({ warn: Times, alarm: Times }, { additionalProperties: false }), least: lengths },
    { additionalProperties: false },
  ),
  /** A customer has been on hold for so long, ms. */
  hold: lengths,
  /** A service level says something from so many contacts on; `far`: so far below its target it is an alarm. */
  serviceLevel: Type.Object(
    { contacts: Type.Integer({ minimum: 1, maximum: 10_000 }), far: Type.Number({ minimum: 0, maximum: 1 }) },
    { additionalProperties: false },
  ),
  /** Kinds of contact surely wait more than this share of the mean wait longer than others, and at least so long (ms). */
  parity: Type.Object(
    { share: Type.Number({ minimum: 0, maximum: 10 }), least: Type.Integer({ minimum: 0, maximum: DAY_MS }) },
    { additionalProperties: false },
  ),
};
const ofAgents = {
  /** An agent has wrapped up one contact, or been away, for so long, ms. */
  wrapUp: lengths,
  away: lengths,
};

export const AlertLimits = Type.Object(
  {
    ...ofQueues,
    ...ofAgents,
    /** What is left out of a queue's own is as everywhere. */
    queues: Type.Array(
      Type.Object({ queue: IdOf('que'), ...Type.Partial(Type.Object(ofQueues)).properties }, { additionalProperties: false }),
      {
        maxItems: 500,
      },
    ),
  },
  { additionalProperties: false },
);
export type AlertLimits = Static<typeof AlertLimits>;
export type QueueAlertLimits = AlertLimits['queues'][number];

const SECOND = 1_000;
const MINUTE = 60_000;
/** Until somebody sets others. */
export const USUAL_ALERT_LIMITS: AlertLimits = {
  wait: { times: { warn: 2, alarm: 4 }, least: { warn: MINUTE, alarm: 3 * MINUTE } },
  hold: { warn: 2 * MINUTE, alarm: 5 * MINUTE },
  serviceLevel: { contacts: 5, far: 0.2 },
  parity: { share: 0.1, least: 5 * SECOND },
  wrapUp: { warn: 5 * MINUTE, alarm: 10 * MINUTE },
  away: { warn: 45 * MINUTE, alarm: 90 * MINUTE },
  queues: [],
};
