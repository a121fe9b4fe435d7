// Agents, and declaring one's own presence.
import type { AgentView, SetPresence } from '@tandem/contract/api/agents.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { AgentView } from '@tandem/contract/api/agents.ts';

export function agentsQuery(api: Api) {
  return queryOptions({
    queryKey: ['agents'],
    queryFn: async ({ signal }) => (await api.get<Page<AgentView>>('/agents', { limit: 200 }, signal)).items,
    staleTime: 30_000,
  });
}

export function agentQuery(api: Api, id: string) {
  return queryOptions({ queryKey: ['agent', id], queryFn: ({ signal }) => api.get<AgentView>(`/agents/${id}`, {}, signal) });
}

export function declarePresence(api: Api, id: string, change: SetPresence): Promise<unknown> {
  return api.send('PUT', `/agents/${id}/presence`, change);
}
