// Recordings as the API shows them: GET /recordings/{id}, /recordings/{id}/audio (WAV; customer left, agent right), /recordings/{id}/marks.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

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

const words = Type.String({ maxLength: 200 });
const place = Type.Integer({ minimum: 0, maximum: 86_400_000 });

/** `atMs` from the recording's beginning. */
export const RecordingMark = Type.Object({
  id: IdOf('mrk'),
  recording: IdOf('rec'),
  atMs: place,
  text: words,
  by: Type.Object({ id: IdOf('usr'), name: Type.String() }),
  /** Put by who asks: only he changes and removes it. */
  own: Type.Boolean(),
  madeAt: At,
  changedAt: nullable(At),
});
export type RecordingMark = Static<typeof RecordingMark>;
export const RecordingMarkPage = PageOf(RecordingMark);

/** Without `atMs`: at this moment of a recording that runs, at the end of one that does not. What lies behind the end stands at the end. */
export const NewMark = Type.Object({ atMs: Type.Optional(place), text: words }, { additionalProperties: false });
export type NewMark = Static<typeof NewMark>;
export const MarkPatch = Type.Partial(Type.Object({ atMs: place, text: words }), { additionalProperties: false, minProperties: 1 });
export type MarkPatch = Static<typeof MarkPatch>;
