// The SIP messages of a call, as the edge kept them and as the API shows them. Secrets are masked before they leave the edge.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable } from './page.ts';

const Place = Type.Object({ ip: Type.String(), port: Type.Integer() });

export const TracedMessage = Type.Object({
  at: At,
  /** `in`: it came to us. */
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  transport: Type.Union([Type.Literal('udp'), Type.Literal('tcp'), Type.Literal('tls'), Type.Literal('ws'), Type.Literal('wss')]),
  /** Our end and the far one. */
  local: Place,
  remote: Place,
  text: Type.String(),
});
export type TracedMessage = Static<typeof TracedMessage>;

/** What the edge tells core of one leg. */
export const LegTrace = Type.Object({
  tenant: IdOf('tnt'),
  call: IdOf('cal'),
  leg: IdOf('leg'),
  startedAt: At,
  /** Null while the leg is up. */
  endedAt: nullable(At),
  /** Messages that were not kept, as the leg had its share. */
  left: Type.Integer(),
  messages: Type.Array(TracedMessage),
});
export type LegTrace = Static<typeof LegTrace>;

export const SipTrace = Type.Object({
  /** How many days traces are kept; 0: none are made. */
  keptDays: Type.Integer(),
  legs: Type.Array(
    Type.Object({
      id: IdOf('leg'),
      call: IdOf('cal'),
      startedAt: At,
      endedAt: nullable(At),
      left: Type.Integer(),
    }),
  ),
  /** Of all legs, in the order of their time. */
  messages: Type.Array(
    Type.Intersect([
      TracedMessage,
      Type.Object({
        leg: IdOf('leg'),
        /** The method of a request, the status and reason of a response; empty where the message is neither. */
        title: Type.String(),
        /** `1 INVITE`; empty where it has none. */
        cseq: Type.String(),
        status: nullable(Type.Integer()),
        /** The same message went the same way before. */
        again: Type.Boolean(),
        /** Carries a description of media (SDP). */
        sdp: Type.Boolean(),
      }),
    ]),
  ),
});
export type SipTrace = Static<typeof SipTrace>;

export const TraceFileQuery = Type.Object({
  /** A text where left out. */
  format: Type.Optional(Type.Union([Type.Literal('text'), Type.Literal('pcapng')])),
});
