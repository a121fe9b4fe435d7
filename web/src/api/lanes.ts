// Emergency lanes as agents and supervisors see them, and opening and closing one.
import type { Lane } from '@tandem/contract/api/lanes.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { Lane, NewLane, SurgeRule, SurgeSeen } from '@tandem/contract/api/lanes.ts';

/** Below that of administration: what is changed there is read again with it. */
export const LANES_KEY = ['admin', 'lanes'] as const;

export function lanesQuery(api: Api) {
  return queryOptions({
    queryKey: LANES_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<Lane>>('/lanes', { limit: 200 }, signal)).items,
    // Its events tell of every change; this is for one that was missed.
    refetchInterval: 60_000,
    staleTime: 2_000,
  });
}

export type LaneAct = 'open' | 'close' | 'dismiss';
export const actOnLane = (api: Api, id: string, act: LaneAct, reason?: string): Promise<Lane> =>
  api.send('POST', `/lanes/${id}/${act}`, reason === undefined ? {} : { reason });
