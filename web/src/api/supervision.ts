// What a supervisor does with calls, agents and the line.
import type { AgentView, ForcePresence } from '@tandem/contract/api/agents.ts';
import type { LiveCall } from '@tandem/contract/api/calls.ts';
import type { MonitorMode } from '@tandem/contract/api/monitor.ts';
import type { WaitingContact } from '@tandem/contract/api/waiting.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { MonitorMode } from '@tandem/contract/api/monitor.ts';
export type { WaitingContact } from '@tandem/contract/api/waiting.ts';

export const WAITING_KEY = ['waiting'] as const;

/** The longest first. */
export function waitingQuery(api: Api) {
  return queryOptions({
    queryKey: WAITING_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<WaitingContact>>('/waiting', { limit: 100 }, signal)).items,
    refetchInterval: 10_000,
  });
}

/** `begin`: the caller's own phone rings first. */
export function monitorCall(api: Api, call: string, mode: MonitorMode, begin: boolean): Promise<LiveCall> {
  return api.send(begin ? 'POST' : 'PATCH', `/calls/${call}/monitor`, { mode });
}

export function leaveMonitored(api: Api, call: string): Promise<LiveCall> {
  return api.send('DELETE', `/calls/${call}/monitor`);
}

export type ReassignWish = { queue?: string; agent?: string | null; priority?: number; note: string };

export function reassign(api: Api, interaction: string, wish: ReassignWish): Promise<unknown> {
  return api.send('POST', `/interactions/${interaction}/reassign`, wish);
}

export function forcePresence(api: Api, agent: AgentView['id'], wish: ForcePresence): Promise<unknown> {
  return api.send('PUT', `/agents/${agent}/forced-presence`, wish);
}

export function logOutAgent(api: Api, agent: AgentView['id'], note: string): Promise<unknown> {
  return api.send('POST', `/agents/${agent}/log-out`, { note });
}
