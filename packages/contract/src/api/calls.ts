// Live calls: GET /calls, POST /calls/{id}/hold, /resume, /transfer, /hang-up.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { nullable, PageOf } from './page.ts';

export const LiveCall = Type.Object({
  id: IdOf('cal'),
  interaction: IdOf('int'),
  stage: Type.Union([Type.Literal('flow'), Type.Literal('ring'), Type.Literal('agent'), Type.Literal('other')]),
  answered: Type.Boolean(),
  agent: nullable(IdOf('agt')),
  queue: nullable(IdOf('que')),
  /** Who put the call on hold, if anybody did. */
  hold: nullable(Type.Union([Type.Literal('agent'), Type.Literal('customer'), Type.Literal('api')])),
  recording: nullable(IdOf('rec')),
});
export type LiveCall = Static<typeof LiveCall>;
export const LiveCallPage = PageOf(LiveCall);

/** `target` is dialled text: a number of ours (4003), a device's user name (agent2), or an outside number. */
export const Transfer = Type.Object(
  { target: Type.String({ minLength: 1, maxLength: 64, pattern: '^[+A-Za-z0-9*#._ ()-]+$' }) },
  { additionalProperties: false },
);
