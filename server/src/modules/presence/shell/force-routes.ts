// A supervisor sets what an agent declares, or puts him out: with a reason that the agent is shown, in the audit trail and the log.
import { AgentPresence, ForcePresence, LogOut } from '@tandem/contract/api/agents.ts';
import { IdOf, type AgentId } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, route, type Caller } from '../../../platform/http/types.ts';
import { axes } from './axes.ts';
import type { PresencePorts } from '../ports.ts';
import type { Presence } from './presence.ts';

const params = Type.Object({ id: IdOf('agt') });

export function forceRoutes(presence: Presence, ports: Pick<PresencePorts, 'people' | 'endSessions'>) {
  /** Rejects with `agent.not-found`. */
  async function reached(caller: Caller, id: AgentId): Promise<void> {
    if ((await ports.people(caller, 'agents:force', [id])).length === 0) throw new AppError('agent.not-found', { id });
  }
  return [
    route({
      method: 'PUT',
      path: '/agents/:id/forced-presence',
      summary: 'Sets presence, reason and being on queue for an agent, with the reason why',
      tag: 'agents',
      action: 'agents:force',
      audit: 'agent.presence-forced',
      errors: ['agent.not-found', 'presence.not-signed-in', 'presence.offline-on-queue', 'routing.not-here'],
      schema: { params, body: ForcePresence, response: AgentPresence },
      async handle({ caller, params: { id }, body: { note, ...wanted } }) {
        await reached(caller, id);
        const forced = { by: caller.user, note };
        const result = await presence.set(caller.tenant, id, { kind: 'set', ...wanted, own: false, forced }, actorOf(caller));
        if (!result.ok) throw refused(result.refusal);
        const [row] = await presence.rows(caller.tenant, id);
        return axes(row?.declared ?? result.value, row?.since ?? null, true);
      },
    }),
    route({
      method: 'POST',
      path: '/agents/:id/log-out',
      summary: 'Ends all sessions of an agent and takes him off queue; a call of his goes on',
      tag: 'agents',
      action: 'agents:force',
      audit: 'agent.logged-out',
      errors: ['agent.not-found', 'routing.not-here'],
      schema: { params, body: LogOut, response: null },
      async handle({ caller, params: { id }, body: { note } }) {
        await reached(caller, id);
        // Off queue first: nothing rings for who cannot see it.
        await presence.putOut(caller.tenant, id, { by: caller.user, note }, actorOf(caller));
        await ports.endSessions(caller.tenant, id);
        return undefined;
      },
    }),
  ];
}
