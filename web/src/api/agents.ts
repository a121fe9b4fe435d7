// Agents, and declaring one's own presence.
import type { AgentView, SetPresence } from '@tandem/contract/api/agents.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { AgentView } from '@tandem/contract/api/agents.ts';

/** In a house with more agents than this its screens show the first. */
const MOST = 1_000;

export function agentsQuery(api: Api) {
  return queryOptions({
    queryKey: ['agents'],
    queryFn: async ({ signal }): Promise<AgentView[]> => {
      const items: AgentView[] = [];
      let cursor: string | null = null;
      do {
        const answer: Page<AgentView> = await api.get('/agents', { limit: 200, cursor }, signal);
        items.push(...answer.items);
        cursor = answer.nextCursor;
      } while (cursor !== null && items.length < MOST);
      return items;
    },
    staleTime: 30_000,
  });
}

/** The same list where only names are looked for: hundreds of agents are not read anew for each contact that is opened. */
export const agentNamesQuery = (api: Api) => queryOptions({ ...agentsQuery(api), staleTime: 10 * 60_000 });

export function agentQuery(api: Api, id: string) {
  return queryOptions({ queryKey: ['agent', id], queryFn: ({ signal }) => api.get<AgentView>(`/agents/${id}`, {}, signal) });
}

export function declarePresence(api: Api, id: string, change: SetPresence): Promise<unknown> {
  return api.send('PUT', `/agents/${id}/presence`, change);
}
