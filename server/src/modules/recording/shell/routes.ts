// Recordings over HTTP: what is known of one, and its audio. Each listening is audited.
import { Type } from 'typebox';
import { Recording } from '@tandem/contract/api/recordings.ts';
import { IdOf, type RecordingId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import type { RecordingPorts } from '../ports.ts';
import type { Recordings } from './recordings.ts';

export function recordingRoutes(recordings: Recordings, ports: RecordingPorts): Route[] {
  const params = Type.Object({ id: IdOf('rec') });

  async function reached(caller: Caller, id: RecordingId): Promise<Recording> {
    const recording = await recordings.view(caller.tenant, id);
    // One answer for "none" and "not yours".
    if (!recording || !(await ports.reaches(caller, 'recordings:listen', recording.interaction)))
      throw new AppError('recording.not-found', { id });
    return recording;
  }

  return [
    route({
      method: 'GET',
      path: '/recordings/:id',
      summary: 'What is known of a recording',
      tag: 'recordings',
      action: 'recordings:listen',
      errors: ['recording.not-found'],
      schema: { params, response: Recording },
      handle: ({ caller, params: { id } }) => reached(caller, id),
    }),
    route({
      method: 'GET',
      path: '/recordings/:id/audio',
      summary: 'The audio: 16-bit stereo WAV at 8 kHz, customer left, agent right',
      tag: 'recordings',
      action: 'recordings:listen',
      audit: 'recording.listen',
      errors: ['recording.not-found', 'recording.not-ready', 'recording.gone'],
      schema: { params, response: null, produces: 'audio/wav' },
      async handle({ caller, params: { id } }) {
        await reached(caller, id);
        return { bytes: ports.toWav(await recordings.samples(caller.tenant, id)), contentType: 'audio/wav', filename: `${id}.wav` };
      },
    }),
  ] as Route[];
}
