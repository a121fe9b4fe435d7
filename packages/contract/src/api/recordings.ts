// Recordings as the API shows them: GET /recordings/{id}, GET /recordings/{id}/audio (WAV; customer left, agent right).
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable } from './page.ts';

export const RecordingState = Type.Union([Type.Literal('recording'), Type.Literal('sealed'), Type.Literal('lost'), Type.Literal('erased')]);
export type RecordingState = Static<typeof RecordingState>;

export const Recording = Type.Object({
  id: IdOf('rec'),
  interaction: IdOf('int'),
  call: IdOf('cal'),
  state: RecordingState,
  startedAt: At,
  sealedAt: nullable(At),
  durationMs: nullable(Type.Integer()),
  bytes: nullable(Type.Integer()),
  /** Of the sealed file, hex. */
  sha256: nullable(Type.String()),
  /** False where a crash cut the recording and recovery closed it. */
  whole: nullable(Type.Boolean()),
});
export type Recording = Static<typeof Recording>;
