// Prompts and music over HTTP.
import {
  AudioQuery,
  LARGEST_WAV,
  NewPrompt,
  Prompt,
  PromptPage,
  PromptPatch,
  PromptUses,
  PutRecording,
  RestoreVersion,
  Slot,
  SpeakPrompt,
} from '@tandem/contract/api/prompts.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { createPrompts } from './prompts.ts';

const params = Type.Object({ id: IdOf('prm') });
const recording = Type.Object({ id: IdOf('prm'), slot: Slot });
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Four characters for three bytes, and room for the rest of the body. */
const BODY_LIMIT = Math.ceil((LARGEST_WAV * 4) / 3) + 10_000;

function bytesOf(base64: string): Uint8Array {
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) throw new AppError('prompt.no-wav');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > LARGEST_WAV) throw new AppError('prompt.too-large', { most: LARGEST_WAV / 1_000_000 });
  return bytes;
}

export function promptRoutes(prompts: ReturnType<typeof createPrompts>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/prompts',
      summary: 'All prompts and music of the tenant, with their recordings',
      tag: 'prompts',
      action: 'prompts:read',
      schema: { query: WholeQuery, response: PromptPage },
      handle: async ({ caller, query }) => pageOfWhole(await prompts.prompts(caller.tenant), query, (each) => each.key),
    }),
    route({
      method: 'POST',
      path: '/prompts',
      summary: 'Adds a prompt or music; it is recorded afterwards',
      tag: 'prompts',
      action: 'prompts:write',
      audit: 'prompt.create',
      errors: ['prompt.exists', 'prompt.shipped', 'prompt.too-many'],
      schema: { body: NewPrompt, response: Prompt, status: 201 },
      handle: ({ caller, body }) => prompts.create(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'GET',
      path: '/prompts/:id',
      summary: 'One prompt with its recordings',
      tag: 'prompts',
      action: 'prompts:read',
      errors: ['prompt.not-found'],
      schema: { params, response: Prompt },
      handle: ({ caller, params: { id } }) => prompts.prompt(caller.tenant, id),
    }),
    route({
      method: 'GET',
      path: '/prompts/:id/uses',
      summary: 'The flows and queues that use it',
      tag: 'prompts',
      action: 'prompts:read',
      errors: ['prompt.not-found'],
      schema: { params, response: PromptUses },
      handle: async ({ caller, params: { id } }) => ({ places: await prompts.uses(caller.tenant, id) }),
    }),
    route({
      method: 'PATCH',
      path: '/prompts/:id',
      summary: 'Names a prompt anew; its key stays',
      tag: 'prompts',
      action: 'prompts:write',
      audit: 'prompt.change',
      errors: ['prompt.not-found'],
      schema: { params, body: PromptPatch, response: Prompt },
      handle: ({ caller, params: { id }, body }) => prompts.rename(caller.tenant, id, body.name, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/prompts/:id',
      summary: 'Removes a prompt that nothing uses',
      tag: 'prompts',
      action: 'prompts:write',
      audit: 'prompt.remove',
      errors: ['prompt.not-found', 'prompt.in-use'],
      schema: { params, response: null },
      handle: ({ caller, params: { id } }) => prompts.remove(caller.tenant, id, actorOf(caller)).then(() => undefined),
    }),
    route({
      method: 'PUT',
      path: '/prompts/:id/recordings/:slot',
      summary: 'Sends a recording (WAV in base64); the one before it is kept',
      tag: 'prompts',
      action: 'prompts:write',
      audit: 'prompt.record',
      bodyLimit: BODY_LIMIT,
      errors: [
        'prompt.not-found',
        'prompt.wrong-slot',
        'prompt.too-large',
        'prompt.no-wav',
        'prompt.no-pcm',
        'prompt.bad-rate',
        'prompt.bad-channels',
        'prompt.bad-bits',
        'prompt.cut-off',
        'prompt.empty',
        'prompt.too-long',
        'blob.disk-full',
      ],
      schema: { params: recording, body: PutRecording, response: Prompt },
      handle: ({ caller, params: { id, slot }, body }) =>
        prompts.record(caller.tenant, id, slot, { wav: bytesOf(body.wav), source: body.source }, actorOf(caller)),
    }),
    route({
      method: 'POST',
      path: '/prompts/:id/recordings/:slot/speech',
      summary: 'Makes the recording from text, by the voice of that language',
      tag: 'prompts',
      action: 'prompts:write',
      audit: 'prompt.speak',
      errors: ['prompt.not-found', 'prompt.wrong-slot', 'speech.unavailable', 'speech.failed', 'blob.disk-full'],
      schema: { params: recording, body: SpeakPrompt, response: Prompt },
      handle: ({ caller, params: { id, slot }, body }) => prompts.speak(caller.tenant, id, slot, body.text, actorOf(caller)),
    }),
    route({
      method: 'POST',
      path: '/prompts/:id/recordings/:slot/restore',
      summary: 'Has one of the kept versions heard from now on',
      tag: 'prompts',
      action: 'prompts:write',
      audit: 'prompt.restore',
      errors: ['prompt.not-found', 'prompt.no-version'],
      schema: { params: recording, body: RestoreVersion, response: Prompt },
      handle: ({ caller, params: { id, slot }, body }) => prompts.restore(caller.tenant, id, slot, body.version, actorOf(caller)),
    }),
    route({
      method: 'GET',
      path: '/prompts/:id/recordings/:slot/audio',
      summary: 'The audio as a caller hears it: WAV, mono, 8 kHz',
      tag: 'prompts',
      action: 'prompts:read',
      errors: ['prompt.not-found', 'prompt.no-version', 'blob.not-found', 'blob.damaged'],
      schema: { params: recording, query: AudioQuery, response: null, produces: 'audio/wav' },
      handle: async ({ caller, params: { id, slot }, query }) => ({
        bytes: await prompts.audio(caller.tenant, id, slot, query.version),
        contentType: 'audio/wav',
        filename: `${id}-${slot}.wav`,
      }),
    }),
  ] as Route[];
}
