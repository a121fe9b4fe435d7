// Agents as the API shows them: GET /agents, GET /agents/{id}, PUT /agents/{id}/presence.
import { Type, type Static } from 'typebox';
import { Presence } from '../events/others.ts';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { DeviceKind } from './devices.ts';
import { InteractionSummary } from './interactions.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

/**
 * What a screen shows in one word, derived from the axes and from what routing gave the agent. In the order of precedence:
 * `offered` (rings), `on-contact`, `wrap-up`, `offline` (signed out or declared so), `away`, `busy` (declared), `available` (but not on queue),
 * `unreachable` (on queue, no device registered), `not-responding` (did not take an offer, is left alone for a moment), `resting` (has a moment to breathe after a contact), `idle` (waits for work).
 */
export const AgentState = Type.Union([
  Type.Literal('offered'),
  Type.Literal('on-contact'),
  Type.Literal('wrap-up'),
  Type.Literal('offline'),
  Type.Literal('away'),
  Type.Literal('busy'),
  Type.Literal('available'),
  Type.Literal('unreachable'),
  Type.Literal('not-responding'),
  Type.Literal('resting'),
  Type.Literal('idle'),
]);
export type AgentState = Static<typeof AgentState>;

export const AgentPresence = Type.Object({
  signedIn: Type.Boolean(),
  presence: Presence,
  /** Why away or busy, in the tenant's own words; null where not said. */
  reason: nullable(Type.String()),
  onQueue: Type.Boolean(),
  /** A device of the agent is registered. */
  reachable: Type.Boolean(),
  /** When the declared part last changed; null where it never did. */
  since: nullable(At),
  /** Why somebody else set it; null where nobody did, and to colleagues. */
  forced: nullable(Type.Object({ by: IdOf('usr'), note: Type.String() })),
});
export type AgentPresence = Static<typeof AgentPresence>;

/**
 * How an agent is in his contact. `ringing`: his phone rings for it. `calling`: he waits for whom he called. `held`: the customer hears music.
 * `consulting`: he talks with a third party while the customer waits. `conference`: all three talk. `wrap-up`: the talk is over.
 */
export const AgentPhase = Type.Union([
  Type.Literal('ringing'),
  Type.Literal('calling'),
  Type.Literal('talking'),
  Type.Literal('held'),
  Type.Literal('consulting'),
  Type.Literal('conference'),
  Type.Literal('wrap-up'),
]);
export type AgentPhase = Static<typeof AgentPhase>;

/** The contact an agent is offered, has or wraps up. */
export const AgentContact = Type.Object({
  interaction: IdOf('int'),
  phase: AgentPhase,
  /** The customer's name, empty where it is not known; and his address, empty once he was erased. */
  customer: Type.String(),
  remote: Type.String(),
  /** Of a consultation: the third party, or to him the agent who asks; his name or number. */
  other: nullable(Type.String()),
  direction: InteractionSummary.properties.direction,
  queue: nullable(Type.Object({ id: IdOf('que'), name: Type.String() })),
  /** When the contact began, which is before this agent had it. */
  startedAt: At,
  /** The phone of his that rings or has the talk; null in wrap-up, and where it is not known. */
  device: nullable(Type.Object({ id: IdOf('dev'), kind: DeviceKind, username: Type.String() })),
});
export type AgentContact = Static<typeof AgentContact>;

export const AgentView = Type.Object({
  id: IdOf('agt'),
  name: Type.String(),
  team: nullable(Type.Object({ id: IdOf('tem'), name: Type.String() })),
  presence: AgentPresence,
  state: AgentState,
  /** Since when he is in that state; null where nobody wrote it down. */
  since: nullable(At),
  /** Null where he has none, and to callers who may not see it. */
  contact: nullable(AgentContact),
  /** Contacts the agent is offered, has or wraps up. */
  workCount: Type.Integer(),
  /** The current work, and when its ringing or wrap-up, or the agent's rest, after a missed offer or after a contact, ends by itself. */
  work: nullable(IdOf('wrk')),
  until: nullable(At),
});
export type AgentView = Static<typeof AgentView>;

export const AgentQuery = Type.Intersect([PageQuery, Type.Object({ team: Type.Optional(IdOf('tem')) })]);
export const AgentPage = PageOf(AgentView);

/** `reason` is dropped where `presence` is `available`; `onQueue` stays as it was where left out. */
export const SetPresence = Type.Object(
  { presence: Presence, reason: Type.Optional(nullable(Type.String({ maxLength: 64 }))), onQueue: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type SetPresence = Static<typeof SetPresence>;

const Note = Type.String({ minLength: 1, maxLength: 200 });
/** A supervisor declares it for an agent; `note` says why, and the agent is shown it. */
export const ForcePresence = Type.Object({ ...SetPresence.properties, note: Note }, { additionalProperties: false });
export type ForcePresence = Static<typeof ForcePresence>;
export const LogOut = Type.Object({ note: Note }, { additionalProperties: false });
