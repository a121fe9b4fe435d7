// directory <- identity (countries, agents), flow (whether a flow exists, what flows name), routing (who is in a queue), presence (who can be reached).
import { createDirectory, parsePhone, type Directory, type ReachPorts } from '../../modules/directory/index.ts';
import type { UserId } from '@tandem/contract/ids.ts';
import { clock, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function wireDirectory(platform: Platform, modules: Modules): Directory {
  const { db, events, keyring } = platform;
  return createDirectory({
    db,
    log: events,
    keyring,
    clock,
    random,
    ice: platform.config.ice,
    ports: {
      parsePhone,
      country: async (tenant) => (await modules.identity.tenant(tenant))?.country ?? 'CN',
      unknownAgents: (tenant, agents) => modules.identity.unknownAgents(tenant, agents),
      agentNames: (tenant, agents) => modules.identity.agentNames(tenant, agents),
      userNames: (tenant, users) => modules.identity.userNames(tenant, users),
      audited: (tenant, { actor, action, object, details }) =>
        modules.identity.auditor.record({
          tenant,
          user:
            actor.kind === 'user' ? (actor.id as UserId) : actor.kind === 'api-key' ? ((actor.user as UserId | undefined) ?? null) : null,
          ...(actor.kind === 'api-key' ? { key: actor.id } : {}),
          action,
          object,
          outcome: 'done',
          ip: '',
          details,
        }),
      flowsNaming: (tenant, id) => modules.flow.naming(tenant, id),
      contactsIn: (tenant, queue) =>
        modules.routing.read(tenant, ({ works }) => [...works.values()].filter((work) => work.queue === queue).length),
      musicExists: async (tenant, key) => (await modules.prompts.heard.names(tenant)).music.includes(key),
      flowExists: (tenant, flow) => modules.flow.exists(tenant, flow),
      trunkState(tenant, trunk) {
        const known = modules.edge?.trunk(tenant, trunk) ?? null;
        if (known === null) return null;
        const { tenant: _tenant, trunk: _trunk, ...state } = known;
        return state;
      },
      async deviceMoved(tenant, from, to) {
        const [held] = from === null ? [] : await modules.presence.rows(tenant, from);
        // A device that is not registered makes nobody reachable, and one that is tells so again soon.
        if (from === null || !held?.declared.reachable) return;
        await modules.presence.reachable(tenant, from, false);
        if (to !== null) await modules.presence.reachable(tenant, to, true);
      },
      async phoneChanged(tenant, agent, device) {
        // The edge first: whoever was told a new secret registers with it at once.
        await modules.edge?.pushDirectory();
        await modules.presence.reachable(tenant, agent, device !== null && (modules.edge?.registered(device) ?? false));
      },
    },
  });
}

export function reachPorts(modules: Modules): ReachPorts {
  return {
    straightFlows: (tenant) => modules.flow.straightFlows(tenant),
    queuesNow: (tenant) => modules.routing.queuesNow(tenant),
  };
}
