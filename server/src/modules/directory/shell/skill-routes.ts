// Skills over HTTP, and who has them.
import { Type } from 'typebox';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { AgentSkills, NewSkill, Skill, SkilledAgentPage, SkillPage, SkillPatch } from '@tandem/contract/api/queues.ts';
import { IdOf, type AgentId, type TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import type { Directory } from './directory.ts';

/** Agents of the given teams and sites. Without it only the scope `tenant` may change agents. */
export type AgentsIn = (tenant: TenantId, places: { teams: readonly string[]; sites: readonly string[] }) => Promise<AgentId[]>;

const one = Type.Object({ id: IdOf('skl') });
const agent = Type.Object({ id: IdOf('agt') });

export function skillRoutes(directory: Directory, agentsIn: AgentsIn): Route[] {
  async function mayWrite(caller: Caller, id: AgentId): Promise<boolean> {
    const scope = caller.scope('agents:write');
    if (scope === 'tenant') return true;
    // Nobody gives himself skills: `own` and `queue` reach no agent here.
    const places = { teams: scope === 'team' ? caller.teams : [], sites: scope === 'site' ? caller.sites : [] };
    return (await agentsIn(caller.tenant, places)).includes(id);
  }

  return [
    route({
      method: 'GET',
      path: '/skills',
      summary: 'All skills',
      tag: 'queues',
      action: 'queues:read',
      schema: { query: WholeQuery, response: SkillPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.skills(caller.tenant), query, (each) => each.key),
    }),
    route({
      method: 'POST',
      path: '/skills',
      summary: 'Makes a skill',
      tag: 'queues',
      action: 'queues:write',
      audit: 'skill.create',
      errors: ['skill.exists'],
      schema: { body: NewSkill, response: Skill, status: 201 },
      handle: ({ caller, body }) => directory.createSkill(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/skills/:id',
      summary: 'Renames a skill',
      tag: 'queues',
      action: 'queues:write',
      audit: 'skill.change',
      errors: ['skill.not-found'],
      schema: { params: one, body: SkillPatch, response: Skill },
      handle: ({ caller, params, body }) => directory.changeSkill(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/skills/:id',
      summary: 'Removes a skill that nothing asks for and nobody has; "errors" names where it is used',
      tag: 'queues',
      action: 'queues:write',
      audit: 'skill.remove',
      errors: ['skill.not-found', 'skill.in-use'],
      schema: { params: one, response: null },
      handle: ({ caller, params }) => directory.removeSkill(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
    route({
      method: 'GET',
      path: '/agent-skills',
      summary: 'Every agent who has skills, with all of them',
      tag: 'agents',
      action: 'agents:read',
      schema: { query: WholeQuery, response: SkilledAgentPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.skilledAgents(caller.tenant), query, (each) => each.agent),
    }),
    route({
      method: 'GET',
      path: '/agents/:id/skills',
      summary: "An agent's skills",
      tag: 'agents',
      action: 'agents:read',
      schema: { params: agent, response: AgentSkills },
      errors: ['agent.not-found'],
      handle: async ({ caller, params }) => ({ skills: await directory.agentSkills(caller.tenant, params.id) }),
    }),
    route({
      method: 'PUT',
      path: '/agents/:id/skills',
      summary: "Sets an agent's skills",
      tag: 'agents',
      action: 'agents:write',
      audit: 'agent.skills',
      schema: { params: agent, body: AgentSkills, response: AgentSkills },
      errors: ['agent.not-found', 'queue.unknown-skill'],
      async handle({ caller, params, body }) {
        // That there is no such agent comes before that he is out of reach.
        await directory.agentSkills(caller.tenant, params.id);
        if (!(await mayWrite(caller, params.id))) throw new AppError('access.out-of-scope', { action: 'agents:write' });
        return { skills: await directory.setAgentSkills(caller.tenant, params.id, body.skills, actorOf(caller)) };
      },
    }),
  ] as Route[];
}
