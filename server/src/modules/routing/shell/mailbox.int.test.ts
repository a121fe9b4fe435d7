// The mailbox on the real database: what survives a crash, who wins when two processes want to route, what tables and log agree on.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TenantId, WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { DAY, MINUTE } from '../../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { createLeases } from '../../../platform/eventlog/leases.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { lineOf } from '../core/book.ts';
import { agt, configOf, int, off, que, queueConfig, wrk } from '../core/testkit.ts';
import type { RoutingState } from '../core/types.ts';
import type { Routing, RoutingOptions } from './routing.ts';
import { forgetClosed, known, rebuild } from './store.ts';
import { newTenant, newWorld, ready, request, startRouting, typesOf, until, type World } from './testkit.ts';

let data: TestDatabase;
const running: Routing[] = [];
const start = (world: World, part?: Partial<RoutingOptions>): Routing => {
  const routing = startRouting(data, world, part);
  running.push(routing);
  return routing;
};
beforeAll(async () => {
  data = await testDatabase({ modules: ['routing'] });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((routing) => routing.stop()));
});
afterAll(() => data.close());

const stateOf = (routing: Routing, tenant: TenantId) => routing.read(tenant, (state) => state);

/** The state a new process would have: the same words, whatever the order of the maps. */
async function rebuilt(tenant: TenantId, world: ReturnType<typeof newWorld>, fromLog: boolean): Promise<object> {
  return plain(await rebuild({ db: data.db, log: data.log, ports: world.ports, tenant, now: Date.now() }, fromLog));
}
function plain(state: RoutingState): object {
  const sorted = <K extends string, V>(map: ReadonlyMap<K, V>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const works = sorted(state.works).map(([id, work]) => [id, JSON.parse(JSON.stringify(work))]);
  return { works, line: lineOf(state), offers: sorted(state.offers), agents: sorted(state.agents), queues: sorted(state.queues) };
}

describe('crash and restart', () => {
  test('tables and log give back the same state that lived', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const routing = start(world);
    for (const agent of [1, 2, 3]) await ready(routing, world, tenant, agent);
    for (const n of [1, 2, 3, 4, 5]) await routing.queue(request(tenant, n, n > 3 ? { priority: n } : {}));
    await routing.settled(tenant);
    const [first, second] = world.made;
    await routing.offerAnswered(tenant, first!.offer);
    await routing.release(tenant, first!.work, 'ended');
    await routing.offerEnded(tenant, second!.offer, 'no-answer');
    await routing.leave(tenant, wrk(5));
    const lived = plain(await stateOf(routing, tenant));
    expect(await rebuilt(tenant, world, false)).toEqual(lived);
    expect(await rebuilt(tenant, world, true)).toEqual(lived);
  });

  test('tables in doubt are corrected from the log', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const routing = start(world);
    await ready(routing, world, tenant, 1);
    await routing.queue(request(tenant, 1));
    await routing.queue(request(tenant, 2));
    const lived = plain(await stateOf(routing, tenant));
    await data.db.tenant(tenant, (tx) =>
      sql`update routing_work set item = jsonb_set(item, '{priority}', '9') where id = ${wrk(2)}`.execute(tx.tables()),
    );
    expect(await rebuilt(tenant, world, false)).not.toEqual(lived);
    expect(await rebuilt(tenant, world, true)).toEqual(lived);
    expect(await rebuilt(tenant, world, false)).toEqual(lived);
  });

  test('an offer committed but never made is made by the next owner, under the same id', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    // Dies between the append and the call: the call goes nowhere, the lease is not given back and not asked for again.
    const dying = newWorld();
    dying.ring = () => new Promise(() => {});
    const leases = createLeases({ db: data.db });
    let dead = false;
    const first = startRouting(data, dying, {
      holder: 'core',
      leases: { acquire: async (...given) => (dead ? null : leases.acquire(...given)) },
    });
    await ready(first, world, tenant, 1);
    await first.queue(request(tenant, 1));
    const [lost] = await until(() => (dying.made.length === 1 ? dying.made : null));
    dead = true;
    // Restarted under the same name it need not wait for the lease to run out.
    const second = start(world, { holder: 'core' });
    second.start([tenant]);
    await until(() => world.made.length === 1);
    expect(world.made[0]).toEqual(lost);
    expect(await second.offerAnswered(tenant, lost!.offer)).toMatchObject({ ok: true, value: { agent: agt(1) } });
    // The one thought dead writes nothing any more: its fence is old.
    const ghost = first.leave(tenant, wrk(1)).then(
      () => 'written',
      (error: { code: string }) => error.code,
    );
    await first.stop();
    expect(await ghost).toBe('routing.not-here');
    expect(await typesOf(data, tenant, int(1))).toEqual(['work.queued', 'work.offered', 'work.assigned']);
  });

  test('a ringing that ended while nobody was there is ended, and the customer goes on', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    world.config = configOf([queueConfig(1, [1, 2], { offerTimeoutMs: 100 })]);
    const first = start(world);
    await ready(first, world, tenant, 1);
    await first.queue(request(tenant, 1));
    await first.stop();
    world.declared.set(agt(2), { ...world.declared.get(agt(1))!, agent: agt(2) });
    await new Promise((resolve) => setTimeout(resolve, 150));
    start(world).start([tenant]);
    await until(() => world.made.length === 2);
    expect(world.withdrawn).toMatchObject([{ agent: agt(1), outcome: 'no-answer' }]);
    expect(world.made[1]!.agent).toBe(agt(2));
  });

  test('a broken invariant stops the turn, and routing goes on from the log', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const measured: string[] = [];
    const routing = start(world, { checkAllMs: 0, metrics: { observe: (name) => void measured.push(name) } });
    await ready(routing, world, tenant, 1);
    await routing.queue(request(tenant, 1));
    const state = await stateOf(routing, tenant);
    (state.works as Map<WorkId, unknown>).set(wrk(1), { ...state.works.get(wrk(1)), offer: null });
    await expect(routing.queue(request(tenant, 2))).rejects.toThrow('without an agent');
    await routing.queue(request(tenant, 3));
    expect(measured).toContain('routing_invariant_total');
    expect((await stateOf(routing, tenant)).works.get(wrk(1))?.offer?.agent).toBe(agt(1));
    expect(await typesOf(data, tenant, int(2))).toEqual([]);
  });

  test('an outage of the database loses and doubles nothing', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    let failures = 0;
    const outage =
      (when: 'before' | 'after'): EventLog['append'] =>
      async (tx, events, fence) => {
        if (when === 'after') await data.log.append(tx, events, fence);
        throw Object.assign(new Error('terminating connection'), { code: '57P01' });
      };
    const log: EventLog = {
      ...data.log,
      append: (...given) => (failures-- > 0 ? outage(failures % 2 ? 'before' : 'after')(...given) : data.log.append(...given)),
    };
    const routing = start(world, { log });
    await ready(routing, world, tenant, 1);
    failures = 4;
    await Promise.all([1, 2, 3].map((n) => routing.queue(request(tenant, n))));
    expect(failures).toBeLessThan(0);
    for (const n of [1, 2, 3]) expect((await typesOf(data, tenant, int(n))).filter((type) => type === 'work.queued')).toHaveLength(1);
    await routing.settled(tenant);
    expect(new Set(world.made.map(({ offer }) => offer)).size).toBe(1);
  });

  test('a poisoned input is refused alone', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const routing = start(world);
    await ready(routing, world, tenant, 1);
    const answers = await Promise.allSettled([
      routing.queue(request(tenant, 1)),
      routing.queue(request(tenant, 2, { skills: [{ skill: 'skl_no-uuid', level: 1 }] })),
      routing.queue(request(tenant, 3)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([...(await stateOf(routing, tenant)).works.keys()].sort()).toEqual([wrk(1), wrk(3)]);
  });
});

