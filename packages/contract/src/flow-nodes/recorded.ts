// Nodes that record the caller: a message for somebody's inbox, or speech kept for later nodes.
import { Type } from 'typebox';
import { IdOf } from '../ids.ts';
import { VariableName } from './condition.ts';
import { node, NodeId } from './node.ts';
import { Say } from './say.ts';

const record = {
  maxMs: Type.Integer({ minimum: 1_000, maximum: 600_000 }),
  /** Keys that end it. */
  endKeys: Type.String({ pattern: '^[0-9*#]*$', maxLength: 12 }),
};

/** Says the greeting and a tone, records, and puts the message into the box; also where the caller just hangs up. */
export const VoicemailNode = node('voicemail', {
  greeting: Say,
  ...record,
  box: Type.Union([
    Type.Object({ queue: IdOf('que') }, { additionalProperties: false }),
    Type.Object({ agent: IdOf('agt') }, { additionalProperties: false }),
  ]),
  /** Said when it is kept. */
  saved: Type.Optional(Say),
  next: NodeId,
  failed: NodeId,
});

/** The id of the recording goes into the variable. */
export const RecordNode = node('record', {
  say: Type.Optional(Say),
  ...record,
  beep: Type.Boolean(),
  into: VariableName,
  next: NodeId,
  failed: NodeId,
});
