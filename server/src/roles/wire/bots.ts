// bots <- directory (queues, skills), flow (the hands of today, ways to a person), telephony (the customer), routing (who has what), interactions (seals, wrap-ups, who came back), identity (the company's day).
import type { InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { createBots, type Bots, type BotsPorts } from '../../modules/bots/index.ts';
import { instantOf } from '../../modules/directory/index.ts';
import type { FlowPorts, Line } from '../../modules/flow/index.ts';
import { AppError } from '../../platform/errors/types.ts';
import { clock, newId } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

type Vars = Parameters<FlowPorts['routing']['queue']>[0]['gathered'];

export function wireBots({ db, events, log }: Platform, modules: Modules): Bots {
  return createBots({ db, log: events, clock, newId, logger: log.child('bots'), ports: botsPorts(modules) });
}

function botsPorts(modules: Modules): BotsPorts {
  const { directory, flow, routing, interactions, identity } = modules;
  return {
    hands: {
      async take({ tenant, interaction, flow: hands, ...offer }) {
        const call = modules.calls.byInteraction(interaction);
        // Nobody is on the line: a flow cannot call anybody back.
        if (!call) throw new AppError('offer.no-device', { agent: offer.agent });
        await modules.calls.input(call.call, tenant, { kind: 'offer.digital', ...offer, flow: hands });
        return withDigitalWorker(modules, interaction) === offer.work;
      },
    },
    async known(tenant) {
      const [queues, skills] = await Promise.all([directory.queues(tenant), directory.skills(tenant)]);
      return { queues: new Set(queues.map(({ id }) => id)), skills: new Set(skills.map(({ id }) => id)) };
    },
    withoutPerson: (tenant, id) => flow.withoutPerson(tenant, id),
    configChanged: (tenant) => routing.configChanged(tenant),
    async now(tenant) {
      try {
        return await routing.read(tenant, ({ agents }) => new Map([...agents.values()].map(({ id, holds }) => [id, holds.length])));
      } catch (error) {
        if (error instanceof AppError && error.code === 'routing.not-here') return null;
        throw error;
      }
    },
    async midnight(tenant) {
      const zone = (await identity.tenant(tenant))?.zone ?? 'UTC';
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(clock.now());
      return instantOf(zone, Date.parse(`${day}T00:00:00Z`));
    },
    async returned(tenant, contacts) {
      const digital = (await modules.bots.workers.rows(tenant)).map(({ id }) => id);
      return interactions.talkedAfter(tenant, contacts, digital);
    },
    seal: (tenant, interaction, text) => interactions.sealFor(tenant, interaction, text),
    wrapUp: (tenant, interaction, agent, { disposition, resolved }) =>
      interactions.wrapUpBy({ tenant, interaction, agent, disposition, resolved, notes: null, actor: { kind: 'system', part: 'bots' } }),
  };
}

const withDigitalWorker = ({ calls }: Pick<Modules, 'calls'>, interaction: InteractionId) =>
  calls.byInteraction(interaction)?.digital?.work ?? null;

/** Customers of an earlier process who are with a digital worker still. */
export async function restoreBots(modules: Modules): Promise<void> {
  const tenants = (await modules.identity.tenants()).map(({ id }) => id);
  await modules.bots.contacts.restore(tenants, (interaction) => withDigitalWorker(modules, interaction) !== null);
}

/** A flow by which a digital worker works wants its customer in a line: people get him, in the place he had. Null where it is any other flow. */
export async function handedOver(modules: Modules, line: Line, to: QueueId, gathered: Vars): Promise<{ queuedAt: number | null } | null> {
  const { tenant, interaction, call } = line;
  const work = withDigitalWorker(modules, interaction);
  if (work === null) return null;
  const queuedAt = await modules.routing.read(tenant, ({ works }) => works.get(work)?.queuedAt ?? null);
  // What he knows is told before anybody's phone rings.
  await modules.bots.contacts.heard(tenant, interaction, { kind: 'handed-over', to, gathered });
  await modules.calls.input(call, tenant, { kind: 'digital.hand-over' });
  return { queuedAt };
}

/** A run is over: nothing where its customer was with no digital worker. */
export function flowEnded(modules: Modules, { tenant, interaction, outcome, vars }: Parameters<NonNullable<FlowPorts['ended']>>[0]): void {
  const heard = (event: Parameters<Bots['contacts']['heard']>[2]): Promise<void> => modules.bots.contacts.heard(tenant, interaction, event);
  void told(outcome, vars, heard);
}

async function told(
  outcome: Parameters<NonNullable<FlowPorts['ended']>>[0]['outcome'],
  gathered: Vars,
  heard: (event: Parameters<Bots['contacts']['heard']>[2]) => Promise<void>,
): Promise<void> {
  switch (outcome) {
    case 'hung-up':
      return heard({ kind: 'done', gathered });
    case 'customer-left':
      return heard({ kind: 'left', gathered });
    case 'transferred':
      return heard({ kind: 'handed-over', to: null, gathered });
    case 'failed':
      return heard({ kind: 'failed' });
    // The flow before his, or a person who has the customer now.
    case 'assigned':
      return;
  }
}

/** For routing: the queues with those of them who serve each, and they themselves among the agents. */
export async function withWorkers<Q extends { id: QueueId; members: readonly `agt_${string}`[] }, A extends { agent: `agt_${string}` }>(
  { bots }: Modules,
  tenant: TenantId,
  queues: readonly Q[],
  agents: readonly A[],
) {
  const workers = await bots.forRouting(tenant);
  if (workers.length === 0) return { queues, agents };
  const ofQueue = (id: QueueId) => workers.filter(({ queues: its }) => its.includes(id)).map(({ agent }) => agent);
  return {
    queues: queues.map((queue) => ({ ...queue, members: [...new Set([...queue.members, ...ofQueue(queue.id)])] })),
    agents: [...agents.filter(({ agent }) => !workers.some((each) => each.agent === agent)), ...workers],
  };
}
