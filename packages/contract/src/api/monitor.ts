// A supervisor with a call: POST, PATCH and DELETE /calls/{id}/monitor.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';

/**
 * `listen`: hears both, is heard by nobody. `whisper`: the agent hears him too, the customer does not. `barge`: both hear him.
 * `take-over`: the agent leaves, and he has the customer.
 */
export const MonitorMode = Type.Union([Type.Literal('listen'), Type.Literal('whisper'), Type.Literal('barge'), Type.Literal('take-over')]);
export type MonitorMode = Static<typeof MonitorMode>;

export const MonitorRequest = Type.Object({ mode: MonitorMode }, { additionalProperties: false });

/** Who is with the call beside those who talk. `take-over` is a mode only while his phone rings: then he is the call's agent. */
export const Monitor = Type.Object({
  leg: IdOf('leg'),
  agent: IdOf('agt'),
  name: Type.String(),
  mode: MonitorMode,
  state: Type.Union([Type.Literal('ringing'), Type.Literal('up')]),
});
