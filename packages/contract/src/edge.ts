// The wire between core and edge: commands that core gives, and reports that come back. Commands are idempotent by the ids in them.
// Reports with an `n` are facts: the edge journals them before it sends them, and sends them again until core acknowledges `n`.
import { Type, type Static } from 'typebox';
import { Address } from './address.ts';
import { DialRule, TrunkCaller, TrunkLookup, TrunkTarget, TrunkTransport } from './api/numbers.ts';
import { IdOf } from './ids.ts';
import { MediaEncryption } from './media-encryption.ts';
import { At, Language } from './texts.ts';

/** One thing to be heard. `prompt` names a committed file `assets/prompts/<language>/<prompt>.wav`. */
export const PlayItem = Type.Union([
  Type.Object({ kind: Type.Literal('prompt'), prompt: Type.String({ pattern: '^[a-z0-9][a-z0-9/-]*$' }), language: Language }),
  Type.Object({ kind: Type.Literal('music'), music: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' }) }),
  Type.Object({
    kind: Type.Literal('tone'),
    tone: Type.Union([Type.Literal('ringback'), Type.Literal('busy'), Type.Literal('beep'), Type.Literal('congestion')]),
  }),
  Type.Object({ kind: Type.Literal('silence'), ms: Type.Integer({ minimum: 20, maximum: 60_000 }) }),
  /** Speech made at run time: the SHA-256 (hex) of a WAV that was handed over by the port's call `clip` before. */
  Type.Object({ kind: Type.Literal('clip'), clip: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
]);
export type PlayItem = Static<typeof PlayItem>;

/** Why a leg ended, for every way it can. The SIP status or Q.850 cause that led to it stands beside it in the report. */
export const HangupCause = Type.Union([
  Type.Literal('normal'), // BYE after answer
  Type.Literal('cancelled'), // the caller gave up before answer
  Type.Literal('busy'),
  Type.Literal('no-answer'),
  Type.Literal('declined'),
  Type.Literal('not-found'),
  Type.Literal('unreachable'), // no registration, transport error, time-out of signalling
  Type.Literal('not-allowed'),
  Type.Literal('bad-request'),
  Type.Literal('media-failed'), // no codec in common, no ports, RTP stopped
  Type.Literal('congestion'),
  Type.Literal('transferred'),
  Type.Literal('withdrawn'), // we took an offer back
  Type.Literal('system-restart'), // drained at shutdown
  Type.Literal('system-crash'), // the process died under the call
  Type.Literal('failed'),
]);
export type HangupCause = Static<typeof HangupCause>;

export const Collect = Type.Object({
  min: Type.Integer({ minimum: 1, maximum: 32 }),
  max: Type.Integer({ minimum: 1, maximum: 32 }),
  /** Keys that end the input early and are not part of it, e.g. `#`. */
  terminators: Type.String({ pattern: '^[0-9*#A-D]*$' }),
  firstDigitMs: Type.Integer({ minimum: 100, maximum: 60_000 }),
  interDigitMs: Type.Integer({ minimum: 100, maximum: 60_000 }),
});
export type Collect = Static<typeof Collect>;

const Gain = Type.Object({ listener: IdOf('leg'), speaker: IdOf('leg'), gain: Type.Number({ minimum: 0, maximum: 4 }) });

export const EdgeCommand = Type.Union([
  Type.Object({ do: Type.Literal('ring'), leg: IdOf('leg') }),
  Type.Object({ do: Type.Literal('answer'), leg: IdOf('leg') }),
  Type.Object({ do: Type.Literal('hangup'), leg: IdOf('leg'), cause: HangupCause }),
  Type.Object({
    do: Type.Literal('dial'),
    tenant: IdOf('tnt'),
    leg: IdOf('leg'),
    call: IdOf('cal'),
    to: Type.Union([
      Type.Object({ kind: Type.Literal('device'), device: IdOf('dev') }),
      Type.Object({
        kind: Type.Literal('trunk'),
        trunk: IdOf('trk'),
        /** Where it goes over when the trunk fails before anything rings (RFC 3263, section 4.3: a 503 or no answer at all), in this order. */
        others: Type.Optional(Type.Array(IdOf('trk'), { maxItems: 9 })),
        address: Address,
      }),
    ]),
    from: Type.Object({ address: Address, display: Type.String({ maxLength: 64 }) }),
    timeoutMs: Type.Integer({ minimum: 1_000, maximum: 600_000 }),
    /** Its far end is to answer by itself: phones are asked to in the words they know. */
    autoAnswer: Type.Optional(Type.Boolean()),
  }),
  Type.Object({
    do: Type.Literal('play'),
    leg: IdOf('leg'),
    play: Type.String(),
    items: Type.Array(PlayItem, { minItems: 1 }),
    loop: Type.Boolean(),
  }),
  Type.Object({ do: Type.Literal('stop'), leg: IdOf('leg') }),
  Type.Object({
    do: Type.Literal('ask'),
    leg: IdOf('leg'),
    ask: Type.String(),
    items: Type.Array(PlayItem),
    collect: Collect,
    bargeIn: Type.Boolean(),
  }),
  Type.Object({ do: Type.Literal('mix'), call: IdOf('cal'), gains: Type.Array(Gain) }),
  Type.Object({
    do: Type.Literal('record'),
    tenant: IdOf('tnt'),
    recording: IdOf('rec'),
    call: IdOf('cal'),
    left: Type.Array(IdOf('leg')),
    right: Type.Array(IdOf('leg')),
    /** Base64 of the 32-byte data key, and the same key wrapped for the file's header. */
    dataKey: Type.String(),
    wrappedKey: Type.String(),
  }),
  Type.Object({ do: Type.Literal('stop-recording'), recording: IdOf('rec') }),
  /** Somebody listens beside the call: its audio is told in `audio` events. To be said again within 12 s, also with other legs, or it ends. */
  Type.Object({ do: Type.Literal('listen'), listen: Type.String(), left: Type.Array(IdOf('leg')), right: Type.Array(IdOf('leg')) }),
  Type.Object({ do: Type.Literal('stop-listening'), listen: Type.String() }),
  /** The leg goes over to another call's room: its far end is told the new media address by re-INVITE. Told by `leg.moved`. */
  Type.Object({ do: Type.Literal('move'), leg: IdOf('leg'), call: IdOf('cal') }),
  /** Keys pressed on behalf of a party, as telephone-events to the leg's far end. */
  Type.Object({ do: Type.Literal('send-digits'), leg: IdOf('leg'), digits: Type.String({ pattern: '^[0-9*#A-D]{1,32}$' }) }),
  /** The outcome of a transfer that a phone asked for by REFER, told to it by NOTIFY (RFC 3515, section 2.4.4). */
  Type.Object({
    do: Type.Literal('transfer-result'),
    leg: IdOf('leg'),
    transfer: Type.String(),
    status: Type.Integer({ minimum: 200, maximum: 699 }),
  }),
]);
export type EdgeCommand = Static<typeof EdgeCommand>;

/** How a leg sounded, both ways. Loss is what was lost or came too late to be heard; a score takes what was heard from a copy (Opus) for heard. */
export const LegQuality = Type.Object({
  codec: Type.Union([Type.Literal('PCMU'), Type.Literal('PCMA'), Type.Literal('OPUS'), Type.Null()]),
  /** SRTP by keys that came over TLS (RFC 4568) or were agreed on by DTLS (RFC 5764); null: plain RTP. Absent in what was written before. */
  encryption: Type.Optional(Type.Union([Type.Literal('sdes'), Type.Literal('dtls'), Type.Null()])),
  packetsSent: Type.Integer(),
  packetsReceived: Type.Integer(),
  packetsLost: Type.Integer(),
  jitterMs: Type.Number(),
  lossPercent: Type.Number(),
  /** Null where the far end sends no RTCP. */
  rttMs: Type.Union([Type.Number(), Type.Null()]),
  /** Mean opinion score of what we hear of it, 1 to 4.5 (E-model, ITU-T G.107); null where nothing was heard. */
  mos: Type.Union([Type.Number(), Type.Null()]),
  /** What the far end says of what it hears from us; null where it says nothing. */
  remote: Type.Union([Type.Object({ lossPercent: Type.Number(), jitterMs: Type.Number(), mos: Type.Number() }), Type.Null()]),
});
export type LegQuality = Static<typeof LegQuality>;

const report = <K extends string, P extends Parameters<typeof Type.Object>[0]>(kind: K, properties: P) =>
  Type.Object({ kind: Type.Literal(kind), at: At, ...properties });

const ended = {
  cause: HangupCause,
  by: Type.Union([Type.Literal('remote'), Type.Literal('local'), Type.Literal('system')]),
  sipStatus: Type.Union([Type.Integer(), Type.Null()]),
};

/** Facts: journaled, delivered at least once, in order. */
export const EdgeFact = Type.Union([
  report('leg.arrived', {
    tenant: IdOf('tnt'),
    leg: IdOf('leg'),
    call: IdOf('cal'),
    source: Type.Union([
      Type.Object({ kind: Type.Literal('trunk'), trunk: IdOf('trk') }),
      Type.Object({ kind: Type.Literal('device'), device: IdOf('dev') }),
    ]),
    from: Address,
    display: Type.String(),
    to: Address,
    sipCallId: Type.String(),
    /** The leg of ours that the caller's Replaces header names (RFC 3891): he takes its place. */
    replaces: Type.Optional(IdOf('leg')),
  }),
  report('leg.dialled', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal') }),
  report('leg.ringing', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal') }),
  report('leg.answered', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal') }),
  /** In the room of `call` now; false where its far end refused, and it stays where it was. */
  report('leg.moved', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal'), done: Type.Boolean() }),
  report('leg.held', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal') }),
  report('leg.resumed', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal') }),
  report('leg.ended', { tenant: IdOf('tnt'), leg: IdOf('leg'), call: IdOf('cal'), ...ended, quality: Type.Optional(LegQuality) }),
  report('recording.started', { tenant: IdOf('tnt'), recording: IdOf('rec'), call: IdOf('cal') }),
  report('recording.sealed', {
    tenant: IdOf('tnt'),
    recording: IdOf('rec'),
    call: IdOf('cal'),
    /** File below `$TANDEM_DATA/edge/recordings`, complete and readable with its wrapped key. */
    file: Type.String(),
    durationMs: Type.Integer(),
    bytes: Type.Integer(),
    sha256: Type.String(),
    /** False where a crash cut it and recovery sealed it. */
    whole: Type.Boolean(),
  }),
]);
export type EdgeFact = Static<typeof EdgeFact>;

/** How a trunk does, as far as the edge knows. */
export const TrunkState = Type.Object({
  tenant: IdOf('tnt'),
  trunk: IdOf('trk'),
  /** Answers OPTIONS, or has not been asked: what fails it is in `detail`. */
  healthy: Type.Boolean(),
  /** Null where it needs no registration. */
  registered: Type.Union([Type.Boolean(), Type.Null()]),
  rttMs: Type.Union([Type.Number(), Type.Null()]),
  detail: Type.String(),
  /** What DNS named, absent where it was not asked. */
  targets: Type.Optional(Type.Array(TrunkTarget)),
});
export type TrunkState = Static<typeof TrunkState>;

/** Signals: told once, over the open connection, in order with the facts. */
export const EdgeSignal = Type.Union([
  report('asked', {
    leg: IdOf('leg'),
    ask: Type.String(),
    digits: Type.String(),
    end: Type.Union([Type.Literal('complete'), Type.Literal('no-input'), Type.Literal('too-short')]),
  }),
  report('played', {
    leg: IdOf('leg'),
    play: Type.String(),
    end: Type.Union([Type.Literal('finished'), Type.Literal('stopped'), Type.Literal('failed')]),
  }),
  report('digit', { leg: IdOf('leg'), digit: Type.String() }),
  /** Every ten seconds of an answered leg. */
  report('quality', {
    leg: IdOf('leg'),
    quality: LegQuality,
    /** The worse of what was heard from it and what it heard, in the last `spanMs` alone; null where neither is known. */
    recent: Type.Object({ mos: Type.Union([Type.Number(), Type.Null()]), spanMs: Type.Integer() }),
  }),
  report('transfer.requested', {
    leg: IdOf('leg'),
    transfer: Type.String(),
    target: Address,
    /** An attended transfer (RFC 5589, section 7): the leg of ours that the Refer-To's Replaces names. */
    replaces: Type.Optional(IdOf('leg')),
  }),
  report('device.registered', { tenant: IdOf('tnt'), device: IdOf('dev'), expiresAt: At }),
  report('device.unregistered', { tenant: IdOf('tnt'), device: IdOf('dev') }),
  report('trunk.state', TrunkState.properties),
  /** So many new calls over the trunk were refused since this was last told, as core was late. */
  report('calls.turned-away', { tenant: IdOf('tnt'), trunk: IdOf('trk'), count: Type.Integer({ minimum: 1 }) }),
]);
export type EdgeSignal = Static<typeof EdgeSignal>;

/** What the edge must know to accept calls while core is away: pushed whole at connect and at each change. */
export const EdgeDirectory = Type.Object({
  devices: Type.Array(
    Type.Object({
      tenant: IdOf('tnt'),
      device: IdOf('dev'),
      /** User part of its address and digest user name; unique in the installation. */
      username: Type.String(),
      /** MD5(username:tandem:password), hex (RFC 7616, section 3.4.2 with algorithm MD5). */
      ha1: Type.String(),
      /** When its secret ends; absent: never. */
      until: Type.Optional(At),
      /** Absent: `offered`. */
      encryption: Type.Optional(MediaEncryption),
    }),
  ),
  trunks: Type.Array(
    Type.Object({
      tenant: IdOf('tnt'),
      trunk: IdOf('trk'),
      name: Type.String(),
      /** Source addresses it is known by; calls from them need no digest. */
      addresses: Type.Array(Type.String()),
      /** Where outbound calls go. */
      host: Type.String(),
      port: Type.Integer(),
      country: Type.String(),
      rules: Type.Array(DialRule),
      /** Absent: UDP. */
      transport: Type.Optional(TrunkTransport),
      /** The account we register with and answer challenges for (RFC 3261, sections 10 and 22). */
      account: Type.Optional(
        Type.Object({
          username: Type.String(),
          password: Type.String(),
          /** Whether to REGISTER; else the account only answers challenges. */
          register: Type.Boolean(),
          expiresS: Type.Integer({ minimum: 60, maximum: 86_400 }),
        }),
      ),
      /** Whether OPTIONS are sent to see that it lives. */
      check: Type.Optional(Type.Boolean()),
      /** Absent: the calling number in From, and nothing asserted. */
      caller: Type.Optional(TrunkCaller),
      /** Absent: `offered`. */
      encryption: Type.Optional(MediaEncryption),
      /** Absent: `host`. */
      lookup: Type.Optional(TrunkLookup),
    }),
  ),
});
export type EdgeDirectory = Static<typeof EdgeDirectory>;
