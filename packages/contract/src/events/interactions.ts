// Facts of one interaction, in its own stream (stream id = interaction id): arrival, legs, end, wrap-up.
import { Type } from 'typebox';
import { ContactChannel } from '../channel.ts';
import { HangupCause, LegQuality } from '../edge.ts';
import { IdOf } from '../ids.ts';
import { Personal } from '../texts.ts';
import { defineEvent } from './define.ts';

const interaction = { interaction: IdOf('int') };
const leg = { ...interaction, call: IdOf('cal'), leg: IdOf('leg') };
const By = Type.Union([Type.Literal('customer'), Type.Literal('agent'), Type.Literal('flow'), Type.Literal('system'), Type.Literal('api')]);

export const interactionStarted = defineEvent(
  'interaction.started',
  1,
  Type.Object({
    ...interaction,
    channel: ContactChannel,
    direction: Type.Union([Type.Literal('inbound'), Type.Literal('outbound'), Type.Literal('internal')]),
    customer: IdOf('cus'),
    /** Of a call; absent on other channels. */
    call: Type.Optional(IdOf('cal')),
    /** The thread it belongs to; absent in contacts of colleagues and of earlier versions. */
    conversation: Type.Optional(IdOf('cnv')),
    /** The customer's address (addressKey), sealed. */
    remote: Personal,
    /** The address he called, or we called from (addressKey). */
    local: Type.String(),
  }),
);
export const interactionEnded = defineEvent(
  'interaction.ended',
  1,
  Type.Object({
    ...interaction,
    cause: HangupCause,
    by: By,
    stage: Type.Union([Type.Literal('flow'), Type.Literal('queue'), Type.Literal('ring'), Type.Literal('agent'), Type.Literal('other')]),
  }),
);
export const interactionWrappedUp = defineEvent(
  'interaction.wrapped-up',
  1,
  Type.Object({
    ...interaction,
    work: IdOf('wrk'),
    agent: IdOf('agt'),
    disposition: Type.String({ maxLength: 64 }),
    resolved: Type.Boolean(),
    notes: Type.Union([Personal, Type.Null()]),
  }),
);

/** It was given to another customer: the caller nobody knew turned out to be him. */
export const interactionCustomerChanged = defineEvent(
  'interaction.customer-changed',
  1,
  Type.Object({ ...interaction, from: IdOf('cus'), customer: IdOf('cus') }),
);

/** A message of the customer came (`in`), was written to him (`out`), or is among colleagues (`note`). `seq`: its place in the conversation, from 1. */
const message = { ...interaction, message: IdOf('msg'), conversation: IdOf('cnv'), seq: Type.Integer(), text: Personal };
export const messageReceived = defineEvent('message.received', 1, Type.Object(message));
export const messageSent = defineEvent('message.sent', 1, Type.Object({ ...message, agent: Type.Union([IdOf('agt'), Type.Null()]) }));
export const messageNoted = defineEvent('message.noted', 1, Type.Object({ ...message, agent: IdOf('agt') }));
/** Everything up to `seq` was in front of `by`. */
export const messageRead = defineEvent(
  'message.read',
  1,
  Type.Object({
    ...interaction,
    conversation: IdOf('cnv'),
    seq: Type.Integer(),
    by: Type.Union([Type.Literal('customer'), Type.Literal('agent')]),
  }),
);

export const callArrived = defineEvent(
  'call.arrived',
  1,
  Type.Object({ ...leg, trunk: Type.Optional(IdOf('trk')), device: Type.Optional(IdOf('dev')) }),
);
export const callAnswered = defineEvent('call.answered', 1, Type.Object(leg));
export const callDialled = defineEvent(
  'call.dialled',
  1,
  Type.Object({ ...leg, agent: Type.Optional(IdOf('agt')), device: Type.Optional(IdOf('dev')), trunk: Type.Optional(IdOf('trk')) }),
);
export const callRinging = defineEvent('call.ringing', 1, Type.Object(leg));
export const callBridged = defineEvent(
  'call.bridged',
  1,
  Type.Object({ ...interaction, call: IdOf('cal'), legs: Type.Array(IdOf('leg')), agent: Type.Optional(IdOf('agt')) }),
);
export const callHeld = defineEvent('call.held', 1, Type.Object({ ...leg, by: By }));
export const callResumed = defineEvent('call.resumed', 1, Type.Object({ ...leg, by: By }));
export const callTransferred = defineEvent(
  'call.transferred',
  1,
  Type.Object({
    ...interaction,
    call: IdOf('cal'),
    kind: Type.Union([Type.Literal('blind'), Type.Literal('attended')]),
    by: IdOf('agt'),
    target: Type.String(),
    accepted: Type.Boolean(),
    detail: Type.Optional(Type.String()),
  }),
);
export const callLegEnded = defineEvent(
  'call.leg-ended',
  1,
  Type.Object({
    ...leg,
    cause: HangupCause,
    by: Type.Union([Type.Literal('remote'), Type.Literal('local'), Type.Literal('system')]),
    sipStatus: Type.Union([Type.Integer(), Type.Null()]),
    /** Where it had audio. */
    quality: Type.Optional(LegQuality),
  }),
);

