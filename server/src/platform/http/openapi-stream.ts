// The event stream's place in the OpenAPI document: a WebSocket has no operation of its own there, so its GET is described.
import { StreamFrame } from '@tandem/contract/api/stream.ts';

export const STREAM_OPERATION = {
  operationId: 'openStream',
  summary: 'The events the caller may see, in order (WebSocket)',
  description:
    "Upgrade to WebSocket. Each text message is one frame, described under 200. Without `cursor` the stream begins now; with the last frame's cursor it goes on " +
    'after it. Browsers that have no cookie offer the subprotocols `tandem.v1` and `tandem.bearer.<token>`. With `heartbeat=1` frames of type `stream.opened` and ' +
    '`stream.heartbeat` come between, which are no events but move the cursor. With `agents=own` the presence of other agents is left out; the message ' +
    '`{"agents":"all"}` (or `own`) changes that while the stream is open. With `passing=1` an agent is also told what passes and stands in no log, such as ' +
    '`message.typing`: version 0, under the cursor of before it. Close codes: 4400 the cursor is not valid, 4401 sign in again, 4408 too slow (resume), ' +
    '4410 the cursor is too old (load anew, then open without one), 1012 the server restarts (resume).',
  tags: ['stream'],
  security: [{ bearer: [] }, { cookie: [] }],
  'x-tandem-action': 'events:read',
  parameters: [
    { name: 'cursor', in: 'query', required: false, schema: { type: 'string', maxLength: 512 } },
    { name: 'heartbeat', in: 'query', required: false, schema: { type: 'string', enum: ['1'] } },
    { name: 'passing', in: 'query', required: false, schema: { type: 'string', enum: ['1'] } },
    { name: 'agents', in: 'query', required: false, schema: { type: 'string', enum: ['all', 'own'], default: 'all' } },
  ],
  responses: {
    '101': { description: 'Switching to WebSocket' },
    '200': { description: 'Shape of a frame', content: { 'application/json': { schema: StreamFrame } } },
    '401': { description: 'auth.required', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    '403': {
      description: 'access.denied or access.csrf',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
    '429': { description: 'rate.exceeded', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  },
} as const;
