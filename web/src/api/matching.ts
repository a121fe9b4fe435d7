// Matching by predicted outcome as supervisors and administrators see and change it.
import type { MatchingDetail, MatchingPatch, MatchingQueue } from '@tandem/contract/api/matching.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type {
  MatchingDetail,
  MatchingMeasured,
  MatchingPatch,
  MatchingQueue,
  MatchingSettings,
  MatchingState,
} from '@tandem/contract/api/matching.ts';

export const MATCHING_KEY = ['matching'] as const;

export function matchingQuery(api: Api) {
  return queryOptions({
    queryKey: [...MATCHING_KEY, 'all'],
    queryFn: async ({ signal }) => (await api.get<Page<MatchingQueue>>('/matching', { limit: 200 }, signal)).items,
    staleTime: 10_000,
  });
}

export function matchingOfQuery(api: Api, queue: string) {
  return queryOptions({
    queryKey: [...MATCHING_KEY, queue],
    queryFn: ({ signal }) => api.get<MatchingDetail>(`/matching/${queue}`, undefined, signal),
    staleTime: 10_000,
  });
}

export const changeMatching = (api: Api, queue: string, patch: MatchingPatch): Promise<MatchingDetail> =>
  api.send('PATCH', `/matching/${queue}`, patch);

export const actOnMatching = (api: Api, queue: string, act: 'learn' | 'resume'): Promise<MatchingDetail> =>
  api.send('POST', `/matching/${queue}/${act}`);

/** The queue asks by this order from now on. */
export const matchThisQueue = (api: Api, queue: string): Promise<unknown> =>
  api.send('PATCH', `/queues/${queue}`, { order: 'best-outcome' });
