// matching <- directory (queues, skills), identity (tenants, names), routing (which reads its configuration again).
import { createMatching, type MatchingModule, type MatchingPorts } from '../../modules/matching/index.ts';
import { clock } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function wireMatching({ db, events, log }: Platform, modules: Modules): MatchingModule {
  return createMatching({ db, log: events, clock, logger: log.child('matching'), ports: matchingPorts(modules) });
}

function matchingPorts(modules: Modules): MatchingPorts {
  const { directory, identity } = modules;
  return {
    tenants: async () => (await identity.tenants()).map(({ id }) => id),
    queues: (tenant) => directory.queues(tenant),
    skillNames: async (tenant) => new Map((await directory.skills(tenant)).map(({ id, name }) => [id, name])),
    agentNames: (tenant, agents) => identity.agentNames(tenant, agents),
    changed: (tenant) => modules.routing.configChanged(tenant),
  };
}
