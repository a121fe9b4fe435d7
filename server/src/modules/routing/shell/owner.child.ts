// Of takeover.int.test.ts: a process that wants to route the tenant, with agents who take every call at once and talk for some milliseconds.
// Arguments: database URL, tenant, its name as a holder of the lease, agents.
import { randomBytes } from 'node:crypto';
import type { TenantId, WorkId } from '@tandem/contract/ids.ts';
import { createDb } from '../../../platform/db/pool.ts';
import { createEventLog } from '../../../platform/eventlog/eventlog.ts';
import { createLeases } from '../../../platform/eventlog/leases.ts';
import { agt, configOf, queueConfig } from '../core/testkit.ts';
import type { Declared } from '../core/types.ts';
import { createRouting } from './routing.ts';

const [url, tenant, holder, agents] = process.argv.slice(2) as [string, TenantId, string, string];
const TALK_MS = 20;
const members = Array.from({ length: Number(agents) }, (_, n) => n + 1);
const clock = { now: () => Date.now() };
// With the limits of earnest: a writer who sleeps in the middle of a write holds the next one up for no longer than that.
const db = createDb({ url, name: holder, size: 4 });
const log = createEventLog({ db, url, clock, sequence: false });
/** Contacts that this process knows to be talking. */
const talking = new Set<WorkId>();

const routing = createRouting({
  db,
  log,
  leases: createLeases({ db }),
  clock,
  random: { bytes: (length) => randomBytes(length) },
  holder,
  leaseMs: 1_500,
  ports: {
    offers: {
      async make({ offer, work }) {
        setTimeout(() => void answer(offer, work).catch(() => undefined), 2);
      },
      withdraw: async () => undefined,
    },
    waiting: { timedOut: async () => undefined },
    config: async () => configOf([queueConfig(1, members, { wrapUpMs: 0 })]),
    declared: async () =>
      members.map((n): Declared => ({
        agent: agt(n),
        signedIn: true,
        presence: 'available',
        reason: null,
        onQueue: true,
        reachable: true,
      })),
    agentNames: async () => new Map(),
    mayRead: async () => true,
  },
});
routing.start([tenant]);

async function answer(offer: Parameters<typeof routing.offerAnswered>[1], work: WorkId): Promise<void> {
  const taken = await routing.offerAnswered(tenant, offer);
  if (taken.ok) talk(work);
}

function talk(work: WorkId): void {
  talking.add(work);
  setTimeout(() => void routing.release(tenant, work, 'ended').catch(() => talking.delete(work)), TALK_MS);
}

/** Talks that another owner began go on, as calls do when a server dies, and end like any other. */
setInterval(() => {
  void routing
    .read(tenant, (state) =>
      [...state.works.values()].filter(({ id, stage }) => stage === 'assigned' && !talking.has(id)).map(({ id }) => id),
    )
    .then((left) => left.forEach(talk))
    .catch(() => undefined);
}, 50);
