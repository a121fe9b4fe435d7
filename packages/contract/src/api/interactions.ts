// An interaction as the API shows it: GET /interactions, /interactions/{id}, /interactions/{id}/events, PUT /interactions/{id}/wrap-up.
import { Type, type Static } from 'typebox';
import { ContactChannel } from '../channel.ts';
import { HangupCause, LegQuality } from '../edge.ts';
import { IdOf } from '../ids.ts';
import { Actor } from '../events.ts';
import { MatterKind, MatterState } from '../matter.ts';
import { At } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

export const InteractionState = Type.Union([Type.Literal('open'), Type.Literal('wrap-up'), Type.Literal('closed')]);
const Named = <P extends 'cus' | 'agt' | 'que' | 'flo'>(prefix: P) => Type.Object({ id: IdOf(prefix), name: Type.String() });

export const InteractionSummary = Type.Object({
  id: IdOf('int'),
  channel: ContactChannel,
  direction: Type.Union([Type.Literal('inbound'), Type.Literal('outbound'), Type.Literal('internal')]),
  state: InteractionState,
  /** Where an open one is now, where a closed one ended. */
  stage: Type.Union([Type.Literal('flow'), Type.Literal('queue'), Type.Literal('ring'), Type.Literal('agent'), Type.Literal('other')]),
  customer: Type.Object({ id: IdOf('cus'), name: Type.String(), level: nullable(Type.String()), known: Type.Boolean() }),
  /** The customer's address, and the address of ours he reached. Empty once the customer was erased. */
  remote: Type.String(),
  local: Type.String(),
  queue: nullable(Named('que')),
  agent: nullable(Named('agt')),
  startedAt: At,
  answeredAt: nullable(At),
  endedAt: nullable(At),
  cause: nullable(HangupCause),
  disposition: nullable(Type.String()),
  resolved: nullable(Type.Boolean()),
  recordings: Type.Array(Type.Object({ id: IdOf('rec') })),
  /** Of emergency lanes it came through. */
  tags: Type.Array(Type.String()),
});
export type InteractionSummary = Static<typeof InteractionSummary>;

export const InteractionSegment = Type.Object({
  id: Type.String(),
  /** `consult`: an agent asks a third party; `parked`: the customer waits in a numbered place. */
  kind: Type.Union([Type.Literal('flow'), Type.Literal('queue'), Type.Literal('agent'), Type.Literal('consult'), Type.Literal('parked')]),
  flow: nullable(Named('flo')),
  queue: nullable(Named('que')),
  agent: nullable(Named('agt')),
  startedAt: At,
  endedAt: nullable(At),
  /** How the segment ended: `answered`, `abandoned`, `transferred`... */
  outcome: nullable(Type.String()),
});

export const InteractionLeg = Type.Object({
  id: IdOf('leg'),
  call: IdOf('cal'),
  party: Type.Union([Type.Literal('customer'), Type.Literal('agent'), Type.Literal('consulted'), Type.Literal('other')]),
  startedAt: At,
  answeredAt: nullable(At),
  endedAt: nullable(At),
  cause: nullable(HangupCause),
  sipStatus: nullable(Type.Integer()),
  /** How it sounded; null while it is up, and where it had no audio. */
  quality: nullable(LegQuality),
});

export const InteractionDetail = Type.Intersect([
  InteractionSummary,
  Type.Object({
    /** The thread of its customer on this channel; `contacts`: those of it the caller may see, this one too. */
    conversation: nullable(Type.Object({ id: IdOf('cnv'), startedAt: At, contacts: Type.Integer() })),
    /** Those it is linked to, and the open ones of its customer that it may belong to. Empty for who may not see matters. */
    matters: Type.Array(
      Type.Object({
        id: IdOf('mat'),
        title: Type.String(),
        kind: MatterKind,
        state: MatterState,
        reference: nullable(Type.String()),
        linked: Type.Boolean(),
      }),
    ),
    voicemails: Type.Array(
      Type.Object({
        id: IdOf('vml'),
        recording: IdOf('rec'),
        durationMs: Type.Integer(),
        queue: nullable(Named('que')),
        agent: nullable(Named('agt')),
        state: Type.Union([Type.Literal('new'), Type.Literal('taken'), Type.Literal('done')]),
        leftAt: At,
      }),
    ),
    /** Of a call-back: the contact in which it was asked for. */
    origin: nullable(IdOf('int')),
    /** The unknown caller it was of before somebody said who he is; null where nobody did. Whose it is again where that is taken back. */
    joinedFrom: nullable(IdOf('cus')),
    /** Call-backs that were asked for in this contact. */
    callbacks: Type.Array(IdOf('int')),
    segments: Type.Array(InteractionSegment),
    legs: Type.Array(InteractionLeg),
    wrapUps: Type.Array(
      Type.Object({ agent: IdOf('agt'), disposition: Type.String(), resolved: Type.Boolean(), notes: nullable(Type.String()), at: At }),
    ),
    /** Agents who are writing their wrap-up: until when, and how much longer they may ask for, ms. */
    wrappingUp: Type.Array(Type.Object({ agent: IdOf('agt'), until: nullable(At), moreMs: Type.Integer() })),
    recordings: Type.Array(
      Type.Object({
        id: IdOf('rec'),
        state: Type.Union([Type.Literal('recording'), Type.Literal('sealed'), Type.Literal('lost'), Type.Literal('erased')]),
        durationMs: nullable(Type.Integer()),
        whole: nullable(Type.Boolean()),
        startedAt: At,
      }),
    ),
  }),
]);
export type InteractionDetail = Static<typeof InteractionDetail>;

