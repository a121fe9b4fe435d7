// How a queue calls people back, and what becomes of those who come when it is full: parts of a queue's settings.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { nullable } from './page.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const CallbackWay = Type.Union([
  /** An agent who is free is rung first, then the customer. */
  Type.Literal('agent-first'),
  /** The customer is rung when it is about to be his turn, and has the next agent who is free. */
  Type.Literal('customer-first'),
]);
export type CallbackWay = Static<typeof CallbackWay>;

export const CallbackRules = Type.Object(
  {
    way: CallbackWay,
    /** So many tries in all, and then it is given up. */
    attempts: Type.Integer({ minimum: 1, maximum: 10 }),
    /** Waits between the tries, ms: after the first, the second, ...; the last one holds for all that follow. */
    backOffMs: Type.Array(Type.Integer({ minimum: MINUTE, maximum: 7 * 24 * HOUR }), { minItems: 1, maxItems: 9 }),
    /** How long the customer's phone rings. */
    ringMs: Type.Integer({ minimum: 10_000, maximum: 120_000 }),
    /** Customer first: no longer than so does he wait for an agent; then he hears an apology and is called again. */
    holdMs: Type.Integer({ minimum: 5_000, maximum: 600_000 }),
    /** The number of ours that is shown to him; null: as the trunk shows us. */
    from: nullable(Type.String({ pattern: '^[+0-9]{2,20}$' })),
    /** Given up so long after he asked, or after the hour agreed on; null: not by its age. */
    expiresMs: nullable(Type.Integer({ minimum: HOUR / 2, maximum: 30 * 24 * HOUR })),
    /** Whether supervisors are told of one that was given up without the customer having been reached. */
    notice: Type.Boolean(),
    /** Dialled only while these are open; null: at any hour. */
    hours: nullable(IdOf('hrs')),
    /** More than so many that are not over are refused; null: no limit. */
    maxOpen: nullable(Type.Integer({ minimum: 1, maximum: 10_000 })),
  },
  { additionalProperties: false },
);
export type CallbackRules = Static<typeof CallbackRules>;

/** As a queue calls back of which nothing was said. */
export const USUAL_CALLBACKS: CallbackRules = {
  way: 'agent-first',
  attempts: 4,
  backOffMs: [5 * MINUTE, 15 * MINUTE, HOUR],
  ringMs: 30_000,
  holdMs: MINUTE,
  from: null,
  expiresMs: null,
  notice: false,
  hours: null,
  maxOpen: null,
};

/** `waiting`: more than `above` wait. `estimate`: he would wait longer than `above` ms. `unstaffed`: no agent is there. `closed`: the hours are not open. */
export const FullWhen = Type.Union([
  Type.Object({ is: Type.Literal('waiting'), above: Type.Integer({ minimum: 0, maximum: 10_000 }) }, { additionalProperties: false }),
  Type.Object(
    { is: Type.Literal('estimate'), above: Type.Integer({ minimum: 1_000, maximum: 24 * HOUR }) },
    { additionalProperties: false },
  ),
  Type.Object({ is: Type.Literal('unstaffed') }, { additionalProperties: false }),
  Type.Object({ is: Type.Literal('closed'), hours: IdOf('hrs') }, { additionalProperties: false }),
]);
export type FullWhen = Static<typeof FullWhen>;

const Prompt = Type.String({ pattern: '^[a-z0-9][a-z0-9/_-]{0,119}$' });

export const FullAct = Type.Union([
  /** He is offered to be called back, by a prompt and the key 1, while he stands in the line. */
  Type.Object({ do: Type.Literal('callback') }, { additionalProperties: false }),
  /** A message for the inbox of this queue. */
  Type.Object({ do: Type.Literal('voicemail') }, { additionalProperties: false }),
  Type.Object({ do: Type.Literal('queue'), queue: IdOf('que') }, { additionalProperties: false }),
  /** Hears the prompt, and is let go. */
  Type.Object({ do: Type.Literal('goodbye'), prompt: Prompt }, { additionalProperties: false }),
]);
export type FullAct = Static<typeof FullAct>;

export const FullRule = Type.Object({ when: FullWhen, act: FullAct }, { additionalProperties: false });
export type FullRule = Static<typeof FullRule>;
/** The first that holds counts. */
export const FullRules = Type.Array(FullRule, { maxItems: 8 });