describe('two processes', () => {
  test('one routes, the other stands by and takes over; no offer is made twice', async () => {
    const tenant = newTenant();
    const [one, two] = [newWorld(), newWorld()];
    two.declared = one.declared;
    const first = start(one);
    await ready(first, one, tenant, 1);
    const second = start(two);
    second.start([tenant]);
    await first.queue(request(tenant, 1));
    await first.settled(tenant);
    const waiting = second.queue(request(tenant, 2));
    expect([one.made.length, two.made.length]).toEqual([1, 0]);
    await first.stop();
    expect(await waiting).toEqual({ ok: true, value: wrk(2) });
    expect(two.made).toEqual(one.made);
    await expect(first.queue(request(tenant, 3))).rejects.toMatchObject({ code: 'routing.not-here' });
  });

  test('both fighting for the lease under load: each contact is queued once and offered to one agent at a time', async () => {
    const tenant = newTenant();
    const world = newWorld();
    // The same name: each start takes the lease from the other, as after a restart that left a ghost behind.
    const routers = [start(world, { holder: 'same' }), start(world, { holder: 'same' })];
    const ids = Array.from({ length: 12 }, (_, n) => makeId('wrk', Date.now(), new Uint8Array(10).fill(n)));
    await ready(routers[0]!, world, tenant, 1);
    await ready(routers[1]!, world, tenant, 2);
    const queue = (work: WorkId, n: number, router: Routing) => router.queue({ tenant, work, interaction: int(100 + n), queue: que(1) });
    await Promise.allSettled(ids.flatMap((work, n) => [queue(work, n, routers[0]!), queue(work, n, routers[1]!)]));
    expect((await known(data.db, tenant, ids)).size).toBe(ids.length);
    const open = new Map<string, string>();
    for (const event of await data.log.read({ after: 0, limit: 10_000, tenant })) {
      if (event.type === 'work.offered') {
        expect([...open.values()]).not.toContain(event.data.agent);
        expect(open.has(event.data.work)).toBe(false);
        open.set(event.data.work, event.data.agent);
      }
      if (event.type === 'work.offer-ended') open.delete(event.data.work);
    }
    for (const n of ids.keys())
      expect((await typesOf(data, tenant, int(100 + n))).filter((type) => type === 'work.queued')).toHaveLength(1);
  });

  test('tenants do not see each other', async () => {
    const world = newWorld();
    const [one, other] = [newTenant(), newTenant()];
    const routing = start(world);
    await routing.queue(request(one, 1));
    await routing.queue(request(other, 1));
    expect((await routing.live(other, que(1)))?.waiting).toBe(1);
    expect(await routing.offerAnswered(other, off(1))).toMatchObject({ refusal: { code: 'offer.gone' } });
    const seen = await data.db.tenant(one, (tx) => sql<{ n: number }>`select count(*)::int as n from routing_work`.execute(tx.tables()));
    expect(seen.rows[0]!.n).toBe(1);
  });
});