/** One event as the API shows it: personal data opened where the caller may see the customer, else null. */
export const EventView = Type.Object({
  id: Type.String(),
  cursor: Type.String(),
  type: Type.String(),
  stream: Type.String(),
  version: Type.Integer(),
  at: At,
  actor: Actor,
  data: Type.Record(Type.String(), Type.Unknown()),
});
export type EventView = Static<typeof EventView>;

/** How it ended for the customer, or for the agent. By the definitions of the figures of the same name (GET /kpis/definitions). */
export const ContactOutcome = Type.Union([
  Type.Literal('arrived'),
  Type.Literal('left-in-flow'),
  Type.Literal('offered'),
  Type.Literal('answered'),
  Type.Literal('abandoned'),
  Type.Literal('abandoned-in-queue'),
  Type.Literal('abandoned-in-ring'),
  Type.Literal('short'),
  Type.Literal('flow-out'),
  Type.Literal('handled'),
  Type.Literal('transferred'),
]);
export type ContactOutcome = Static<typeof ContactOutcome>;

const DurationMs = Type.Integer({ minimum: 0, description: 'ms' });
const filters = Type.Object({
  state: Type.Optional(InteractionState),
  customer: Type.Optional(IdOf('cus')),
  conversation: Type.Optional(IdOf('cnv')),
  queue: Type.Optional(IdOf('que')),
  agent: Type.Optional(IdOf('agt')),
  direction: Type.Optional(InteractionSummary.properties.direction),
  /** Those for which the phone of `agent` (the caller's own where left out) rang and was not answered. One's own are listed though they
   * are somebody else's contacts: who called, and nothing more. */
  missed: Type.Optional(Type.Boolean()),
  /** Epoch ms, inclusive from, exclusive to, on `startedAt`. */
  from: Type.Optional(Type.Integer()),
  to: Type.Optional(Type.Integer()),
  /** A part of the customer's name or number. */
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  channel: Type.Optional(InteractionSummary.properties.channel),
  /** An agent of this team took part. */
  team: Type.Optional(IdOf('tem')),
  /** The address of ours, as it is written in `local`. */
  number: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  /** From arrival to end, both inclusive; contacts that have ended. */
  durationMin: Type.Optional(DurationMs),
  durationMax: Type.Optional(DurationMs),
  /** Of the last wrap-up. */
  disposition: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** Whether it has a recording. */
  recorded: Type.Optional(Type.Boolean()),
  /** With it `queue`, `agent`, `team`, `from` and `to` are those of the stay in a queue that had this outcome, as reports count it. */
  outcome: Type.Optional(ContactOutcome),
  /** `agent`: a stay counts when its agent took it, as in reports of agents; when it was queued where left out. */
  per: Type.Optional(Type.Union([Type.Literal('queue'), Type.Literal('agent')])),
});
export const InteractionQuery = Type.Intersect([PageQuery, filters]);
export const InteractionCountQuery = filters;
/** `contacts`: at most `most`. `times`: how often the outcome was counted, for one contact may be in a queue twice; null without an outcome. */
export const InteractionCount = Type.Object({ contacts: Type.Integer(), most: Type.Integer(), times: nullable(Type.Integer()) });
export type InteractionCount = Static<typeof InteractionCount>;
export const InteractionPage = PageOf(InteractionSummary);
export const EventPage = PageOf(EventView);

/** Whose contact it is. */
export const ContactCustomer = Type.Object({ customer: IdOf('cus') }, { additionalProperties: false });

export const WrapUp = Type.Object(
  {
    disposition: Type.String({ minLength: 1, maxLength: 64 }),
    resolved: Type.Boolean(),
    notes: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  { additionalProperties: false },
);
