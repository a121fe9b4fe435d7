// Facts of one interaction, in its own stream (stream id = interaction id): arrival, legs, end, wrap-up.
import { Type } from 'typebox';
import { HangupCause } from '../edge.ts';
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
    channel: Type.Literal('voice'),
    direction: Type.Union([Type.Literal('inbound'), Type.Literal('outbound'), Type.Literal('internal')]),
    customer: IdOf('cus'),
    call: IdOf('cal'),
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
    kind: Type.Literal('blind'),
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
  }),
);

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

export const flowStarted = defineEvent(
  'flow.started',
  1,
  Type.Object({ ...interaction, run: IdOf('run'), flow: IdOf('flo'), version: Type.Integer() }),
);
export const flowNodeEntered = defineEvent(
  'flow.node-entered',
  1,
  Type.Object({ ...interaction, run: IdOf('run'), node: Type.String(), type: Type.String() }),
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
  callArrived,
  callAnswered,
  callDialled,
  callRinging,
  callBridged,
  callHeld,
  callResumed,
  callTransferred,
  callLegEnded,
  recordingStarted,
  recordingSealed,
  recordingLost,
  recordingErased,
  flowStarted,
  flowNodeEntered,
  flowEnded,
] as const;
