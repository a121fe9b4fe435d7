// Listening to a live call in the browser, over HTTP: a WAV that goes on as long as the call, for supervisors, and written to the audit trail.
import { Type } from 'typebox';
import { IdOf } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls } from './calls.ts';
import type { Listening } from './listening.ts';

export function listenRoutes(calls: Pick<Calls, 'byCall'>, listening: Listening, ports: Pick<ControlPorts, 'interactions'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/calls/:id/listen',
      summary: 'Listen to a call that is up: an endless 16-bit stereo WAV at 8 kHz, customer left, everybody else right',
      tag: 'calls',
      action: 'calls:listen',
      audit: 'call.listened',
      errors: ['call.not-found', 'call.no-audio'],
      schema: { params: Type.Object({ id: IdOf('cal') }), response: null, produces: 'audio/wav' },
      async handle({ caller, params: { id } }) {
        const state = calls.byCall(id);
        // One answer for "none" and "not yours".
        const reached =
          state !== null &&
          !state.over &&
          state.tenant === caller.tenant &&
          (await ports.interactions.reaches(caller, 'calls:listen', state.interaction));
        if (!reached) throw new AppError('call.not-found', { id });
        const live = await listening.open(id, () => ports.interactions.reaches(caller, 'calls:listen', state.interaction));
        if (live === null) throw new AppError('call.no-audio', { id });
        return { live, contentType: 'audio/wav' };
      },
    }),
  ] as Route[];
}
