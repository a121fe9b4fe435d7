// The line as supervisors see and change it: who waits, and another queue, an agent or a priority for one who does.
import { Reassign, WaitingPage, WaitingQuery, type WaitingContact } from '@tandem/contract/api/waiting.ts';
import { IdOf, type AgentId, type InteractionId } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import { actorOf, route, type Caller } from '../../../platform/http/types.ts';
import { offersOf } from '../core/offers.ts';
import type { RoutingState, Work } from '../core/types.ts';
import type { LinePorts } from '../ports.ts';
import type { Routing } from './routing.ts';

export type LineRoutesOptions = { routing: Pick<Routing, 'read' | 'move'>; ports: LinePorts };

const ACTION = 'interactions:reassign';

export function lineRoutes({ routing, ports }: LineRoutesOptions) {
  async function reached(caller: Caller, interaction: InteractionId): Promise<boolean> {
    return caller.scope(ACTION) === 'tenant' || ports.reaches(caller, ACTION, interaction);
  }

  return [
    route({
      method: 'GET',
      path: '/waiting',
      summary: 'Contacts that wait for an agent now, the longest first',
      tag: 'queues',
      action: ACTION,
      errors: ['routing.not-here'],
      schema: { query: WaitingQuery, response: WaitingPage },
      async handle({ caller, query, language }) {
        const wanted = query.interactions === undefined ? null : new Set<string>(query.interactions.split(','));
        const { works, queues } = await routing.read(caller.tenant, inLine);
        const mine: Work[] = [];
        for (const work of works)
          if ((wanted === null || wanted.has(work.interaction)) && (await reached(caller, work.interaction))) mine.push(work);
        const page = pageOfWhole(mine, query, (work) => `${String(work.queuedAt).padStart(16, '0')} ${work.id}`);
        const agents = page.items
          .flatMap((work) => [...offersOf(work).map(({ agent }) => agent), work.reservedFor])
          .filter((agent) => typeof agent === 'string');
        const [names, contacts] = await Promise.all([
          ports.agentNames(caller.tenant, [...new Set(agents)]),
          ports.contacts(
            caller.tenant,
            page.items.map(({ interaction }) => interaction),
            language,
          ),
        ]);
        const known = new Map(contacts.map((contact) => [contact.id, contact]));
        const named = (id: AgentId | null | undefined) => (id ? { id, name: names.get(id) ?? '' } : null);
        const items = page.items.map((work): WaitingContact => {
          const { name = '', level = null, known: isKnown = false } = known.get(work.interaction)?.customer ?? {};
          return {
            interaction: work.interaction,
            work: work.id,
            queue: { id: work.queue, name: queues.get(work.queue)?.name ?? null },
            customer: { name, level, known: isKnown },
            remote: known.get(work.interaction)?.remote ?? '',
            task: work.task,
            priority: work.priority,
            queuedAt: work.queuedAt,
            offeredTo: work.stage === 'offered' ? named(work.offer?.agent) : null,
            offeredBeside: work.stage === 'offered' ? (work.beside?.length ?? 0) : 0,
            reservedFor: named(work.reservedFor),
          };
        });
        return { items, nextCursor: page.nextCursor };
      },
    }),
    route({
      method: 'POST',
      path: '/interactions/:id/reassign',
      summary: 'Has a waiting contact wait in another queue, for an agent, or sooner; the reason stands in its timeline',
      tag: 'interactions',
      action: ACTION,
      audit: 'interaction.reassigned',
      errors: ['interaction.not-found', 'work.not-waiting', 'queue.not-found', 'agent.not-found', 'routing.not-here'],
      schema: { params: Type.Object({ id: IdOf('int') }), body: Reassign, response: null },
      async handle({ caller, params: { id }, body: { note, ...change } }) {
        if (!(await ports.reaches(caller, ACTION, id))) throw new AppError('interaction.not-found', { id });
        const { agent } = change;
        if (agent && !(await ports.agentNames(caller.tenant, [agent])).has(agent)) throw new AppError('agent.not-found', { id: agent });
        const work = await routing.read(caller.tenant, (state) => inLine(state).works.find((each) => each.interaction === id)?.id ?? null);
        if (work === null) throw new AppError('work.not-waiting', { id });
        const sealed = await ports.seal(caller.tenant, id, note);
        const result = await routing.move(caller.tenant, { work, note: sealed, ...change }, actorOf(caller));
        if (!result.ok) throw refused(result.refusal);
        return undefined;
      },
    }),
  ];
}

/** Those in the line and those being rung; call-backs for later are not. */
function inLine(state: RoutingState): { works: Work[]; queues: RoutingState['queues'] } {
  return { works: [...state.works.values()].filter(({ stage }) => stage === 'waiting' || stage === 'offered'), queues: state.queues };
}
