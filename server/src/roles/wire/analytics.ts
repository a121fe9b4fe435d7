// analytics <- identity (the tenant's zone, whom a caller may see), directory (names of queues).
import { createAnalytics, type Analytics, type AnalyticsPorts } from '../../modules/analytics/index.ts';
import { createRetentionSettings } from '../../platform/retention/policy.ts';
import { clock } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function analyticsPorts({ db, events }: Pick<Platform, 'db' | 'events'>, modules: Modules): AnalyticsPorts {
  const retention = createRetentionSettings({ db, log: events });
  return {
    logErasedBefore: async (tenant) => (await retention.get(tenant)).logErasedBefore,
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

export function wireAnalytics(platform: Platform, modules: Modules): Analytics {
  const { db, events } = platform;
  return createAnalytics({ db, log: events, clock, ports: analyticsPorts(platform, modules) });
}
