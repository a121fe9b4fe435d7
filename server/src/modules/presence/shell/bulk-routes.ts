// Many agents set or put out with one reason and one request; what was set is put back within a minute, where it still stands.
import { AgentsChange, BulkAnswer, UndoAnswer } from '@tandem/contract/api/bulk.ts';
import { IdOf, type AgentId } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, route, type Caller } from '../../../platform/http/types.ts';
import { rowByRow, type Undo } from '../../../platform/undo/undo.ts';
import { newDeclared, type Declared } from '../core/presence.ts';
import type { PresencePorts } from '../ports.ts';
import type { Presence } from './presence.ts';

type Axes = Pick<Declared, 'signedIn' | 'presence' | 'reason' | 'onQueue'>;
type Was = { agent: AgentId; before: Axes; after: Axes; note: string };

const axesOf = ({ signedIn, presence, reason, onQueue }: Declared): Axes => ({ signedIn, presence, reason, onQueue });
const same = (a: Axes, b: Axes): boolean =>
  a.signedIn === b.signedIn && a.presence === b.presence && a.reason === b.reason && a.onQueue === b.onQueue;

export function bulkRoutes(presence: Presence, ports: Pick<PresencePorts, 'people' | 'endSessions'>, undo: Undo) {
  const reached = async (caller: Caller, ids: readonly AgentId[]): Promise<ReadonlySet<AgentId>> =>
    new Set((await ports.people(caller, 'agents:force', ids)).map(({ agent }) => agent));
  async function declared(caller: Caller, agent: AgentId): Promise<Declared> {
    return (await presence.rows(caller.tenant, agent))[0]?.declared ?? newDeclared(agent);
  }
  async function set(
    caller: Caller,
    agent: AgentId,
    { presence: to, reason, onQueue }: Pick<Axes, 'presence'> & Partial<Axes>,
    note: string,
  ) {
    const forced = { by: caller.user, note };
    const result = await presence.set(
      caller.tenant,
      agent,
      { kind: 'set', presence: to, reason, onQueue, own: false, forced },
      actorOf(caller),
    );
    if (!result.ok) throw refused(result.refusal);
  }

  return [
    route({
      method: 'POST',
      path: '/agents/changes',
      summary:
        'Sets presence and being on queue for many agents, or logs them out; each has its own answer, and what was set can be taken back',
      tag: 'agents',
      action: 'agents:force',
      audit: 'agents.change',
      auditDetails: ({ body: { note: _, ...change } }, answer) => ({ ...change, results: answer.results }),
      errors: ['bulk.nothing', 'routing.not-here'],
      schema: { body: AgentsChange, response: BulkAnswer },
      async handle({ caller, body: { agents, note, logOut, presence: to, reason, onQueue }, language }) {
        if (logOut === undefined && to === undefined) throw new AppError('bulk.nothing');
        const mine = await reached(caller, agents);
        const done: Was[] = [];
        const results = await rowByRow(agents, language, async (agent) => {
          if (!mine.has(agent)) throw new AppError('agent.not-found', { id: agent });
          const before = axesOf(await declared(caller, agent));
          if (logOut === true) {
            // Off queue first: nothing rings for who cannot see it.
            await presence.putOut(caller.tenant, agent, { by: caller.user, note }, actorOf(caller));
            await ports.endSessions(caller.tenant, agent);
          } else await set(caller, agent, { presence: to!, reason: reason ?? null, ...(onQueue === undefined ? {} : { onQueue }) }, note);
          // Whoever was put out must come in again himself.
          if (logOut !== true) done.push({ agent, before, after: axesOf(await declared(caller, agent)), note });
        });
        return undo.keep('presence', caller, done, results);
      },
    }),
    route({
      method: 'POST',
      path: '/agents/changes/:id/undo',
      summary: 'Puts those back who are still as they were set; for who set them, within a minute, once. Nobody is logged in again',
      tag: 'agents',
      action: 'agents:force',
      audit: 'agents.undo',
      auditDetails: (_, answer) => ({ results: answer.results }),
      errors: ['bulk.not-found', 'bulk.too-late', 'routing.not-here'],
      schema: { params: Type.Object({ id: IdOf('blk') }), response: UndoAnswer },
      async handle({ caller, params, language }) {
        const items = await undo.take<Was>('presence', caller, params.id);
        const byId = new Map(items.map((item) => [item.agent, item]));
        const mine = await reached(caller, [...byId.keys()]);
        const results = await rowByRow([...byId.keys()], language, async (agent) => {
          const { before, after, note } = byId.get(agent)!;
          if (!mine.has(agent)) throw new AppError('agent.not-found', { id: agent });
          if (!same(axesOf(await declared(caller, agent)), after)) throw new AppError('bulk.changed-since', { id: agent });
          await set(caller, agent, before, note);
        });
        return { results };
      },
    }),
  ];
}