test('what was posted before a stop is done, and nothing after it', async () => {
  const [tenant, world] = [newTenant(), newWorld()];
  const routing = start(world);
  await ready(routing, world, tenant, 1);
  const posted = [1, 2, 3].map((n) => routing.queue(request(tenant, n)));
  const stopped = routing.stop();
  await expect(routing.queue(request(tenant, 4))).rejects.toMatchObject({ code: 'routing.not-here' });
  expect(await Promise.all(posted)).toEqual([1, 2, 3].map((n) => ({ ok: true, value: wrk(n) })));
  await stopped;
  await expect(routing.live(tenant, que(1))).rejects.toMatchObject({ code: 'routing.not-here' });
});

test('closed work is remembered for a day', async () => {
  const [tenant, world] = [newTenant(), newWorld()];
  const routing = start(world);
  for (const n of [1, 2]) await routing.queue(request(tenant, n));
  await routing.leave(tenant, wrk(1));
  await forgetClosed(data.db, tenant, Date.now() + DAY - MINUTE);
  expect(await known(data.db, tenant, [wrk(1), wrk(2)])).toEqual(new Set([wrk(1), wrk(2)]));
  await forgetClosed(data.db, tenant, Date.now() + DAY + MINUTE);
  expect(await known(data.db, tenant, [wrk(1), wrk(2)])).toEqual(new Set([wrk(2)]));
});
