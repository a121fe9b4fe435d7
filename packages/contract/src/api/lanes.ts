// Emergency lanes: what is told and who comes first while something is out of the ordinary. /lanes, POST /lanes/{id}/open, /close, /dismiss.
import { Type, type Static } from 'typebox';
import { Say } from '../flow-nodes/say.ts';
import { IdOf } from '../ids.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

const Window = Type.Integer({ minimum: 10_000, maximum: 3_600_000 });

/** When the lane is to be opened by itself, or proposed: at the first of these that holds. At least one is given. */
export const SurgeRule = Type.Object(
  {
    /** So many contacts came within `withinMs`. */
    arrivals: nullable(
      Type.Object({ count: Type.Integer({ minimum: 1, maximum: 100_000 }), withinMs: Window }, { additionalProperties: false }),
    ),
    /** `factor` times as many came within `withinMs` as at this time of the week in the last four weeks, on average, and at least `least`. */
    times: nullable(
      Type.Object(
        { factor: Type.Number({ minimum: 1.1, maximum: 100 }), least: Type.Integer({ minimum: 1, maximum: 100_000 }), withinMs: Window },
        { additionalProperties: false },
      ),
    ),
    /** More than so many wait now. */
    waiting: nullable(Type.Integer({ minimum: 0, maximum: 100_000 })),
    /** At least so many customers of these levels (any, where none is named) have waited longer than `longerMs`. Left out by earlier versions. */
    late: Type.Optional(
      nullable(
        Type.Object(
          {
            count: Type.Integer({ minimum: 1, maximum: 100_000 }),
            longerMs: Type.Integer({ minimum: 1_000, maximum: 86_400_000 }),
            levels: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20, uniqueItems: true }),
          },
          { additionalProperties: false },
        ),
      ),
    ),
    /** True: it is only proposed, and a person opens it. */
    confirm: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type SurgeRule = Static<typeof SurgeRule>;

const fields = {
  name: TenantText,
  /** Whom it is about: contacts of these queues, to these numbers, of customers of these levels. An empty list leaves nobody out. */
  queues: Type.Array(IdOf('que'), { maxItems: 100, uniqueItems: true }),
  numbers: Type.Array(IdOf('num'), { maxItems: 100, uniqueItems: true }),
  levels: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20, uniqueItems: true }),
  /** Heard first: before the flow, or where queues are named before the line of such a queue. Holds prompts and texts, no variables. */
  say: Say,
  /** The key by which a caller says that it concerns him; null: it concerns everybody who hears it. */
  key: nullable(Type.String({ pattern: '^[0-9*#]$' })),
  /** Comes on top of the contact's own priority. */
  priority: Type.Integer({ minimum: 0, maximum: 100 }),
  /** Whoever waits is offered to be called back at once. */
  callback: Type.Boolean(),
  /** Put on each contact that came through the lane, and kept. */
  tag: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }),
  surge: nullable(SurgeRule),
};

/** What a surge rule saw; `usual` is the mean of the last weeks where it was compared with. */
export const SurgeSeen = Type.Object({
  figure: Type.Union([Type.Literal('arrivals'), Type.Literal('times'), Type.Literal('waiting'), Type.Literal('late')]),
  value: Type.Integer(),
  usual: nullable(Type.Number()),
});
export type SurgeSeen = Static<typeof SurgeSeen>;

export const LaneState = Type.Union([Type.Literal('closed'), Type.Literal('proposed'), Type.Literal('open')]);
export type LaneState = Static<typeof LaneState>;

export const Lane = Type.Object({
  id: IdOf('lan'),
  ...fields,
  state: LaneState,
  /** Since when it is in this state; null where it never was in another. */
  since: nullable(At),
  /** Who opened or closed it; null where nobody did, or a machine. */
  by: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  reason: nullable(Type.String()),
  /** Why it is proposed, or was opened by itself. */
  seen: nullable(SurgeSeen),
  /** Contacts that came through it since it was opened last. */
  contacts: Type.Integer(),
});
export type Lane = Static<typeof Lane>;
export const LanePage = PageOf(Lane);

export const NewLane = Type.Object({ id: Type.Optional(IdOf('lan')), ...fields }, { additionalProperties: false });
export type NewLane = Static<typeof NewLane>;
export const LanePatch = Type.Partial(Type.Object(fields, { additionalProperties: false }), { additionalProperties: false });
export type LanePatch = Static<typeof LanePatch>;

export const LaneReason = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false });
