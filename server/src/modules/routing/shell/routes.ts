// Routing's part of the API: why a contact is where it is, and how a queue stands now.
import { QueueLive, RoutingExplanation } from '@tandem/contract/api/routing.ts';
import { IdOf, type AgentId, type InteractionId, type QueueId, type TenantId } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { route, type Caller } from '../../../platform/http/types.ts';
import { outlookOf } from '../core/estimate.ts';
import { explain, stories, type Story } from '../core/explain.ts';
import { queueLive } from '../core/live.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { RoutingState } from '../core/types.ts';
import type { RoutingPorts } from '../ports.ts';
import type { Routing } from './routing.ts';

export type RoutingRoutesOptions = {
  routing: Pick<Routing, 'read'>;
  db: Db;
  log: EventLog;
  ports: Pick<RoutingPorts, 'agentNames' | 'mayRead'>;
};

export function routingRoutes(options: RoutingRoutesOptions) {
  const { routing, ports } = options;
  return [
    route({
      method: 'GET',
      path: '/interactions/:id/explain',
      summary: 'Why each agent was or was not given this contact',
      tag: 'interactions',
      action: 'interactions:read',
      errors: ['interaction.not-found', 'routing.not-here'],
      schema: { params: Type.Object({ id: IdOf('int') }), response: RoutingExplanation },
      async handle({ caller, params }) {
        if (!(await ports.mayRead(caller, params.id))) throw new AppError('interaction.not-found', { id: params.id });
        return explainInteraction(options, caller.tenant, params.id);
      },
    }),
    route({
      method: 'GET',
      path: '/queues/:id/live',
      summary: 'Waiting work and what the agents of the queue are doing, now',
      tag: 'queues',
      action: 'queues:read',
      errors: ['queue.not-found', 'routing.not-here'],
      schema: { params: Type.Object({ id: IdOf('que') }), response: QueueLive },
      async handle({ caller, params: { id } }) {
        if (!maySee(caller, id)) throw new AppError('queue.not-found', { id });
        const live = await routing.read(caller.tenant, (state, now) => {
          const figures = queueLive(state, id, now);
          if (!figures) return null;
          const { estimateMs, promiseMs } = outlookOf(state, { queue: id, priority: state.queues.get(id)?.priority ?? 0, skills: [] }, now);
          return { queue: queueName(state, id), ...figures, estimateMs, promiseMs, at: now };
        });
        if (!live) throw new AppError('queue.not-found', { id });
        return live;
      },
    }),
  ];
}

/** Below tenant scope a caller sees the queues he serves or supervises. */
function maySee(caller: Caller, queue: QueueId): boolean {
  return caller.scope('queues:read') === 'tenant' || caller.queues.includes(queue);
}

function queueName(state: RoutingState, id: QueueId): RoutingExplanation['works'][number]['queue'] {
  return { id, name: state.queues.get(id)?.name ?? null };
}

/** The past from the log, the present from the mailbox. */
async function explainInteraction(
  options: RoutingRoutesOptions,
  tenant: TenantId,
  interaction: InteractionId,
): Promise<RoutingExplanation> {
  const past = stories(await options.db.tenant(tenant, (tx) => options.log.readStream(tx, interaction), { read: true }));
  const { at, works } = await options.routing.read(tenant, (state, now) => ({
    at: now,
    works: past.map((story) => explainWork(story, state, now)),
  }));
  const agents = works.flatMap(({ considered, offers }) => [
    ...[...considered, ...offers].map(({ agent }) => agent),
    ...offers.flatMap(({ takenBy }) => takenBy ?? []),
  ]);
  const names = await options.ports.agentNames(tenant, [...new Set(agents.map(({ id }) => id))]);
  for (const agent of agents) agent.name = names.get(agent.id) ?? '';
  return { interaction, at, works };
}

function explainWork(story: Story, state: RoutingState, now: EpochMs): RoutingExplanation['works'][number] {
  const present = explain(state, story.work, now);
  const unnamed = (id: AgentId) => ({ id, name: '' });
  const points = { parts: [...story.points], eachMs: state.rules.priorityMs };
  return {
    work: story.work,
    queue: queueName(state, story.queue),
    stage: present?.stage ?? 'closed',
    priority: story.priority,
    points,
    queuedAt: story.queuedAt,
    skills: [...(present?.skills ?? [])],
    position: present?.position ?? null,
    considered: (present?.considered ?? []).map(({ agent, tried, no }) => ({ agent: unnamed(agent), tried, reason: no })),
    offers: story.decisions.map(({ agent, takenBy, ...decision }) => ({
      agent: unnamed(agent),
      takenBy: takenBy === null ? null : unnamed(takenBy),
      ...decision,
    })),
    ended: story.ended,
  };
}
