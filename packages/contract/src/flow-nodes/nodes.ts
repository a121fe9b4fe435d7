// Every kind of flow node. Fields that hold the id of another node are its edges (listed in edges.ts).
import { Type, type Static } from 'typebox';
import { Address } from '../address.ts';
import { SkillNeed } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { TenantText } from '../texts.ts';
import { Condition, VariableName } from './condition.ts';
import { Say, Template } from './say.ts';

export const NodeId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });
const Digit = '^[0-9*#]$';
const Music = Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' });
const Wait = Type.Integer({ minimum: 500, maximum: 60_000 });
const Retries = Type.Integer({ minimum: 0, maximum: 9 });

const node = <K extends string, P extends Parameters<typeof Type.Object>[0]>(type: K, fields: P) =>
  Type.Object({ type: Type.Literal(type), title: Type.Optional(TenantText), ...fields }, { additionalProperties: false });

/** Takes the call. Until then the caller hears ringing and pays nothing. */
export const AnswerNode = node('answer', { next: NodeId });
export const PlayNode = node('play', { say: Say, next: NodeId });

/** One key chooses the way. After `retries` further tries the edge of the last fault is taken. */
export const MenuNode = node('menu', {
  say: Say,
  choices: Type.Record(Type.String({ pattern: Digit }), NodeId, { minProperties: 1 }),
  /** Said before the menu is said again. */
  sayNoInput: Type.Optional(Say),
  sayInvalid: Type.Optional(Say),
  retries: Retries,
  bargeIn: Type.Boolean(),
  firstDigitMs: Wait,
  noInput: NodeId,
  invalid: NodeId,
});

/** Digits into a variable. `failed` is taken after `retries` further tries. */
export const CollectNode = node('collect', {
  say: Say,
  into: VariableName,
  min: Type.Integer({ minimum: 1, maximum: 32 }),
  max: Type.Integer({ minimum: 1, maximum: 32 }),
  terminators: Type.String({ pattern: '^[0-9*#A-D]*$', maxLength: 16 }),
  firstDigitMs: Wait,
  interDigitMs: Wait,
  sayNoInput: Type.Optional(Say),
  sayInvalid: Type.Optional(Say),
  retries: Retries,
  bargeIn: Type.Boolean(),
  next: NodeId,
  failed: NodeId,
});

/** The first case that holds is taken. */
export const BranchNode = node('branch', {
  cases: Type.Array(Type.Object({ when: Condition, next: NodeId }, { additionalProperties: false }), { minItems: 1, maxItems: 50 }),
  otherwise: NodeId,
});

/** The variable `language` chooses the language of all that follows. */
export const SetNode = node('set', { variable: VariableName, value: Type.String({ maxLength: 200 }), next: NodeId });

/** Reads a record; `into` maps variables to its fields. */
export const LookupNode = node('lookup', {
  table: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  key: Template,
  into: Type.Record(VariableName, Type.String({ minLength: 1, maxLength: 60 })),
  found: NodeId,
  notFound: NodeId,
  failed: NodeId,
});

/** Waits in a queue. Being assigned ends the flow. */
export const QueueNode = node('queue', {
  queue: IdOf('que'),
  priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
  skills: Type.Optional(Type.Array(SkillNeed, { maxItems: 20 })),
  /** Shorter than the queue's own limit where given. */
  maxWaitMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 86_400_000 })),
  say: Type.Optional(Say),
  music: Music,
  /** Said between the music from time to time. */
  comfort: Type.Optional(
    Type.Object({ say: Say, everyMs: Type.Integer({ minimum: 10_000, maximum: 600_000 }) }, { additionalProperties: false }),
  ),
  timedOut: NodeId,
  failed: NodeId,
});

export const TransferNode = node('transfer', {
  to: Type.Union([
    Type.Object({ kind: Type.Literal('address'), address: Address }, { additionalProperties: false }),
    Type.Object({ kind: Type.Literal('flow'), flow: IdOf('flo') }, { additionalProperties: false }),
  ]),
  failed: NodeId,
});
export const HangUpNode = node('hang-up', { say: Type.Optional(Say) });
/** The caller hears himself until he leaves. */
export const EchoNode = node('echo', {});
/** Music until the caller leaves. */
export const MusicNode = node('music', { music: Music });

export const FlowNode = Type.Union([
  AnswerNode,
  PlayNode,
  MenuNode,
  CollectNode,
  BranchNode,
  SetNode,
  LookupNode,
  QueueNode,
  TransferNode,
  HangUpNode,
  EchoNode,
  MusicNode,
]);
export type FlowNode = Static<typeof FlowNode>;
export type NodeType = FlowNode['type'];
export type NodeOf<T extends NodeType> = Extract<FlowNode, { type: T }>;

/** Schema by type, so that a fault is told about the node's own kind and not about all twelve. */
export const NODE_SCHEMAS = {
  answer: AnswerNode,
  play: PlayNode,
  menu: MenuNode,
  collect: CollectNode,
  branch: BranchNode,
  set: SetNode,
  lookup: LookupNode,
  queue: QueueNode,
  transfer: TransferNode,
  'hang-up': HangUpNode,
  echo: EchoNode,
  music: MusicNode,
} as const;
