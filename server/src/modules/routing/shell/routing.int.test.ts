// Routing on the real database: one contact's way through it, what the ports and the API are told.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Check } from 'typebox/value';
import { QueueLive, RoutingExplanation } from '@tandem/contract/api/routing.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { agt, configOf, int, que, queueConfig, skl, wrk } from '../core/testkit.ts';
import type { Routing, RoutingOptions } from './routing.ts';
import { routingRoutes } from './routes.ts';
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

describe('one contact', () => {
  test('from the line to the end of wrap-up, every step in the log and told to the ports', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const routing = start(world);
    expect(await routing.queue(request(tenant, 1))).toEqual({ ok: true, value: wrk(1) });
    expect((await routing.live(tenant, que(1)))?.waiting).toBe(1);
    await ready(routing, world, tenant, 1);
    await routing.settled(tenant);
    expect(world.made).toHaveLength(1);
    const { offer } = world.made[0]!;
    expect(world.made[0]).toMatchObject({ tenant, interaction: int(1), work: wrk(1), queue: que(1), agent: agt(1) });
    const assigned = { ok: true, value: { interaction: int(1), work: wrk(1), queue: que(1), agent: agt(1) } };
    expect(await routing.offerAnswered(tenant, offer)).toEqual(assigned);
    expect(await routing.offerAnswered(tenant, offer)).toEqual(assigned);
    await routing.release(tenant, wrk(1), 'ended');
    expect((await routing.agentWork(tenant)).get(agt(1))).toMatchObject({ activity: 'wrap-up', work: wrk(1) });
    expect(await routing.wrapUpDone(tenant, wrk(1), agt(1))).toEqual({ ok: true, value: null });
    expect(await typesOf(data, tenant, int(1))).toEqual([
      'work.queued',
      'work.offered',
      'work.assigned',
      'work.released',
      'work.completed',
    ]);
    expect(world.withdrawn).toEqual([]);
    // Late doubles: no second place in the line, no second end.
    await routing.queue(request(tenant, 1));
    await routing.release(tenant, wrk(1), 'ended');
    await routing.leave(tenant, wrk(1));
    expect(await typesOf(data, tenant, int(1))).toHaveLength(5);
    expect(await routing.queue(request(tenant, 2, { queue: que(9) }))).toMatchObject({ ok: false, refusal: { code: 'queue.not-found' } });
  });

  test('ringing ends by the clock, the next agent rings, the first is told to stop', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    world.config = configOf([queueConfig(1, [1, 2], { offerTimeoutMs: 150 })]);
    const routing = start(world);
    await ready(routing, world, tenant, 1);
    await ready(routing, world, tenant, 2);
    await routing.queue(request(tenant, 1));
    await until(() => world.made.length === 2);
    expect(world.withdrawn).toMatchObject([{ offer: world.made[0]!.offer, agent: agt(1), outcome: 'no-answer' }]);
    expect(world.made.map(({ agent }) => agent)).toEqual([agt(1), agt(2)]);
  });

  test('an offer that cannot be made goes to the next agent', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const routing = start(world);
    world.ring = (offer) => (offer.agent === agt(1) ? Promise.reject(new Error('no edge')) : Promise.resolve());
    await ready(routing, world, tenant, 1);
    await ready(routing, world, tenant, 2);
    await routing.queue(request(tenant, 1));
    await until(() => world.made.length === 2);
    expect(world.withdrawn).toMatchObject([{ agent: agt(1), outcome: 'unreachable' }]);
    expect((await routing.agentWork(tenant)).get(agt(1))?.activity).toBe('not-responding');
  });

  test('who waits too long goes back to his flow; who was taken back is not told again', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    const routing = start(world);
    await routing.queue(request(tenant, 1, { maxWaitMs: 100 }));
    await routing.queue(request(tenant, 2));
    await routing.takeBack(tenant, wrk(2));
    await until(() => world.timedOut.length > 0);
    expect(world.timedOut).toMatchObject([{ interaction: int(1), work: wrk(1), reason: 'timed-out' }]);
  });

  test('explained by the API, waiting and afterwards', async () => {
    const [tenant, world] = [newTenant(), newWorld()];
    world.config = configOf([queueConfig(1, [1, 2])], { 2: { 1: 30 } });
    const routing = start(world);
    const routes = routingRoutes({ routing, db: data.db, log: data.log, ports: world.ports });
    const caller = { tenant, queues: [que(1)], scope: () => 'queue' } as never;
    const explain = () => routes[0]!.handle({ caller, params: { id: int(1) } } as never) as Promise<any>;
    await ready(routing, world, tenant, 1);
    await routing.queue(request(tenant, 1, { skills: [{ skill: skl(1), level: 30 }] }));
    expect(Check(RoutingExplanation, await explain())).toBe(true);
    expect((await explain()).works).toMatchObject([
      {
        stage: 'waiting',
        position: 1,
        considered: [
          { agent: { id: agt(1), name: `name of ${agt(1)}` }, reason: { reason: 'lacks-skill', needed: 30, has: 0 } },
          { agent: { id: agt(2) }, reason: { reason: 'signed-out' } },
        ],
      },
    ]);
    await ready(routing, world, tenant, 2);
    await until(() => world.made.length === 1);
    await routing.offerAnswered(tenant, world.made[0]!.offer);
    await routing.release(tenant, wrk(1), 'system');
    expect((await explain()).works).toMatchObject([
      {
        stage: 'closed',
        considered: [],
        offers: [{ agent: { id: agt(2) }, outcome: 'answered', why: { rule: 'longest-idle', eligible: 1 } }],
        ended: { as: 'assigned' },
      },
    ]);
    expect(Check(RoutingExplanation, await explain())).toBe(true);
    const live = (await routes[1]!.handle({ caller, params: { id: que(1) } } as never)) as any;
    expect(Check(QueueLive, live)).toBe(true);
    expect(live).toMatchObject({
      queue: { id: que(1), name: { en: 'queue 1' } },
      waiting: 0,
      longestWaitMs: 0,
      agents: { idle: 2, busy: 0 },
    });
    await expect(
      routes[1]!.handle({ caller: { ...(caller as object), queues: [] }, params: { id: que(1) } } as never),
    ).rejects.toMatchObject({ code: 'queue.not-found' });
  });
});
