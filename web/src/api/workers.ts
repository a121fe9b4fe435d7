// Digital workers as supervisors see them, and pausing one.
import type { DigitalWorker } from '@tandem/contract/api/workers.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { DigitalWorker, NewDigitalWorker } from '@tandem/contract/api/workers.ts';

/** Beside the lists of the settings, so that what is changed there is read again here. */
export const WORKERS_KEY = ['admin', 'digital-workers'] as const;

export function workersQuery(api: Api) {
  return queryOptions({
    queryKey: WORKERS_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<DigitalWorker>>('/digital-workers', { limit: 200 }, signal)).items,
  });
}

export const turnWorker = (api: Api, id: string, on: boolean): Promise<DigitalWorker> =>
  api.send('POST', `/digital-workers/${id}/${on ? 'resume' : 'pause'}`);
