// analytics <- bots (digital workers), identity (the tenant's zone, whom a caller may see), directory (names of queues), routing and presence (what agents do now).
import type { TenantId } from '@tandem/contract/ids.ts';
import { createAnalytics, type Analytics, type AnalyticsPorts } from '../../modules/analytics/index.ts';
import { shownSince, shownState } from '../../modules/presence/index.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { AppError } from '../../platform/errors/types.ts';
import { createRetentionSettings } from '../../platform/retention/policy.ts';
import { clock, newId } from '../process.ts';
import { agentsIn } from './interactions.ts';
import type { Modules, Platform } from './modules.ts';

export function analyticsPorts({ db, events }: Pick<Platform, 'db' | 'events'>, modules: Modules): AnalyticsPorts {
  const retention = createRetentionSettings({ db, log: events });
  let edgeAwaySince: EpochMs | null = null;
  return {
    logErasedBefore: async (tenant) => (await retention.get(tenant)).logErasedBefore,
    // The log may outlive its tenant, and a reader must not stop at him.
    zone: async (tenant) => (await modules.identity.tenant(tenant))?.zone ?? 'UTC',
    queueNames: (tenant) => modules.directory.queueNames(tenant),
    tenants: async () => (await modules.identity.tenants()).map(({ id }) => id),
    agentsSince: (tenant) => agentsSince(modules, tenant),
    troubles(tenant) {
      edgeAwaySince = modules.edge.connected() ? null : (edgeAwaySince ?? clock.now());
      return troubles(modules, tenant, edgeAwaySince);
    },
    agentsOfTeams: async (tenant, teams) => new Set(teams.length === 0 ? [] : await agentsIn(modules)(tenant, { teams, sites: [] })),
    agentNames: (tenant, ids) => modules.identity.agentNames(tenant, ids),
    userNames: (tenant, ids) => modules.identity.userNames(tenant, ids),
    peopleNow: (tenant) => peopleNow(modules, tenant),
    async agents(caller, which) {
      const scope = caller.scope('kpis:read');
      const agents = await modules.identity.listAgents(caller.tenant, { all: which?.former ?? false });
      return agents
        .filter((agent) => {
          if (scope === 'tenant') return true;
          if (scope === 'site') return caller.sites.includes(agent.site);
          if (scope === 'team' || scope === 'queue')
            return agent.id === caller.agent || (agent.team !== null && caller.teams.includes(agent.team));
          return scope === 'own' && agent.id === caller.agent;
        })
        .map(({ id, name, team }): Awaited<ReturnType<AnalyticsPorts['agents']>>[number] => ({ id, name, team }))
        .concat(scope === 'tenant' && which?.former ? await digitalAgents(modules, caller.tenant) : []);
    },
  };
}

/** Removed ones too: what they did stands in the figures. */
async function digitalAgents({ bots }: Modules, tenant: TenantId) {
  const ids = (await bots.workers.rows(tenant)).map(({ id }) => id);
  return [...(await bots.names(tenant, ids))].map(([id, name]) => ({ id, name, team: null, digital: true as const }));
}

async function peopleNow({ routing }: Modules, tenant: TenantId): ReturnType<AnalyticsPorts['peopleNow']> {
  try {
    const [{ agents, queues }, works] = await Promise.all([
      routing.read(tenant, (state) => ({ agents: [...state.agents.values()], queues: [...state.queues.keys()] })),
      routing.agentWork(tenant),
    ]);
    const people = agents
      .filter(({ digital }) => !digital)
      .map(({ id, declared, queues: its }) => ({
        agent: id,
        state: declared === null ? ('offline' as const) : shownState(declared, works.get(id)?.activity ?? 'idle'),
        reason: declared?.reason ?? null,
        queues: [...its],
      }));
    const outlooks = await Promise.all(queues.map(async (queue) => [queue, await routing.outlookOf(tenant, queue)] as const));
    return {
      people,
      estimates: new Map(outlooks.map(([queue, { estimateMs }]) => [queue, estimateMs])),
      promises: new Map(outlooks.map(([queue, { promiseMs }]) => [queue, promiseMs])),
    };
  } catch (error) {
    if (error instanceof AppError && error.code === 'routing.not-here') return null;
    throw error;
  }
}

/** As the list of agents shows it. */
async function agentsSince({ routing, presence }: Modules, tenant: TenantId): ReturnType<AnalyticsPorts['agentsSince']> {
  const [rows, works] = await Promise.all([presence.rows(tenant), routing.agentWork(tenant)]);
  return new Map(
    rows.flatMap(({ declared, since }) => {
      const doing = works.get(declared.agent);
      const shown = shownSince(shownState(declared, doing?.activity ?? 'idle'), since, doing?.since ?? null);
      return shown === null ? [] : [[declared.agent, shown] as const];
    }),
  );
}

async function troubles(
  { routing, directory, edge, matching, turnedAway, callbacks }: Modules,
  tenant: TenantId,
  awaySince: EpochMs | null,
): ReturnType<AnalyticsPorts['troubles']> {
  const faults = routing.faults(tenant);
  const overload = turnedAway.now(tenant);
  // Until it has told how they do, an edge that comes says nothing about trunks.
  const down = edge.trunks().filter((trunk) => trunk.tenant === tenant && !trunk.healthy);
  const [names, fallen] = await Promise.all([down.length === 0 ? [] : directory.trunks(tenant), matching.fallen(tenant)]);
  return [
    ...(overload === null ? [] : [{ kind: 'overloaded' as const, since: overload.since, count: overload.count }]),
    ...callbacks.givenUp(tenant).map((each) => ({ kind: 'callback-given-up' as const, ...each })),
    ...(awaySince === null ? [] : [{ kind: 'edge-away' as const, since: awaySince }]),
    ...down.flatMap(({ trunk }) =>
      names.filter(({ id }) => id === trunk).map(({ id, name }) => ({ kind: 'trunk-down' as const, id, name })),
    ),
    ...fallen.map(({ queue, at }) => ({ kind: 'matching-fell-back' as const, queue, since: at })),
    ...(faults === null ? [] : [{ kind: 'routing-invariant' as const, ...faults }]),
  ];
}

export function wireAnalytics(platform: Platform, modules: Modules): Analytics {
  const { db, events } = platform;
  return createAnalytics({
    db,
    log: events,
    clock,
    newId,
    logger: platform.log.child('analytics'),
    ports: analyticsPorts(platform, modules),
  });
}
