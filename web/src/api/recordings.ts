// Marks in recordings: read with their recording, put while one listens or while the call runs.
import type { MarkPatch, NewMark, RecordingMark } from '@tandem/contract/api/recordings.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export const MARKS_KEY = ['recording-marks'] as const;

/** In the order of the recording. */
export function marksQuery(api: Api, recording: string) {
  return queryOptions({
    queryKey: [...MARKS_KEY, recording],
    queryFn: async ({ signal }) => (await api.get<Page<RecordingMark>>(`/recordings/${recording}/marks`, { limit: 200 }, signal)).items,
  });
}

export const addMark = (api: Api, recording: string, mark: NewMark) =>
  api.send<RecordingMark>('POST', `/recordings/${recording}/marks`, mark);
export const changeMark = (api: Api, { recording, id }: RecordingMark, patch: MarkPatch) =>
  api.send<RecordingMark>('PATCH', `/recordings/${recording}/marks/${id}`, patch);
export const removeMark = (api: Api, { recording, id }: RecordingMark) =>
  api.send<undefined>('DELETE', `/recordings/${recording}/marks/${id}`);
