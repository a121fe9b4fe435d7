// Figures of the running day of one agent.
import type { AgentKpiReport, AgentKpis } from '@tandem/contract/api/kpis.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';

/** Times that run are counted up to the moment of reading: it is read again and again. */
const AGAIN_MS = 30_000;

export function ownDayQuery(api: Api, agent: string) {
  return queryOptions({
    queryKey: ['own-day', agent],
    queryFn: async ({ signal }): Promise<AgentKpis | null> =>
      (await api.get<AgentKpiReport>('/kpis/agents', {}, signal)).items.find((each) => each.agent.id === agent) ?? null,
    refetchInterval: AGAIN_MS,
  });
}
