// routing <- telephony (rings agents), bots (digital workers), matching (predictions), flow (takes back who waited too long), directory (queues, skills), presence (what was declared).
import os from 'node:os';
import type { OfferId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { createRouting, rulesOf, type LinePorts, type Routing, type RoutingPorts } from '../../modules/routing/index.ts';
import { AppError } from '../../platform/errors/types.ts';
import { clock, newId, random } from '../process.ts';
import { withWorkers } from './bots.ts';
import type { Modules, Platform } from './modules.ts';

export function routingPorts(modules: Modules): RoutingPorts {
  return {
    offers: {
      async make({ tenant, interaction, work, queue, offer, agent, expiresAt, digital }) {
        if (digital) return modules.bots.contacts.take({ tenant, interaction, work, queue, offer, agent });
        const state = modules.calls.byInteraction(interaction);
        if (!state && (await modules.messaging.stories.has(tenant, interaction))) return offerChat(modules, { tenant, queue, offer });
        // An agent waits for this read between two contacts: all that is needed, at once.
        const [devices, autoAnswer] = await Promise.all([
          modules.directory.ownDevices(tenant, agent),
          modules.directory.autoAnswers(tenant, queue),
        ]);
        const device = devices.find(({ rings }) => rings);
        // A rejection counts as unreachable: routing asks the next agent.
        if (!device) throw new AppError('offer.no-device', { agent });
        const ringMs = expiresAt - clock.now() + RING_GRACE_MS;
        // Nobody is on the line where a customer is to be called back.
        if (!state || (state.out?.callback && !state.customer.up))
          return modules.callbacks.offered({ tenant, interaction, work, queue, offer, agent, device: device.id, ringMs });
        void modules.calls.input(state.call, tenant, {
          kind: 'offer.made',
          offer,
          work,
          queue,
          agent,
          device: device.id,
          leg: newId('leg'),
          ringMs,
          along: devices.filter(({ rings, ringsToo }) => ringsToo && !rings).map(({ id }) => ({ leg: newId('leg'), device: id })),
          autoAnswer,
        });
      },
      async withdraw({ tenant, interaction, offer, outcome }) {
        const state = modules.calls.byInteraction(interaction);
        if (state)
          void modules.calls.input(state.call, tenant, {
            kind: 'offer.withdrawn',
            offer,
            cause: outcome === 'no-answer' ? 'no-answer' : 'withdrawn',
          });
      },
    },
    waiting: {
      async timedOut({ tenant, interaction, work }) {
        const state = modules.calls.byInteraction(interaction);
        if (!state && (await modules.messaging.stories.has(tenant, interaction)))
          return modules.messaging.stories.end(tenant, interaction, 'system');
        // Without a flow there is nobody to take him back: a call-back, or one who was parked.
        if (!state || (state.out?.callback && !state.customer.up)) await modules.callbacks.dropped(tenant, interaction);
        else if (state.line?.work === work)
          await modules.calls.input(state.call, tenant, { kind: 'hang-up', cause: 'failed', by: 'system' });
        else await modules.flow.workTimedOut(tenant, interaction, work);
      },
    },
    async config(tenant) {
      const [{ queues, agents, rules }, matched] = await Promise.all([
        modules.directory.routingConfig(tenant),
        modules.matching.applied(tenant),
      ]);
      const people = queues.map(({ spill, ...queue }) => ({
        ...queue,
        matching: matched.get(queue.id) ?? null,
        ...(spill === null ? {} : { spill }),
      }));
      return { ...(await withWorkers(modules, tenant, people, agents)), rules: rulesOf(rules) };
    },
    declared: (tenant) => modules.presence.declared(tenant),
    agentNames: (tenant, agents) => modules.identity.agentNames(tenant, agents),
    mayRead: (caller, interaction) => modules.interactions.reachesInteraction(caller, 'interactions:read', interaction),
  };
}

/** His screen tells him by the event; only where his queue takes contacts for him it is taken here. */
async function offerChat(
  { directory, routing }: Modules,
  { tenant, queue, offer }: { tenant: TenantId; queue: QueueId; offer: OfferId },
): Promise<void> {
  if (await directory.autoAnswers(tenant, queue)) void routing.offerAnswered(tenant, offer);
}

export function linePorts({ interactions, identity }: Modules): LinePorts {
  return {
    reaches: (caller, action, interaction) => interactions.reachesInteraction(caller, action, interaction),
    contacts: (tenant, ids, language) => interactions.summariesOf(tenant, ids, language),
    seal: (tenant, interaction, text) => interactions.sealFor(tenant, interaction, text),
    agentNames: (tenant, agents) => identity.agentNames(tenant, agents),
  };
}

/** Routing's own timer ends an offer; the device's time-out only catches what that misses. */
const RING_GRACE_MS = 3_000;

/** The same after a crash, so that the next process on this data folder takes the lease over at once; the folder's lock keeps a second one out. */
const holder = (config: Platform['config']): string => `core:${os.hostname()}:${config.paths.data}`;

export function wireRouting(platform: Platform, modules: Modules): Routing {
  const { db, events, leases, log, telemetry, config } = platform;
  return createRouting({
    db,
    log: events,
    leases,
    clock,
    random,
    holder: holder(config),
    logger: log.child('routing'),
    metrics: telemetry,
    ports: routingPorts(modules),
  });
}
