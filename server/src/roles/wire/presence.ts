// presence <- routing (the mailbox they share, what each agent does), telephony, interactions and directory (with whom, on which phone), identity (who is whom).
import { createPresence, type Presence, type PresencePorts } from '../../modules/presence/index.ts';
import { engagedIn } from '../../modules/telephony/index.ts';
import type { Modules, Platform } from './modules.ts';

export function presencePorts(modules: Modules): PresencePorts {
  return {
    mailbox: (tenant, agent, turn) => modules.routing.declare(tenant, agent, turn),
    work: (tenant) => modules.routing.agentWork(tenant),
    engaged: (tenant) =>
      modules.calls
        .live()
        .filter((state) => state.tenant === tenant)
        .flatMap(engagedIn),
    contacts: (caller, ids, language) => modules.interactions.seenOf(caller, ids, language),
    async names(tenant, ids, language) {
      const [devices, queues, agents] = await Promise.all([
        modules.directory.devices(tenant),
        modules.directory.queueNames(tenant),
        modules.identity.agentNames(tenant, ids),
      ]);
      return {
        devices: new Map(devices.map(({ id, kind, username }) => [id, { id, kind, username }])),
        queues: new Map([...queues].map(([id, name]) => [id, name[language] ?? name.en ?? name['zh-CN'] ?? ''])),
        agents,
      };
    },
    endSessions: (tenant, agent) => modules.identity.endSessionsOf(tenant, agent),
    async people(caller, action, ids) {
      const scope = caller.scope(action);
      const [agents, teams] = await Promise.all([modules.identity.listAgents(caller.tenant), modules.identity.teams(caller.tenant)]);
      return agents
        .filter((agent) => ids === undefined || ids.includes(agent.id))
        .filter((agent) => {
          if (scope === 'tenant') return true;
          if (scope === 'site') return caller.sites.includes(agent.site);
          if (scope === 'team' || scope === 'queue')
            return agent.id === caller.agent || (agent.team !== null && caller.teams.includes(agent.team));
          return scope === 'own' && agent.id === caller.agent;
        })
        .map((agent) => {
          const team = teams.find((each) => each.id === agent.team);
          return { agent: agent.id, name: agent.name, team: team ? { id: team.id, name: team.name } : null };
        });
    },
  };
}

export function wirePresence({ db }: Platform, modules: Modules): Presence {
  return createPresence({ db, ports: presencePorts(modules) });
}
