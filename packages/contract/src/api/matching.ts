// Matching by predicted outcome: GET /matching, GET and PATCH /matching/{id} (a queue's id), POST /matching/{id}/learn and /resume.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { AgentOrder, WorkChannel } from '../routing.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

const settings = {
  /** `automatic`: falls back to longest idle where matching does harm. `always`: never, on the word of whoever set it. */
  mode: Type.Union([Type.Literal('off'), Type.Literal('automatic'), Type.Literal('always')]),
  /** What is made little: handling time, or handling time for each contact that is resolved. */
  goal: Type.Union([Type.Literal('time'), Type.Literal('solved')]),
  /** Share of the contacts that are asked by longest idle all the same, to see what matching is worth. */
  holdOut: Type.Number({ minimum: 0.02, maximum: 0.5 }),
  /** So much more than the mean share of time at work an agent may have before he is asked after the others; null: no limit. */
  cap: nullable(Type.Number({ minimum: 0.05, maximum: 2 })),
};
export const MatchingSettings = Type.Object(settings);
export type MatchingSettings = Static<typeof MatchingSettings>;
export const MatchingPatch = Type.Partial(Type.Object(settings), { additionalProperties: false, minProperties: 1 });
export type MatchingPatch = Static<typeof MatchingPatch>;

/** The queue's order is another one: nothing is matched whatever is set here. `learning`: too few contacts yet. */
export const MatchingState = Type.Union([
  Type.Literal('off'),
  Type.Literal('learning'),
  Type.Literal('matching'),
  Type.Literal('fallen-back'),
]);
export type MatchingState = Static<typeof MatchingState>;

/** `halfWidth` of the 95 % interval; `always` of the one that holds at every look at once, which the fall-back goes by. Shares: 0.2 is 20 %. */
const Measured = Type.Object({ value: Type.Number(), halfWidth: Type.Number(), always: Type.Number() });
export type MatchingMeasured = Static<typeof Measured>;

/**
 * Why a queue fell back: `longer` handling times, `less-resolved`, or predictions that no longer come true (`drift`). `value` was measured, and not even
 * `bound`, the end of its interval, is good enough.
 */
export const MatchingFallBack = Type.Object({
  reason: Type.Union([Type.Literal('longer'), Type.Literal('less-resolved'), Type.Literal('drift')]),
  at: At,
  value: Type.Number(),
  bound: Type.Number(),
});
export type MatchingFallBack = Static<typeof MatchingFallBack>;

const Count = Type.Integer({ minimum: 0 });
const queue = {
  queue: Type.Object({ id: IdOf('que'), name: TenantText }),
  /** Of the queue: matching needs `best-outcome`. */
  order: AgentOrder,
  settings: MatchingSettings,
  state: MatchingState,
  fallBack: nullable(MatchingFallBack),
  /** Number of the model in force, when it was learned, and from how many contacts; 0 and null: none yet. */
  model: Count,
  learnedAt: nullable(At),
  contacts: Count,
  /** How much agents differ: coefficient of variation of their handling times, in general and at single issues beyond that. */
  spread: nullable(Type.Object({ general: Type.Number(), special: Type.Number() })),
  /** Since then it is measured. */
  since: nullable(At),
  uplift: Type.Object({
    matched: Count,
    heldOut: Count,
    /** Share by which the mean handling time is cut, corrected for who was left over to the held-out contacts. */
    cut: nullable(Measured),
    plain: nullable(Measured),
    resolved: nullable(Measured),
  }),
  /** Which share of the predicted differences came true in the last two weeks; below 0.5 everybody's average predicts better. */
  comesTrue: nullable(Measured),
};
export const MatchingQueue = Type.Object(queue);
export type MatchingQueue = Static<typeof MatchingQueue>;
export const MatchingPage = PageOf(MatchingQueue);

export const MatchingDetail = Type.Object({
  ...queue,
  issues: Type.Array(
    Type.Object({
      /** Null: any contact of the queue. */
      issue: nullable(
        Type.Object({
          channel: WorkChannel,
          skills: Type.Array(Type.Object({ id: IdOf('skl'), name: TenantText })),
          topic: nullable(Type.String()),
        }),
      ),
      contacts: Count,
      averageMs: Type.Number(),
      /** Best first. `lowMs` and `highMs`: 95 % interval of his mean. `resolved`: null where it is not known. */
      agents: Type.Array(
        Type.Object({
          agent: Type.Object({ id: IdOf('agt'), name: Type.String() }),
          handleMs: Type.Number(),
          lowMs: Type.Number(),
          highMs: Type.Number(),
          resolved: nullable(Type.Number()),
          cost: Type.Number(),
          contacts: Count,
        }),
      ),
    }),
  ),
});
export type MatchingDetail = Static<typeof MatchingDetail>;