/** A third party joined the talk of an agent and his customer, or is consulted with the customer on hold. */
export const callConsulted = defineEvent('call.consulted', 1, Type.Object({ ...leg, by: IdOf('agt'), target: Type.String() }));
export const callConferenced = defineEvent(
  'call.conferenced',
  1,
  Type.Object({ ...interaction, call: IdOf('cal'), legs: Type.Array(IdOf('leg')), by: IdOf('agt') }),
);
/** A supervisor follows the talk of `agent` with the customer (`by`), from now on in this mode. Shown to those who may monitor. */
export const callMonitored = defineEvent(
  'call.monitored',
  1,
  Type.Object({
    ...leg,
    by: IdOf('agt'),
    agent: IdOf('agt'),
    mode: Type.Union([Type.Literal('listen'), Type.Literal('whisper'), Type.Literal('barge')]),
  }),
);
export const callMonitorEnded = defineEvent(
  'call.monitor-ended',
  1,
  Type.Object({ ...leg, by: IdOf('agt'), cause: HangupCause, quality: Type.Optional(LegQuality) }),
);
/** A supervisor has the customer from now on, instead of `agent`. */
export const callTakenOver = defineEvent('call.taken-over', 1, Type.Object({ ...leg, by: IdOf('agt'), agent: IdOf('agt') }));
/** The agent goes on with another phone of his, `leg`. */
export const callCarried = defineEvent('call.carried', 1, Type.Object({ ...leg, agent: IdOf('agt'), device: IdOf('dev') }));
/** For `belowMs` the talk of `agent` sounded worse than `limit`; `mos` is the worse of what he hears and what is heard of him. */
export const callQualityAlarm = defineEvent(
  'call.quality-alarm',
  1,
  Type.Object({ ...leg, agent: Type.Union([IdOf('agt'), Type.Null()]), mos: Type.Number(), limit: Type.Number(), belowMs: Type.Integer() }),
);
/** The leg sounds well again, of which `call.quality-alarm` told. */
export const callQualityRestored = defineEvent('call.quality-restored', 1, Type.Object(leg));
/** The customer waits in a numbered place for anybody to fetch him. */
export const callParked = defineEvent('call.parked', 1, Type.Object({ ...leg, by: IdOf('agt'), place: Type.String() }));
export const callUnparked = defineEvent(
  'call.unparked',
  1,
  Type.Object({
    ...leg,
    place: Type.String(),
    by: Type.Union([IdOf('agt'), Type.Null()]),
    reason: Type.Union([Type.Literal('fetched'), Type.Literal('timed-out'), Type.Literal('left')]),
  }),
);
export const callbackRequested = defineEvent(
  'callback.requested',
  1,
  Type.Object({
    ...interaction,
    /** The interaction in which the customer asked for it. */
    origin: Type.Union([IdOf('int'), Type.Null()]),
    queue: IdOf('que'),
    /** Epoch ms before which nobody is to call; null: as soon as it is its turn. */
    notBefore: Type.Union([Type.Integer(), Type.Null()]),
  }),
);
export const callbackAttempted = defineEvent(
  'callback.attempted',
  1,
  Type.Object({
    ...interaction,
    attempt: Type.Integer(),
    outcome: Type.Union([
      Type.Literal('reached'),
      Type.Literal('no-answer'),
      Type.Literal('busy'),
      Type.Literal('failed'),
      /** Rung first, he was there and no agent came in time; or he hung up before one did. */
      Type.Literal('not-served'),
      Type.Literal('left'),
    ]),
    next: Type.Union([Type.Integer(), Type.Null()]),
  }),
);
/** It is over, and he was not reached: no try is left, or it grew too old. */
export const callbackGivenUp = defineEvent(
  'callback.given-up',
  1,
  Type.Object({
    ...interaction,
    queue: IdOf('que'),
    attempts: Type.Integer(),
    reason: Type.Union([Type.Literal('attempts'), Type.Literal('expired')]),
  }),
);
export const voicemailLeft = defineEvent(
  'voicemail.left',
  1,
  Type.Object({
    ...interaction,
    voicemail: IdOf('vml'),
    recording: IdOf('rec'),
    durationMs: Type.Integer(),
    queue: Type.Union([IdOf('que'), Type.Null()]),
    agent: Type.Union([IdOf('agt'), Type.Null()]),
  }),
);
export const voicemailChanged = defineEvent(
  'voicemail.changed',
  1,
  Type.Object({
    ...interaction,
    voicemail: IdOf('vml'),
    state: Type.Union([Type.Literal('new'), Type.Literal('taken'), Type.Literal('done')]),
    by: Type.Union([IdOf('usr'), Type.Null()]),
    /** Whose box it is in. */
    queue: Type.Union([IdOf('que'), Type.Null()]),
    agent: Type.Union([IdOf('agt'), Type.Null()]),
  }),
);

