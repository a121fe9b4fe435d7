// Marks in recordings over HTTP. Who hears the recording reads them; putting one needs a permission of its own.
import { Type } from 'typebox';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { MarkPatch, NewMark, RecordingMark, RecordingMarkPage } from '@tandem/contract/api/recordings.ts';
import { IdOf, type RecordingId } from '@tandem/contract/ids.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { RecordingPorts } from '../ports.ts';
import type { Marks } from './marks.ts';
import type { Recordings } from './recordings.ts';

const params = Type.Object({ id: IdOf('rec') });
const oneMark = Type.Object({ id: IdOf('rec'), mark: IdOf('mrk') });
/** So that their texts order as the times do. */
const DIGITS = 12;

export function markRoutes(marks: Marks, recordings: Recordings, ports: RecordingPorts): Route[] {
  async function reach(caller: Caller, action: Action, id: RecordingId): Promise<void> {
    const recording = await recordings.view(caller.tenant, id);
    if (!recording || !(await ports.reaches(caller, action, recording))) throw new AppError('recording.not-found', { id });
  }
  return [
    route({
      method: 'GET',
      path: '/recordings/:id/marks',
      summary: 'The marks in a recording, in its order',
      tag: 'recordings',
      action: 'recordings:listen',
      errors: ['recording.not-found'],
      schema: { params, query: PageQuery, response: RecordingMarkPage },
      async handle({ caller, params: { id }, query }) {
        await reach(caller, 'recordings:listen', id);
        return pageOfWhole(await marks.list(caller, id), query, (mark) => `${String(mark.atMs).padStart(DIGITS, '0')} ${mark.id}`);
      },
    }),
    route({
      method: 'POST',
      path: '/recordings/:id/marks',
      summary: 'Puts a mark at a time of the recording; at this moment where no time is told and it still runs',
      tag: 'recordings',
      action: 'recordings:mark',
      errors: ['recording.not-found', 'recording.gone', 'recording.too-many-marks'],
      schema: { params, body: NewMark, response: RecordingMark, status: 201 },
      async handle({ caller, params: { id }, body }) {
        await reach(caller, 'recordings:mark', id);
        return marks.add(caller, id, body);
      },
    }),
    route({
      method: 'PATCH',
      path: '/recordings/:id/marks/:mark',
      summary: 'Changes a mark of one’s own',
      tag: 'recordings',
      action: 'recordings:mark',
      errors: ['recording.not-found', 'recording.gone', 'recording.mark-not-found', 'recording.mark-not-yours'],
      schema: { params: oneMark, body: MarkPatch, response: RecordingMark },
      async handle({ caller, params: { id, mark }, body }) {
        await reach(caller, 'recordings:mark', id);
        return marks.change(caller, id, mark, body);
      },
    }),
    route({
      method: 'DELETE',
      path: '/recordings/:id/marks/:mark',
      summary: 'Removes a mark of one’s own',
      tag: 'recordings',
      action: 'recordings:mark',
      errors: ['recording.not-found', 'recording.gone', 'recording.mark-not-found', 'recording.mark-not-yours'],
      schema: { params: oneMark, response: null },
      async handle({ caller, params: { id, mark } }) {
        await reach(caller, 'recordings:mark', id);
        await marks.remove(caller, id, mark);
        return undefined;
      },
    }),
  ] as Route[];
}
