// Recordings over HTTP: what is known of one, and its audio. Each listening is audited.
import { Type } from 'typebox';
import { Recording } from '@tandem/contract/api/recordings.ts';
import { IdOf, type RecordingId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { readRange } from '../../../platform/http/bytes.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import { samplesOf, wavPart, wavSize } from '../core/wav-part.ts';
import type { RecordingPorts } from '../ports.ts';
import type { Recordings } from './recordings.ts';

export function recordingRoutes(recordings: Recordings, ports: RecordingPorts): Route[] {
  const params = Type.Object({ id: IdOf('rec') });

  async function reached(caller: Caller, id: RecordingId): Promise<Recording> {
    const recording = await recordings.view(caller.tenant, id);
    // One answer for "none" and "not yours".
    if (!recording || !(await ports.reaches(caller, 'recordings:listen', recording))) throw new AppError('recording.not-found', { id });
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
      async handle({ caller, params: { id }, headers }) {
        await reached(caller, id);
        const about = { contentType: 'audio/wav', filename: `${id}.wav` };
        const wanted = typeof headers['range'] === 'string' ? headers['range'] : undefined;
        const { total } = wanted === undefined ? { total: 0 } : await recordings.samples(caller.tenant, id, [0, 0]);
        const size = wavSize(total);
        const range = readRange(wanted, size);
        // Nothing wanted in particular, or what cannot be had: the server answers from the whole.
        if (range === null || range === 'none')
          return { bytes: ports.toWav((await recordings.samples(caller.tenant, id)).samples), ...about };
        const span = samplesOf(range.first, range.last, total);
        const { samples } = await recordings.samples(caller.tenant, id, span);
        const bytes = wavPart(range.first, range.last, span[0], ports.wavHeader(total), ports.toWav(samples));
        return { bytes, part: { first: range.first, size }, ...about };
      },
    }),
  ] as Route[];
}
