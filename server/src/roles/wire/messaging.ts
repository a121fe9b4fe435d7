// messaging <- interactions (the contact), customers (whose it is), routing (the line), directory (queues), identity (names).
import { createMessaging, type Messaging, type MessagingPorts } from '../../modules/messaging/index.ts';
import { offerOf } from '../../modules/routing/index.ts';
import { clock, newId, random } from '../process.ts';
import { wishesOf } from './line-wishes.ts';
import type { Modules, Platform } from './modules.ts';

/** Of a visitor's id, enough to tell those apart who write at the same time. */
const SHOWN = 6;
const actor = { kind: 'system', part: 'messaging' } as const;

export function wireMessaging({ db, events, personal, log }: Platform, modules: Modules): Messaging {
  return createMessaging({
    db,
    log: events,
    personal,
    clock,
    random,
    newId,
    logger: log.child('messaging'),
    ports: messagingPorts(modules),
  });
}

function messagingPorts(modules: Modules): MessagingPorts {
  return {
    interactions: {
      async begin({ tenant, interaction, visitor, site }) {
        const remote = { kind: 'unknown', text: `web ${visitor.slice(-SHOWN)}` } as const;
        const identity = { kind: 'unknown', text: visitor } as const;
        const { id: customer } = await modules.customers.findOrCreate(tenant, identity, actor, { channel: 'chat', called: remote.text });
        const joinedFrom = await modules.customers.joinedFrom(tenant, customer, visitor, 'chat');
        const contact = { tenant, interaction, channel: 'chat', direction: 'inbound', call: null, remote, customer, joinedFrom } as const;
        const begun = await modules.interactions.begin({ ...contact, local: { kind: 'unknown', text: site } });
        return begun.conversation!;
      },
      end: ({ by, ...contact }) => modules.interactions.end({ ...contact, cause: 'normal', by }),
      seal: (tenant, interaction, text) => modules.interactions.sealFor(tenant, interaction, text),
      reaches: (caller, action, interaction) => modules.interactions.reachesInteraction(caller, action, interaction),
    },
    routing: {
      async queue({ tenant, work, interaction, queue }) {
        const [contact] = await modules.interactions.summariesOf(tenant, [interaction], 'en');
        const person = contact?.customer.known ? contact.customer.id : null;
        const wishes = await wishesOf(modules, tenant, { interaction, queue, person });
        // A customer who writes is not sent away for waiting: he may be back when it is his turn. Flows cannot write yet, and digital workers are flows.
        const chat = { channel: 'chat', maxWaitMs: null, persons: true } as const;
        return modules.routing.queue({ tenant, work, interaction, queue, ...chat, ...wishes });
      },
      leave: (tenant, work, by) => (by === 'customer' ? modules.routing.leave(tenant, work) : endWork(modules, tenant, work)),
      async standing(tenant, work) {
        const held = await modules.routing.read(tenant, ({ works }) => works.get(work) ?? null);
        if (held === null || held.stage === 'wrap-up') return null;
        if (held.stage === 'assigned') return { agent: held.offer?.agent ?? null, position: null, promiseMs: null };
        const outlook = await modules.routing.outlook(tenant, work);
        return { agent: null, position: outlook?.position ?? null, promiseMs: outlook?.promiseMs ?? null };
      },
      async offered(tenant, offer) {
        const work = await modules.routing.read(tenant, ({ offers, works }) => works.get(offers.get(offer)!) ?? null);
        const open = work?.stage === 'offered' ? offerOf(work, offer) : undefined;
        if (!work || !open) return null;
        return work.channel === 'chat' ? { agent: open.agent, interaction: work.interaction } : 'by-phone';
      },
      answer: (tenant, offer) => modules.routing.offerAnswered(tenant, offer),
      decline: (tenant, offer) => modules.routing.offerEnded(tenant, offer, 'declined'),
    },
    agentNames: (tenant, agents) => modules.identity.agentNames(tenant, agents),
    hasQueue: async (tenant, queue) => (await modules.directory.queueNames(tenant)).has(queue),
    staffed: async (tenant, queue) => (await modules.routing.outlookOf(tenant, queue, 'chat')).staffed,
  };
}

/** Whoever has it goes on to wrap up; of one that nobody has nothing is left in the line. */
async function endWork(
  { routing }: Modules,
  tenant: Parameters<MessagingPorts['routing']['leave']>[0],
  work: `wrk_${string}`,
): Promise<void> {
  const back = await routing.takeBack(tenant, work);
  if (!back.ok) await routing.release(tenant, work, 'ended');
}
