// A routing on a real database with ports that remember what they were asked, for the tests of the shell.
import { randomBytes } from 'node:crypto';
import type { AgentId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/result.ts';
import { createLeases } from '../../../platform/eventlog/leases.ts';
import type { TestDatabase } from '../../../platform/db/testkit.ts';
import { agt, configOf, int, que, queueConfig, wrk } from '../core/testkit.ts';
import type { Declared, RoutingConfig } from '../core/types.ts';
import type { RoutingPorts } from '../ports.ts';
import { createRouting, type QueueRequest, type Routing, type RoutingOptions } from './routing.ts';

export const newTenant = (): TenantId => makeId('tnt', Date.now(), randomBytes(10));

type Offered = Parameters<RoutingPorts['offers']['make']>[0];

/** What telephony, presence, directory and flow are to routing here. `declared` stands for the presence table: it outlives a process. */
export type World = {
  ports: RoutingPorts;
  config: RoutingConfig;
  declared: Map<AgentId, Declared>;
  made: Offered[];
  withdrawn: Parameters<RoutingPorts['offers']['withdraw']>[0][];
  timedOut: Parameters<RoutingPorts['waiting']['timedOut']>[0][];
  /** Replace to let making offers fail or hang. */
  ring(offer: Offered): Promise<void>;
};

export function newWorld(): World {
  const world: World = {
    config: configOf([queueConfig(1, [1, 2, 3])]),
    declared: new Map(),
    made: [],
    withdrawn: [],
    timedOut: [],
    ring: () => Promise.resolve(),
    ports: {
      offers: {
        make: (offer) => {
          world.made.push(offer);
          return world.ring(offer);
        },
        withdraw: async (offer) => void world.withdrawn.push(offer),
      },
      waiting: { timedOut: async (work) => void world.timedOut.push(work) },
      config: async () => world.config,
      declared: async () => [...world.declared.values()],
      agentNames: async (_, agents) => new Map(agents.map((agent) => [agent, `name of ${agent}`])),
      mayRead: async () => true,
    },
  };
  return world;
}

export function startRouting(test: TestDatabase, world: World, part: Partial<RoutingOptions> = {}): Routing {
  return createRouting({
    db: test.db,
    log: test.log,
    leases: createLeases({ db: test.db }),
    clock: { now: () => Date.now() },
    random: { bytes: (length) => randomBytes(length) },
    ports: world.ports,
    holder: randomBytes(4).toString('hex'),
    leaseMs: 1_500,
    ...part,
  });
}

export function ready(routing: Routing, world: World, tenant: TenantId, agent: number, part: Partial<Declared> = {}): Promise<unknown> {
  const declared: Declared = {
    agent: agt(agent),
    signedIn: true,
    presence: 'available',
    reason: null,
    onQueue: true,
    reachable: true,
    ...part,
  };
  return routing.declare(tenant, declared.agent, {
    decide: () => ok([declared]),
    save: async (_, saved) => void world.declared.set(saved.agent, saved),
  });
}

export async function until<T>(what: () => T | Promise<T>, ms = 8_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + ms; ;) {
    const found = await what();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function request(tenant: TenantId, n: number, part: Partial<QueueRequest> = {}): QueueRequest {
  return { tenant, work: wrk(n), interaction: int(n), queue: que(1), ...part };
}

export async function typesOf({ db, log }: TestDatabase, tenant: TenantId, interaction: InteractionId): Promise<string[]> {
  return (await db.tenant(tenant, (tx) => log.readStream(tx, interaction))).map((event) => event.type);
}
