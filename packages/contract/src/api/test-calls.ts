// A test call over one trunk: POST /trunks/{id}/test-calls, GET and DELETE /trunks/{id}/test-calls/{call}.
import { Type, type Static } from 'typebox';
import { HangupCause } from '../edge.ts';
import { IdOf } from '../ids.ts';
import { At } from '../texts.ts';
import { nullable } from './page.ts';

/** `number` as people dial it. */
export const NewTestCall = Type.Object({ number: Type.String({ minLength: 1, maxLength: 32 }) }, { additionalProperties: false });

const state = Type.Union([Type.Literal('trying'), Type.Literal('ringing'), Type.Literal('answered'), Type.Literal('ended')]);

export const TestCall = Type.Object({
  call: IdOf('cal'),
  trunk: IdOf('trk'),
  number: Type.String(),
  state,
  /** What was reached, and when; each once. */
  steps: Type.Array(Type.Object({ state, at: At })),
  /** Why it ended; null while it goes on. `sipStatus`: the far end's answer where there was one. */
  cause: nullable(HangupCause),
  by: nullable(Type.Union([Type.Literal('remote'), Type.Literal('local'), Type.Literal('system')])),
  sipStatus: nullable(Type.Integer()),
  /** The phrase was played to its end. */
  spoken: Type.Boolean(),
  /** How it sounded, 1 to 4.5, loss in percent: what we heard of the far end, and what it says of us. Null where nobody can tell. */
  heard: nullable(Type.Object({ mos: nullable(Type.Number()), lossPercent: Type.Number(), packets: Type.Integer() })),
  farEnd: nullable(Type.Object({ mos: Type.Number(), lossPercent: Type.Number() })),
});
export type TestCall = Static<typeof TestCall>;
