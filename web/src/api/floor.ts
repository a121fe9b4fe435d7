// The supervisor's measures: what each means, limits and alarms, wallboards.
import type { KpiDefinitions, LiveMeasure } from '@tandem/contract/api/kpis.ts';
import type { AcknowledgeAlarm, Alarm, NewThreshold, Threshold } from '@tandem/contract/api/thresholds.ts';
import type { NewWallboard, Wallboard, WallboardPut } from '@tandem/contract/api/wallboards.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { LiveMeasure } from '@tandem/contract/api/kpis.ts';
export type { Alarm, NewThreshold, Threshold } from '@tandem/contract/api/thresholds.ts';
export type { NewWallboard, Tile, Wallboard, WallboardPut } from '@tandem/contract/api/wallboards.ts';

export const ALARMS_KEY = ['alarms'] as const;
export const THRESHOLDS_KEY = ['thresholds'] as const;
export const WALLBOARDS_KEY = ['wallboards'] as const;

/** They change with the version of the server only. */
export function measuresQuery(api: Api) {
  return queryOptions({
    queryKey: ['live-measures'],
    queryFn: async ({ signal }): Promise<LiveMeasure[]> => (await api.get<KpiDefinitions>('/kpis/definitions', {}, signal)).live,
    staleTime: Infinity,
  });
}

export function alarmsQuery(api: Api) {
  return queryOptions({
    queryKey: ALARMS_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<Alarm>>('/alarms', {}, signal)).items,
    refetchInterval: 30_000,
  });
}

export const acknowledgeAlarm = (api: Api, id: string, wish: AcknowledgeAlarm): Promise<Alarm> =>
  api.send('POST', `/alarms/${id}/acknowledge`, wish);

export function thresholdsQuery(api: Api) {
  return queryOptions({
    queryKey: THRESHOLDS_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<Threshold>>('/thresholds', {}, signal)).items,
  });
}
export const createThreshold = (api: Api, wish: NewThreshold): Promise<Threshold> => api.send('POST', '/thresholds', wish);
export const changeThreshold = (api: Api, id: string, wish: NewThreshold): Promise<Threshold> =>
  api.send('PATCH', `/thresholds/${id}`, wish);
export const removeThreshold = (api: Api, id: string): Promise<void> => api.send('DELETE', `/thresholds/${id}`);

export function wallboardsQuery(api: Api) {
  return queryOptions({
    queryKey: WALLBOARDS_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<Wallboard>>('/wallboards', {}, signal)).items,
  });
}
export const createWallboard = (api: Api, wish: NewWallboard): Promise<Wallboard> => api.send('POST', '/wallboards', wish);
export const putWallboard = (api: Api, id: string, wish: WallboardPut): Promise<Wallboard> => api.send('PUT', `/wallboards/${id}`, wish);
export const removeWallboard = (api: Api, id: string): Promise<void> => api.send('DELETE', `/wallboards/${id}`);
