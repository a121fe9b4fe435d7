// The supervisor's room: the alert feed, acts on many at once and taking them back, what agents serve, and why somebody waits.
import type { AlertLimits } from '@tandem/contract/api/alert-limits.ts';
import type { AcknowledgeAlert, Alert, AlertCount } from '@tandem/contract/api/alerts.ts';
import type { BulkAnswer, BulkRow } from '@tandem/contract/api/bulk.ts';
import type { DutyPlan } from '@tandem/contract/api/duties.ts';
import type { Skill, SkilledAgent } from '@tandem/contract/api/queues.ts';
import type { RoutingExplanation } from '@tandem/contract/api/routing.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { Alert } from '@tandem/contract/api/alerts.ts';
export type { BulkAnswer, BulkRow } from '@tandem/contract/api/bulk.ts';
export type { DutyPlan } from '@tandem/contract/api/duties.ts';
export type { WorkExplanation } from '@tandem/contract/api/routing.ts';

export const ALERTS_KEY = ['alerts'] as const;
export const DUTIES_KEY = ['duties'] as const;

/** What lasts, then what was over within a day. */
export function alertsQuery(api: Api) {
  return queryOptions({
    queryKey: [...ALERTS_KEY, 'list'],
    queryFn: async ({ signal }) => (await api.get<Page<Alert>>('/alerts', {}, signal)).items,
    refetchInterval: 15_000,
  });
}
export function alertCountQuery(api: Api) {
  return queryOptions({
    queryKey: [...ALERTS_KEY, 'count'],
    queryFn: ({ signal }) => api.get<AlertCount>('/alerts/count', {}, signal),
    refetchInterval: 30_000,
  });
}
export const takeAlert = (api: Api, id: string, wish: AcknowledgeAlert): Promise<Alert> =>
  api.send('POST', `/alerts/${id}/acknowledge`, wish);

export function alertLimitsQuery(api: Api) {
  return queryOptions({ queryKey: [...ALERTS_KEY, 'limits'], queryFn: ({ signal }) => api.get<AlertLimits>('/alert-limits', {}, signal) });
}
export const setAlertLimits = (api: Api, limits: AlertLimits): Promise<AlertLimits> => api.send('PUT', '/alert-limits', limits);

export type BulkArea = '/waiting/changes' | '/agents/changes' | '/duty-changes';
export const changeMany = (api: Api, area: BulkArea, wish: object): Promise<BulkAnswer> => api.send('POST', area, wish);
export const undoMany = (api: Api, area: BulkArea, id: string): Promise<{ results: BulkRow[] }> => api.send('POST', `${area}/${id}/undo`);

export function skillsQuery(api: Api) {
  return queryOptions({
    queryKey: [...DUTIES_KEY, 'skills'],
    queryFn: async ({ signal }) => (await api.get<Page<Skill>>('/skills', {}, signal)).items,
    staleTime: 60_000,
  });
}
export function skilledQuery(api: Api) {
  return queryOptions({
    queryKey: [...DUTIES_KEY, 'agents'],
    queryFn: async ({ signal }) => (await api.get<Page<SkilledAgent>>('/agent-skills', {}, signal)).items,
  });
}
export function dutyPlansQuery(api: Api) {
  return queryOptions({
    queryKey: [...DUTIES_KEY, 'plans'],
    queryFn: async ({ signal }) => (await api.get<Page<DutyPlan>>('/duty-plans', {}, signal)).items,
    refetchInterval: 30_000,
  });
}
export const planDuties = (api: Api, wish: object): Promise<DutyPlan> => api.send('POST', '/duty-plans', wish);
export const cancelPlan = (api: Api, id: string): Promise<DutyPlan> => api.send('POST', `/duty-plans/${id}/cancel`);

export function explainQuery(api: Api, interaction: string) {
  return queryOptions({
    queryKey: ['explain', interaction],
    queryFn: ({ signal }) => api.get<RoutingExplanation>(`/interactions/${interaction}/explain`, {}, signal),
    refetchInterval: 2_000,
  });
}
