// analytics <- identity (the tenant's zone, whom a caller may see), directory (names of queues).
import { createAnalytics, type Analytics, type AnalyticsPorts } from '../../modules/analytics/index.ts';
import { clock } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function analyticsPorts(modules: Modules): AnalyticsPorts {
  return {
    // The log may outlive its tenant, and a reader must not stop at him.
    zone: async (tenant) => (await modules.identity.tenant(tenant))?.zone ?? 'UTC',
    queueNames: (tenant) => modules.directory.queueNames(tenant),
    async agents(caller) {
      const scope = caller.scope('kpis:read');
      const agents = await modules.identity.listAgents(caller.tenant);
      return agents
        .filter((agent) => {
          if (scope === 'tenant') return true;
          if (scope === 'site') return caller.sites.includes(agent.site);
          if (scope === 'team' || scope === 'queue')
            return agent.id === caller.agent || (agent.team !== null && caller.teams.includes(agent.team));
          return scope === 'own' && agent.id === caller.agent;
        })
        .map(({ id, name }) => ({ id, name }));
    },
  };
}

export function wireAnalytics({ db, events }: Platform, modules: Modules): Analytics {
  return createAnalytics({ db, log: events, clock, ports: analyticsPorts(modules) });
}