/** The contact belongs to a matter from now on (`linked`), or no longer. */
export const matterLinked = defineEvent('matter.linked', 1, Type.Object({ ...interaction, matter: IdOf('mat'), linked: Type.Boolean() }));

export const recordingStarted = defineEvent('recording.started', 1, Type.Object({ ...interaction, recording: IdOf('rec') }));
export const recordingSealed = defineEvent(
  'recording.sealed',
  1,
  Type.Object({
    ...interaction,
    recording: IdOf('rec'),
    durationMs: Type.Integer(),
    bytes: Type.Integer(),
    sha256: Type.String(),
    whole: Type.Boolean(),
  }),
);
/** Nothing of it was ever sealed: its file is gone, or its process died before the first chunk. */
export const recordingLost = defineEvent(
  'recording.lost',
  1,
  Type.Object({ ...interaction, recording: IdOf('rec'), reason: Type.String() }),
);
export const recordingErased = defineEvent(
  'recording.erased',
  1,
  Type.Object({ ...interaction, recording: IdOf('rec'), reason: Type.String() }),
);

/** Somebody put, changed or removed a mark; its words stand with the recording and go with it. */
const mark = { ...interaction, recording: IdOf('rec'), mark: IdOf('mrk'), atMs: Type.Integer() };
export const recordingMarked = defineEvent('recording.marked', 1, Type.Object(mark));
export const recordingMarkChanged = defineEvent('recording.mark-changed', 1, Type.Object(mark));
export const recordingMarkRemoved = defineEvent('recording.mark-removed', 1, Type.Object(mark));

export const flowStarted = defineEvent(
  'flow.started',
  1,
  Type.Object({ ...interaction, run: IdOf('run'), flow: IdOf('flo'), version: Type.Integer() }),
);
export const flowNodeEntered = defineEvent(
  'flow.node-entered',
  1,
  Type.Object({
    ...interaction,
    run: IdOf('run'),
    node: Type.String(),
    type: Type.String(),
    /** The sub-flow that the node is of; absent: the run's own flow. */
    flow: Type.Optional(IdOf('flo')),
    /** What went otherwise than written, e.g. an expression that could not be worked out. */
    detail: Type.Optional(Type.String()),
  }),
);
export const flowEnded = defineEvent(
  'flow.ended',
  1,
  Type.Object({
    ...interaction,
    run: IdOf('run'),
    outcome: Type.Union([
      Type.Literal('hung-up'),
      Type.Literal('transferred'),
      Type.Literal('assigned'),
      Type.Literal('customer-left'),
      Type.Literal('failed'),
    ]),
    detail: Type.Optional(Type.String()),
  }),
);

export const INTERACTION_EVENTS = [
  interactionStarted,
  interactionEnded,
  interactionWrappedUp,
  interactionCustomerChanged,
  messageReceived,
  messageSent,
  messageNoted,
  messageRead,
  callArrived,
  callAnswered,
  callDialled,
  callRinging,
  callBridged,
  callHeld,
  callResumed,
  callTransferred,
  callConsulted,
  callConferenced,
  callMonitored,
  callMonitorEnded,
  callTakenOver,
  callCarried,
  callQualityAlarm,
  callQualityRestored,
  callParked,
  callUnparked,
  callLegEnded,
  callbackRequested,
  callbackAttempted,
  callbackGivenUp,
  voicemailLeft,
  voicemailChanged,
  matterLinked,
  recordingStarted,
  recordingSealed,
  recordingLost,
  recordingErased,
  recordingMarked,
  recordingMarkChanged,
  recordingMarkRemoved,
  flowStarted,
  flowNodeEntered,
  flowEnded,
] as const;
