// The directory over HTTP: queues, skills, numbers; trunks and devices beside it.
import { Type } from 'typebox';
import { NewNumber, NumberPage, NumberPatch, NumberView } from '@tandem/contract/api/numbers.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { AgentSkills, NewQueue, NewSkill, Queue, QueuePage, QueuePatch, Skill, SkillPage } from '@tandem/contract/api/queues.ts';
import { IdOf, type AgentId, type TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf } from './changes.ts';
import { deviceRoutes } from './device-routes.ts';
import type { Directory } from './directory.ts';
import { hoursRoutes } from './hours-routes.ts';
import { trunkRoutes } from './trunk-routes.ts';

/** Agents of the given teams and sites. Without it only the scope `tenant` may change agents. */
export type AgentsIn = (tenant: TenantId, places: { teams: readonly string[]; sites: readonly string[] }) => Promise<AgentId[]>;

export function directoryRoutes(directory: Directory, agentsIn: AgentsIn = () => Promise.resolve([])): Route[] {
  async function mayWrite(caller: Caller, agent: AgentId): Promise<boolean> {
    const scope = caller.scope('agents:write');
    if (scope === 'tenant') return true;
    // Nobody gives himself skills: `own` and `queue` reach no agent here.
    const places = { teams: scope === 'team' ? caller.teams : [], sites: scope === 'site' ? caller.sites : [] };
    return (await agentsIn(caller.tenant, places)).includes(agent);
  }

  const queuePath = Type.Object({ id: IdOf('que') });
  const queues = [
    route({
      method: 'GET',
      path: '/queues',
      summary: 'All queues',
      tag: 'queues',
      action: 'queues:read',
      schema: { query: WholeQuery, response: QueuePage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.queues(caller.tenant), query, (each) => each.key),
    }),
    route({
      method: 'GET',
      path: '/queues/:id',
      summary: 'One queue',
      tag: 'queues',
      action: 'queues:read',
      errors: ['queue.not-found'],
      schema: { params: queuePath, response: Queue },
      async handle({ caller, params }) {
        const queue = (await directory.queues(caller.tenant)).find((each) => each.id === params.id);
        if (!queue) throw new AppError('queue.not-found', { id: params.id });
        return queue;
      },
    }),
    route({
      method: 'POST',
      path: '/queues',
      summary: 'Makes a queue',
      tag: 'queues',
      action: 'queues:write',
      audit: 'queue.create',
      errors: ['queue.exists', 'queue.unknown-agent', 'queue.unknown-skill', 'queue.bad-overflow'],
      schema: { body: NewQueue, response: Queue, status: 201 },
      handle: ({ caller, body }) => directory.createQueue(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/queues/:id',
      summary: 'Changes a queue',
      tag: 'queues',
      action: 'queues:write',
      audit: 'queue.change',
      errors: ['queue.not-found', 'queue.unknown-agent', 'queue.unknown-skill', 'queue.bad-overflow'],
      schema: { params: queuePath, body: QueuePatch, response: Queue },
      handle: ({ caller, params, body }) => directory.changeQueue(caller.tenant, params.id, body, actorOf(caller)),
    }),
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
      method: 'GET',
      path: '/agents/:id/skills',
      summary: "An agent's skills",
      tag: 'agents',
      action: 'agents:read',
      schema: { params: Type.Object({ id: IdOf('agt') }), response: AgentSkills },
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
      schema: { params: Type.Object({ id: IdOf('agt') }), body: AgentSkills, response: AgentSkills },
      errors: ['agent.not-found', 'queue.unknown-skill'],
      async handle({ caller, params, body }) {
        // That there is no such agent comes before that he is out of reach.
        await directory.agentSkills(caller.tenant, params.id);
        if (!(await mayWrite(caller, params.id))) throw new AppError('access.out-of-scope', { action: 'agents:write' });
        return { skills: await directory.setAgentSkills(caller.tenant, params.id, body.skills, actorOf(caller)) };
      },
    }),
  ];
  const numbers = [
    route({
      method: 'GET',
      path: '/numbers',
      summary: 'All numbers',
      tag: 'numbers',
      action: 'numbers:read',
      schema: { query: WholeQuery, response: NumberPage },
      handle: async ({ caller, query }) => pageOfWhole(await directory.numbers(caller.tenant), query, (each) => each.display),
    }),
    route({
      method: 'POST',
      path: '/numbers',
      summary: 'Adds a number',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'number.create',
      errors: ['number.unreadable', 'number.unknown-flow', 'number.exists'],
      schema: { body: NewNumber, response: NumberView, status: 201 },
      handle: ({ caller, body }) => directory.createNumber(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/numbers/:id',
      summary: 'Changes where a number goes',
      tag: 'numbers',
      action: 'numbers:write',
      audit: 'number.change',
      errors: ['number.not-found', 'number.unknown-flow'],
      schema: { params: Type.Object({ id: IdOf('num') }), body: NumberPatch, response: NumberView },
      handle: ({ caller, params, body }) => directory.changeNumber(caller.tenant, params.id, body, actorOf(caller)),
    }),
  ];
  return [...queues, ...numbers, ...trunkRoutes(directory), ...deviceRoutes(directory), ...hoursRoutes(directory)] as Route[];
}
