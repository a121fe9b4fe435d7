// What agents serve, over HTTP: changed now and taken back within a minute, or for a time.
import { BulkAnswer, UndoAnswer } from '@tandem/contract/api/bulk.ts';
import { DutyChange, DutyPlan, DutyPlanPage, NewDutyPlan } from '@tandem/contract/api/duties.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf, type AgentId } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { AppError } from '../../../platform/errors/types.ts';
import { route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { rowByRow, type Undo } from '../../../platform/undo/undo.ts';
import type { DutyStep } from '../core/duty.ts';
import { actorOf } from './changes.ts';
import type { Directory } from './directory.ts';
import type { AgentsIn } from './skill-routes.ts';

const ACTION = 'agents:write';
const one = Type.Object({ id: IdOf('dty') });

export function dutyRoutes(directory: Directory, agentsIn: AgentsIn, undo: Undo): Route[] {
  /** Of the agents those that are within the caller's reach. Nobody changes what he serves himself: `own` and `queue` reach nobody. */
  async function reached(caller: Caller, agents: readonly AgentId[]): Promise<ReadonlySet<AgentId>> {
    const scope = caller.scope(ACTION);
    if (scope === 'tenant') {
      const unknown = await directory.unknownAgents(caller.tenant, agents);
      return new Set(agents.filter((agent) => !unknown.includes(agent)));
    }
    const places = { teams: scope === 'team' ? caller.teams : [], sites: scope === 'site' ? caller.sites : [] };
    const within = await agentsIn(caller.tenant, places);
    return new Set(agents.filter((agent) => within.includes(agent)));
  }
  const allReached = async (caller: Caller, agents: readonly AgentId[]): Promise<boolean> =>
    (await reached(caller, agents)).size === new Set(agents).size;

  return [
    route({
      method: 'POST',
      path: '/duty-changes',
      summary: 'Changes the queues and skills of many agents at once; each has its own answer, and it can be taken back for a minute',
      tag: 'agents',
      action: ACTION,
      audit: 'duty.change',
      auditDetails: ({ body }, answer) => ({ ...body, results: answer.results }),
      errors: ['bulk.nothing', 'queue.not-found', 'queue.unknown-skill'],
      schema: { body: DutyChange, response: BulkAnswer },
      async handle({ caller, body: { agents, note: _, ...wish }, language }) {
        const mine = await reached(caller, agents);
        const steps = await directory.changeDuties(
          caller.tenant,
          agents.filter((agent) => mine.has(agent)),
          wish,
          actorOf(caller),
        );
        const results = await rowByRow(agents, language, async (agent) => {
          if (!mine.has(agent)) throw new AppError('agent.not-found', { id: agent });
        });
        return undo.keep('duties', caller, steps, results);
      },
    }),
    route({
      method: 'POST',
      path: '/duty-changes/:id/undo',
      summary: 'Puts back what nobody has changed since; for who changed it, within a minute, once',
      tag: 'agents',
      action: ACTION,
      audit: 'duty.undo',
      auditDetails: (_, answer) => ({ results: answer.results }),
      errors: ['bulk.not-found', 'bulk.too-late'],
      schema: { params: Type.Object({ id: IdOf('blk') }), response: UndoAnswer },
      async handle({ caller, params, language }) {
        const steps = await undo.take<DutyStep>('duties', caller, params.id);
        const agents = [...new Set(steps.map(({ agent }) => agent))];
        const mine = await reached(caller, agents);
        const left = await directory.dutiesBack(
          caller.tenant,
          steps.filter(({ agent }) => mine.has(agent)),
          actorOf(caller),
        );
        const results = await rowByRow(agents, language, async (agent) => {
          if (!mine.has(agent)) throw new AppError('agent.not-found', { id: agent });
          if (left.includes(agent)) throw new AppError('bulk.changed-since', { id: agent });
        });
        return { results };
      },
    }),
    route({
      method: 'GET',
      path: '/duty-plans',
      summary: 'Changes of what agents serve that are planned, under way, or were over within a week',
      tag: 'agents',
      action: ACTION,
      schema: { query: WholeQuery, response: DutyPlanPage },
      async handle({ caller, query, language }) {
        const mine: DutyPlan[] = [];
        for (const plan of await directory.dutyPlans.list(caller.tenant, language)) {
          const agents = await reached(
            caller,
            plan.agents.map(({ id }) => id),
          );
          if (agents.size > 0 || caller.scope(ACTION) === 'tenant') mine.push(plan);
        }
        return pageOfWhole(mine, query, ({ from, id }) => `${String(from).padStart(16, '0')} ${id}`);
      },
    }),
    route({
      method: 'POST',
      path: '/duty-plans',
      summary: 'Changes the queues and skills of agents from an hour on, and puts them back at another',
      tag: 'agents',
      action: ACTION,
      audit: 'duty-plan.create',
      auditDetails: ({ body }) => ({ ...body }),
      errors: ['bulk.nothing', 'duty-plan.bad-time', 'agent.not-found', 'queue.not-found', 'queue.unknown-skill'],
      schema: { body: NewDutyPlan, response: DutyPlan, status: 201 },
      async handle({ caller, body, language }) {
        if (!(await allReached(caller, body.agents))) throw new AppError('agent.not-found', { id: body.agents.join(', ') });
        return directory.dutyPlans.create(caller.tenant, body, actorOf(caller), language);
      },
    }),
    route({
      method: 'POST',
      path: '/duty-plans/:id/cancel',
      summary: 'Calls a plan off; what it has changed already is put back at once',
      tag: 'agents',
      action: ACTION,
      audit: 'duty-plan.cancel',
      errors: ['duty-plan.not-found', 'duty-plan.over'],
      schema: { params: one, response: DutyPlan },
      async handle({ caller, params: { id }, language }) {
        const agents = await directory.dutyPlans.agentsOf(caller.tenant, id);
        // Whoever was an agent is none any more, and his plan must still come to an end: the wide scope may.
        const may = agents !== null && (caller.scope(ACTION) === 'tenant' || (await allReached(caller, agents)));
        if (!may) throw new AppError('duty-plan.not-found', { id });
        return directory.dutyPlans.cancel(caller.tenant, id, actorOf(caller), language);
      },
    }),
  ] as Route[];
}
