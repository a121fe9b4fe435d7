// interactions <- customers, identity, directory and flow (names), routing (the wrap-up is done).
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { createInteractions, type Interactions } from '../../modules/interactions/index.ts';
import { refused } from '../../platform/errors/refusal.ts';
import { clock, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

/** Who searches for more people than that has not said whom. */
const MOST_CUSTOMERS = 500;

export function wireInteractions(platform: Platform, modules: Modules): Interactions {
  const { db, events, personal, log } = platform;
  return createInteractions({
    db,
    log: events,
    personal,
    clock,
    random,
    ports: {
      customers: (tenant, ids) => modules.customers.customerNames(tenant, ids),
      agentNames: (tenant, ids) => modules.identity.agentNames(tenant, ids),
      userNames: (tenant, ids) => modules.identity.userNames(tenant, ids),
      queueNames: (tenant) => modules.directory.queueNames(tenant),
      flowNames: (tenant) => modules.flow.names(tenant),
      agentsIn: agentsIn(modules),
      customersLike: async (tenant, text) =>
        (await modules.customers.search(tenant, { text, only: null, after: null, limit: MOST_CUSTOMERS })).map((each) => each.id),
      mergeCustomer: (tenant, from, into, actor) => modules.customers.merge(tenant, from, into, actor),
      rejoinCustomer: (tenant, caller, into, actor) => modules.customers.rejoin(tenant, caller, into, actor),
      partCustomer: (tenant, caller, actor) => modules.customers.part(tenant, caller, actor),
      async wrapUpMore(tenant, work, agent) {
        const more = await modules.routing.wrapUpMore(tenant, work, agent);
        if (!more.ok) throw refused(more.refusal);
      },
      async wrapUpDone(tenant, work, agent) {
        const done = await modules.routing.wrapUpDone(tenant, work, agent);
        // The wrap-up is written; that routing had moved on is no reason to refuse it.
        if (!done.ok) log.info('wrap-up came when routing had ended it', { work, code: done.refusal.code });
      },
    },
  });
}

/** The agents of some teams and sites, former ones too. */
export function agentsIn(modules: Modules) {
  return async (tenant: TenantId, { teams, sites }: { teams: readonly string[]; sites: readonly string[] }): Promise<AgentId[]> => {
    const agents = await modules.identity.listAgents(tenant, { all: true });
    return agents
      .filter((agent) => (agent.team !== null && teams.includes(agent.team)) || sites.includes(agent.site))
      .map((agent) => agent.id);
  };
}
