// Live calls: GET /calls, POST /calls (dial out), and what is done with one: hold, transfer, consult, conference, park, digits, hang up.
import { Type, type Static } from 'typebox';
import { LegQuality } from '../edge.ts';
import { IdOf } from '../ids.ts';
import { Monitor } from './monitor.ts';
import { nullable, PageOf } from './page.ts';

export const Party = Type.Object({
  leg: IdOf('leg'),
  role: Type.Union([Type.Literal('customer'), Type.Literal('agent'), Type.Literal('consulted'), Type.Literal('other')]),
  /** `waiting`: not called yet. `held`: hears music. */
  state: Type.Union([Type.Literal('waiting'), Type.Literal('ringing'), Type.Literal('up'), Type.Literal('held')]),
  agent: nullable(IdOf('agt')),
  /** As shown to people: the customer's or agent's name, else the number. */
  name: Type.String(),
  /** Of its audio, in the last ten seconds or so; null where nothing is known (yet). */
  quality: nullable(LegQuality),
  /** It has sounded badly for a while, and still does. */
  poor: Type.Boolean(),
});
export type Party = Static<typeof Party>;

export const LiveCall = Type.Object({
  id: IdOf('cal'),
  interaction: IdOf('int'),
  stage: Type.Union([Type.Literal('flow'), Type.Literal('ring'), Type.Literal('agent'), Type.Literal('other')]),
  answered: Type.Boolean(),
  agent: nullable(IdOf('agt')),
  /** The agent's phone that has the talk, and another of his that rings to take it over. */
  device: nullable(IdOf('dev')),
  carrying: nullable(IdOf('dev')),
  queue: nullable(IdOf('que')),
  /** Who put the call on hold, if anybody did. */
  hold: nullable(Type.Union([Type.Literal('agent'), Type.Literal('customer'), Type.Literal('api')])),
  recording: nullable(IdOf('rec')),
  parties: Type.Array(Party),
  /** Where the customer is parked, and since when for how long: epoch ms of the time-out. */
  parked: nullable(Type.Object({ place: Type.String(), by: IdOf('agt'), until: Type.Integer() })),
  /** The third party rings, talks with the agent, waits while the agent talks with the customer, or all three talk. */
  consult: nullable(Type.Union([Type.Literal('ringing'), Type.Literal('consulted'), Type.Literal('customer'), Type.Literal('conference')])),
  /** A supervisor with the call. One who only listens is shown to those who may monitor it; one who speaks or is announced, to all. */
  monitor: nullable(Monitor),
});
export type LiveCall = Static<typeof LiveCall>;
export const LiveCallPage = PageOf(LiveCall);

const Dialled = Type.String({ minLength: 1, maxLength: 64, pattern: '^[+A-Za-z0-9*#._ ()-]+$' });

/** `target` is dialled text: a number of ours (4003), a device's user name (agent2), an agent's id (his phone), or an outside number. */
export const Transfer = Type.Object({ target: Dialled }, { additionalProperties: false });

/** `target`: a device's user name, an agent's id or an outside number. */
export const ConsultRequest = Type.Object({ target: Dialled }, { additionalProperties: false });

export const DialOut = Type.Object(
  {
    /** An outside number, a device's user name or an agent's id, as dialled in the tenant's country. */
    to: Dialled,
    /** The number shown to the callee, where the trunk lets it be shown. */
    from: Type.Optional(Dialled),
    /** Whose contact it is; else found, or made, by the number. */
    customer: Type.Optional(IdOf('cus')),
    /** How long the callee may ring. */
    timeoutMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 120_000 })),
    /** What the agent's own phone shows while it rings; the callee's name or number where left out. */
    display: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);

/** One of the agent's own phones, to go on with the talk from; the one that would ring for him, or his first other one, where left out. */
export const Carry = Type.Object({ device: Type.Optional(IdOf('dev')) }, { additionalProperties: false });

/** Keys pressed on the agent's behalf, towards whom he talks with. */
export const Digits = Type.Object({ digits: Type.String({ pattern: '^[0-9*#A-D]{1,32}$' }) }, { additionalProperties: false });

/** `place`: 7001 to 7099; the lowest free one where left out. */
export const ParkRequest = Type.Object(
  {
    place: Type.Optional(Type.String({ pattern: '^70[0-9]{2}$' })),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 1_800_000 })),
  },
  { additionalProperties: false },
);

export const ParkedCall = Type.Object({
  place: Type.String(),
  call: IdOf('cal'),
  interaction: IdOf('int'),
  by: IdOf('agt'),
  byName: Type.String(),
  queue: nullable(IdOf('que')),
  /** Epoch ms at which he goes back. */
  until: Type.Integer(),
});
export const ParkedPage = PageOf(ParkedCall);
