// Many who wait, moved with one reason and one request; and put back within a minute, where nothing happened to them since.
import { BulkAnswer, UndoAnswer, WaitingChange } from '@tandem/contract/api/bulk.ts';
import { IdOf, type AgentId, type InteractionId, type QueueId, type WorkId } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, route, type Caller } from '../../../platform/http/types.ts';
import { rowByRow, type Undo } from '../../../platform/undo/undo.ts';
import type { LinePorts } from '../ports.ts';
import type { Routing } from './routing.ts';

export type BulkRoutesOptions = { routing: Pick<Routing, 'read' | 'move'>; ports: LinePorts; undo: Undo };

type Place = { queue: QueueId; priority: number; reservedFor: AgentId | null };
type Moved = { interaction: InteractionId; work: WorkId; before: Place; after: Place; note: string };

const ACTION = 'interactions:reassign';

export function bulkRoutes({ routing, ports, undo }: BulkRoutesOptions) {
  /** Refuses `work.not-waiting`. */
  async function placeOf(caller: Caller, id: InteractionId): Promise<Place & { work: WorkId }> {
    const found = await routing.read(caller.tenant, ({ works }) =>
      [...works.values()].find((work) => work.interaction === id && (work.stage === 'waiting' || work.stage === 'offered')),
    );
    if (!found) throw new AppError('work.not-waiting', { id });
    const { id: work, queue, priority, reservedFor } = found;
    return { work, queue, priority, reservedFor };
  }

  async function move(caller: Caller, request: Parameters<Routing['move']>[1]): Promise<void> {
    const result = await routing.move(caller.tenant, request, actorOf(caller));
    if (!result.ok) throw refused(result.refusal);
  }

  return [
    route({
      method: 'POST',
      path: '/waiting/changes',
      summary:
        'Has many waiting contacts wait elsewhere, for an agent, or sooner; each has its own answer, and it can be taken back for a minute',
      tag: 'queues',
      action: ACTION,
      audit: 'waiting.change',
      auditDetails: ({ body: { note: _, ...change } }, answer) => ({ ...change, results: answer.results }),
      errors: ['bulk.nothing', 'agent.not-found', 'queue.not-found', 'routing.not-here'],
      schema: { body: WaitingChange, response: BulkAnswer },
      async handle({ caller, body: { interactions, note, ...change }, language }) {
        const { agent, queue } = change;
        if (Object.keys(change).length === 0) throw new AppError('bulk.nothing');
        if (agent && !(await ports.agentNames(caller.tenant, [agent])).has(agent)) throw new AppError('agent.not-found', { id: agent });
        if (queue && !(await routing.read(caller.tenant, ({ queues }) => queues.has(queue))))
          throw new AppError('queue.not-found', { id: queue });
        const done: Moved[] = [];
        const results = await rowByRow(interactions, language, async (id) => {
          if (!(await ports.reaches(caller, ACTION, id))) throw new AppError('interaction.not-found', { id });
          const { work, ...before } = await placeOf(caller, id);
          const sealed = await ports.seal(caller.tenant, id, note);
          await move(caller, { work, note: sealed, ...change });
          const here = queue ?? before.queue;
          const after = await routing.read(caller.tenant, ({ works }): Place | null => {
            const now = works.get(work);
            return now ? { queue: now.queue, priority: now.priority, reservedFor: now.reservedFor } : null;
          });
          // Somebody was quick to take him: there is nothing to take back.
          if (after !== null && after.queue === here) done.push({ interaction: id, work, before, after, note: sealed });
        });
        return undo.keep('waiting', caller, done, results);
      },
    }),
    route({
      method: 'POST',
      path: '/waiting/changes/:id/undo',
      summary: 'Puts those back who still wait as they were left; for who moved them, within a minute, once',
      tag: 'queues',
      action: ACTION,
      audit: 'waiting.undo',
      auditDetails: (_, answer) => ({ results: answer.results }),
      errors: ['bulk.not-found', 'bulk.too-late', 'routing.not-here'],
      schema: { params: Type.Object({ id: IdOf('blk') }), response: UndoAnswer },
      async handle({ caller, params, language }) {
        const items = await undo.take<Moved>('waiting', caller, params.id);
        const byId = new Map(items.map((item) => [item.interaction, item]));
        const results = await rowByRow([...byId.keys()], language, async (id) => {
          const { work, before, after, note } = byId.get(id)!;
          if (!(await ports.reaches(caller, ACTION, id))) throw new AppError('interaction.not-found', { id });
          const now = await placeOf(caller, id);
          const same =
            now.work === work && now.queue === after.queue && now.priority === after.priority && now.reservedFor === after.reservedFor;
          if (!same) throw new AppError('bulk.changed-since', { id });
          await move(caller, { work, note, queue: before.queue, priority: before.priority, agent: before.reservedFor });
        });
        return { results };
      },
    }),
  ];
}
