// Messages that callers left: GET /voicemails, /voicemails/counts, /voicemails/{id}, POST /voicemails/{id}/take, /done, /reopen. The audio is the recording's.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf, PageQuery } from './page.ts';
import { RecordingState } from './recordings.ts';

/** `new`: nobody has it; `taken`: somebody sees to it; `done`: seen to. */
export const VoicemailState = Type.Union([Type.Literal('new'), Type.Literal('taken'), Type.Literal('done')]);
export type VoicemailState = Static<typeof VoicemailState>;

export const Voicemail = Type.Object({
  id: IdOf('vml'),
  interaction: IdOf('int'),
  recording: IdOf('rec'),
  /** It can be heard once it is `sealed`. */
  recordingState: RecordingState,
  durationMs: Type.Integer(),
  customer: Type.Object({ id: IdOf('cus'), name: Type.String(), level: nullable(Type.String()), known: Type.Boolean() }),
  /** The number he called from. Empty once he was erased. */
  remote: Type.String(),
  /** Whose box: a queue's, for all its agents, or one agent's. */
  queue: nullable(Type.Object({ id: IdOf('que'), name: Type.String() })),
  agent: nullable(Type.Object({ id: IdOf('agt'), name: Type.String() })),
  state: VoicemailState,
  /** Who sees to it, or saw to it. */
  by: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  leftAt: At,
  changedAt: At,
});
export type Voicemail = Static<typeof Voicemail>;
export const VoicemailPage = PageOf(Voicemail);

export const VoicemailQuery = Type.Object(
  {
    ...PageQuery.properties,
    state: Type.Optional(VoicemailState),
    queue: Type.Optional(IdOf('que')),
    agent: Type.Optional(IdOf('agt')),
    customer: Type.Optional(IdOf('cus')),
  },
  { additionalProperties: false },
);

/** Of the boxes the caller reaches: messages nobody has, and those he has taken himself. */
export const VoicemailCounts = Type.Object({ new: Type.Integer(), mine: Type.Integer() });
export type VoicemailCounts = Static<typeof VoicemailCounts>;
