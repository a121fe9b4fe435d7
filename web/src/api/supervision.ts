// What a supervisor does with calls, agents and the line.
import type { AgentView, ForcePresence } from '@tandem/contract/api/agents.ts';
import type { LiveCall } from '@tandem/contract/api/calls.ts';
import type { MonitorMode } from '@tandem/contract/api/monitor.ts';
import type { WaitingContact } from '@tandem/contract/api/waiting.ts';
import { queryOptions, replaceEqualDeep } from '@tanstack/react-query';
import { keepSame } from '../live/list.ts';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { MonitorMode } from '@tandem/contract/api/monitor.ts';
export type { WaitingContact } from '@tandem/contract/api/waiting.ts';

export const WAITING_KEY = ['waiting'] as const;

const PAGE = 1_000;
/** In a longer line the first of it are shown. */
const MOST = 10_000;
/** A line of more than so many is kept by what is told of it, and read whole but seldom. */
const LONG = 200;
const [AGAIN_MS, LONG_AGAIN_MS] = [10_000, 60_000];

/** All who wait, the longest first. */
export function waitingQuery(api: Api) {
  return queryOptions({
    queryKey: WAITING_KEY,
    queryFn: async ({ signal }): Promise<WaitingContact[]> => {
      const items: WaitingContact[] = [];
      let cursor: string | null = null;
      do {
        const answer: Page<WaitingContact> = await api.get('/waiting', { limit: PAGE, cursor }, signal);
        items.push(...answer.items);
        cursor = answer.nextCursor;
      } while (cursor !== null && items.length < MOST);
      return items;
    },
    structuralSharing: (old, next) =>
      old === undefined ? next : keepSame(old as WaitingContact[], next as WaitingContact[], ({ work }) => work, replaceEqualDeep),
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) > LONG ? LONG_AGAIN_MS : AGAIN_MS),
  });
}

/** Those of the contacts that wait; at most a hundred may be asked for. */
export async function readWaiting(api: Api, interactions: readonly string[]): Promise<WaitingContact[]> {
  return (await api.get<Page<WaitingContact>>('/waiting', { limit: PAGE, interactions: interactions.join(',') })).items;
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
