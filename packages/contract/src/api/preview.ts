// What would happen to a contact: POST /routing/preview. Nothing is called, stored or changed by it.
import { Type, type Static } from 'typebox';
import { SkillNeed } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { OpenRange, OpenState } from '../opening.ts';
import { PriorityPart } from '../priority.ts';
import { AgentOrder } from '../routing.ts';
import { At, Language, TenantText } from '../texts.ts';
import { nullable } from './page.ts';
import { QueuePatch } from './queues.ts';

/** Answers by the number of their question: what a caller presses, or how something outside turns out. */
const Answers = Type.Array(nullable(Type.String({ maxLength: 60 })), { maxItems: 60 });

export const PreviewRequest = Type.Object(
  {
    from: Type.Union([
      Type.Object({ number: IdOf('num') }, { additionalProperties: false }),
      Type.Object({ flow: IdOf('flo') }, { additionalProperties: false }),
      /** Straight into the line. */
      Type.Object({ queue: IdOf('que') }, { additionalProperties: false }),
    ]),
    /** On the wall of the company's zone, `2026-11-29T18:05`. */
    at: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$' }),
    customer: Type.Object(
      { known: Type.Boolean(), level: nullable(Type.String({ maxLength: 60 })), language: nullable(Language) },
      { additionalProperties: false },
    ),
    /** How the queues stand that he comes to. */
    line: Type.Object(
      {
        waiting: Type.Integer({ minimum: 0, maximum: 10_000 }),
        estimateMs: nullable(Type.Integer({ minimum: 0, maximum: 86_400_000 })),
        staffed: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
    answers: Answers,
    /** Settings of a queue that are tried before they are saved; what is left out is as it is. */
    unsaved: Type.Optional(Type.Object({ queue: IdOf('que'), settings: QueuePatch }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type PreviewRequest = Static<typeof PreviewRequest>;

/** `menu`: a key; `collect`: digits; the others are about what lies outside of the flow. */
const QuestionKind = Type.Union([
  Type.Literal('menu'),
  Type.Literal('collect'),
  Type.Literal('lookup'),
  Type.Literal('http'),
  Type.Literal('dial'),
  Type.Literal('transfer'),
  Type.Literal('record'),
  Type.Literal('lane'),
  Type.Literal('queue'),
]);
export const PreviewQuestion = Type.Object({
  /** Its place in `answers`. */
  number: Type.Integer(),
  about: QuestionKind,
  /** Words of ours (`no-input`, `ok`, `answered`), keys, or statuses, with the title of the node they lead to where that is known; empty: digits are typed. */
  options: Type.Array(Type.Object({ value: Type.String(), to: nullable(TenantText) })),
  chosen: Type.String(),
});
export type PreviewQuestion = Static<typeof PreviewQuestion>;

/** What is heard; a prompt by its name. */
const Heard = Type.Object({ prompt: nullable(Type.String()), text: nullable(TenantText), value: nullable(Type.String()) });
export type Heard = Static<typeof Heard>;

/** Who is asked from `afterMs` of waiting on, beside those before. */
export const PreviewRing = Type.Object({
  afterMs: Type.Integer(),
  /** Whose members are asked by then. */
  queues: Type.Array(Type.Object({ id: IdOf('que'), name: TenantText })),
  /** Levels that are asked for by then, where they are lower than written; 0: no longer asked for. */
  eased: Type.Array(Type.Object({ name: TenantText, level: Type.Integer() })),
  /** Who fits from then on and did not before. `count` of them, the first of them by name. */
  count: Type.Integer(),
  agents: Type.Array(Type.Object({ id: IdOf('agt'), name: Type.String() })),
});
export const PreviewQueue = Type.Object({
  queue: Type.Object({ id: IdOf('que'), name: TenantText }),
  /** What its priority is the sum of; each point counts as so many ms waited. */
  points: Type.Object({ parts: Type.Array(PriorityPart), eachMs: Type.Integer() }),
  needs: Type.Array(Type.Object({ skill: SkillNeed.properties.skill, name: TenantText, level: Type.Integer() })),
  requires: nullable(Type.String()),
  order: AgentOrder,
  /** Who is asked first where all who fit are there and have been idle equally long; null: nobody fits. */
  first: nullable(Type.Object({ id: IdOf('agt'), name: Type.String() })),
  rings: Type.Array(PreviewRing),
  maxWaitMs: nullable(Type.Integer()),
  maxWaiting: nullable(Type.Integer()),
  /** So long the agent who spoke with him last is asked alone, where he is known. */
  lastAgentMs: Type.Integer(),
});
export type PreviewQueue = Static<typeof PreviewQueue>;

/** `afterMs`: of the whole way; what is said takes no time here, waiting does. */
const at = { afterMs: Type.Integer() };
const node = { node: Type.String(), type: Type.String(), title: nullable(TenantText) };
export const PreviewStep = Type.Union([
  Type.Object({ ...at, kind: Type.Literal('flow'), flow: IdOf('flo'), name: TenantText, version: Type.Integer() }),
  Type.Object({ ...at, kind: Type.Literal('node'), ...node, fault: nullable(Type.String()) }),
  Type.Object({ ...at, kind: Type.Literal('said'), heard: Type.Array(Heard) }),
  Type.Object({
    ...at,
    kind: Type.Literal('hours'),
    state: nullable(OpenState),
    /** Null: hours of the node's own. */
    name: nullable(TenantText),
    overridden: Type.Boolean(),
    /** The special day that decides, by name where it has one; null: the week does. */
    special: nullable(Type.Object({ name: nullable(TenantText) })),
    on: nullable(Type.String()),
    open: Type.Array(OpenRange),
  }),
  Type.Object({ ...at, kind: Type.Literal('question'), question: PreviewQuestion, asks: nullable(Type.String()) }),
  Type.Object({ ...at, kind: Type.Literal('lane'), name: nullable(TenantText), through: Type.Boolean() }),
  Type.Object({ ...at, kind: Type.Literal('queue'), line: PreviewQueue }),
  /** The queue does not take him: it is full, or there is none. */
  Type.Object({ ...at, kind: Type.Literal('refused'), queue: IdOf('que') }),
  Type.Object({
    ...at,
    kind: Type.Literal('left-queue'),
    why: Type.Union([Type.Literal('answered'), Type.Literal('limit'), Type.Literal('way')]),
  }),
  Type.Object({ ...at, kind: Type.Literal('call-back') }),
  Type.Object({ ...at, kind: Type.Literal('message') }),
  Type.Object({
    ...at,
    kind: Type.Literal('end'),
    outcome: Type.Union([
      Type.Literal('hung-up'),
      Type.Literal('transferred'),
      Type.Literal('assigned'),
      Type.Literal('customer-left'),
      Type.Literal('failed'),
      /** Waits, or hears music, until somebody answers or he leaves. */
      Type.Literal('stays'),
      /** More than is followed here. */
      Type.Literal('cut'),
    ]),
    detail: nullable(Type.String()),
  }),
]);
export type PreviewStep = Static<typeof PreviewStep>;

export const Preview = Type.Object({
  at: At,
  zone: Type.String(),
  steps: Type.Array(PreviewStep),
});
export type Preview = Static<typeof Preview>;
