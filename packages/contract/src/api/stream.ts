// One frame of the event stream, WS /stream?cursor=.
import { Type, type Static } from 'typebox';
import { At } from '../texts.ts';

export const StreamFrame = Type.Object({
  /** Give it back as `?cursor=` to go on after this frame. */
  cursor: Type.String(),
  type: Type.String(),
  stream: Type.String(),
  version: Type.Integer(),
  at: At,
  data: Type.Unknown(),
});
export type StreamFrame = Static<typeof StreamFrame>;

/** Why the server closed a stream. With `slow` and `restarting` the client resumes from its last cursor. */
export const STREAM_CLOSE = { badCursor: 4400, signedOut: 4401, slow: 4408, cursorTooOld: 4410, restarting: 1012, failed: 1011 } as const;
