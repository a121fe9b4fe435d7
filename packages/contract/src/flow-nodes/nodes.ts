// Every kind of flow node. Fields that hold the id of another node are its edges (listed in edges.ts).
import { Type, type Static } from 'typebox';
import { Address } from '../address.ts';
import { IdOf } from '../ids.ts';
import { Cel, Condition, VariableName } from './condition.ts';
import { node, NodeId } from './node.ts';
import { DialNode, HoursNode, HttpNode, ReturnNode, SubFlowNode } from './outside.ts';
import { Music, QueueNode, SkillsNode } from './queue.ts';
import { RecordNode, VoicemailNode } from './recorded.ts';
import { Say, Template } from './say.ts';

export { NodeId } from './node.ts';
const Digit = '^[0-9*#]$';
const Wait = Type.Integer({ minimum: 500, maximum: 60_000 });
const Retries = Type.Integer({ minimum: 0, maximum: 9 });

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

/** One of `value` (a template) and `cel` (an expression). The variable `language` chooses the language of all that follows. */
export const SetNode = node('set', {
  variable: VariableName,
  value: Type.Optional(Type.String({ maxLength: 200 })),
  cel: Type.Optional(Cel),
  next: NodeId,
});

/** Reads a record; `into` maps variables to its fields. */
export const LookupNode = node('lookup', {
  table: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  key: Template,
  into: Type.Record(VariableName, Type.String({ minLength: 1, maxLength: 60 })),
  found: NodeId,
  notFound: NodeId,
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
  SkillsNode,
  HoursNode,
  HttpNode,
  DialNode,
  VoicemailNode,
  RecordNode,
  SubFlowNode,
  ReturnNode,
  TransferNode,
  HangUpNode,
  EchoNode,
  MusicNode,
]);
export type FlowNode = Static<typeof FlowNode>;
export type NodeType = FlowNode['type'];
export type NodeOf<T extends NodeType> = Extract<FlowNode, { type: T }>;

/** Schema by type, so that a fault is told about the node's own kind and not about all of them. */
export const NODE_SCHEMAS = {
  answer: AnswerNode,
  play: PlayNode,
  menu: MenuNode,
  collect: CollectNode,
  branch: BranchNode,
  set: SetNode,
  lookup: LookupNode,
  queue: QueueNode,
  skills: SkillsNode,
  hours: HoursNode,
  http: HttpNode,
  dial: DialNode,
  voicemail: VoicemailNode,
  record: RecordNode,
  'sub-flow': SubFlowNode,
  return: ReturnNode,
  transfer: TransferNode,
  'hang-up': HangUpNode,
  echo: EchoNode,
  music: MusicNode,
} as const;
