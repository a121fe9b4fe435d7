// What callers of each scope see: days, agents, the floor now.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentKpiReport, KpiDefinitions, KpiLive, KpiReport } from '@tandem/contract/api/kpis.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { Value } from 'typebox/value';
import { HOUR } from '../../../kernel/time.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { KPI_DEFINITIONS } from '../core/definitions.ts';
import { agent, contactScript, presence, queue, serviceLevel } from '../core/testkit.ts';
import type { Analytics } from './analytics.ts';
import { caller, openTestkit, type Testkit, ZONE } from './testkit.ts';

describe('what callers see', () => {
  const morning = Date.parse('2026-11-02T13:00:00Z');

  let kit: Testkit;
  let analytics: Analytics;
  let tenant: TenantId;
  let everybody: Caller;
  let sales: Caller;
  afterAll(() => kit.close());
  beforeAll(async () => {
    kit = await openTestkit(morning + 120_000);
    analytics = kit.analytics;
    tenant = kit.id('tnt');
    everybody = caller(tenant, 'tenant');
    sales = caller(tenant, 'queue', { queues: [queue(2)] });
    const [one, two, three, four, five] = [contactScript(1), contactScript(2), contactScript(3), contactScript(4), contactScript(5)];
    await kit.append(tenant, [
      serviceLevel(morning, 1, 15_000, 0.9),
      presence(morning, 1, 'ready'),
      one.started(morning),
      one.queued(morning),
      one.offered(morning + 1_000, 1),
      one.assigned(morning + 10_000, 1),
      one.released(morning + 70_000, 1),
      one.ended(morning + 70_000, 'agent'),
      one.completed(morning + 100_000, 1),
      two.started(morning),
      two.queued(morning),
      two.abandoned(morning + 30_000, 'queue'),
      two.ended(morning + 30_000, 'flow'),
      three.started(morning),
      three.queued(morning, 2),
      three.offered(morning, 2, 2),
      three.assigned(morning + 90_000, 2, 2),
      four.started(morning),
      four.flowStarted(morning),
      four.ended(morning + 9_000, 'flow'),
      five.started(morning),
      five.flowStarted(morning),
      five.queued(morning + 60_000),
    ]);
    await kit.reader.caughtUp();
  });

  test('the day: queues by name with target and formulas, and the contacts of no queue', async () => {
    const report = await analytics.report(everybody, {}, 'zh-CN');
    expect(Value.Errors(KpiReport, report)).toEqual([]);
    expect(report).toMatchObject({ zone: ZONE, definitions: KPI_DEFINITIONS.version, shortAbandonMs: 5_000 });
    expect(report.days.map((day) => [day.day, (day.endAt - day.startAt) / HOUR])).toEqual([['2026-11-02', 24]]);
    expect(report.total).toMatchObject({
      queue: null,
      arrived: 5,
      abandonedInFlow: 1,
      offered: 4,
      answered: 2,
      abandoned: 1,
      serviceLevel: 1 / 3,
      serviceLevelTarget: null,
      asaMs: 50_000,
    });
    expect(report.queues.map((each) => each.queue?.name)).toEqual(['客服', 'Sales']);
    expect(report.queues[0]).toMatchObject({
      offered: 3,
      answered: 1,
      answeredInTime: 1,
      abandonedInQueue: 1,
      serviceLevel: 0.5,
      serviceLevelTarget: 0.9,
      asaMs: 10_000,
      ahtMs: 90_000,
      arrived: null,
    });
    expect(report.days[0]?.queues).toEqual(report.queues);
  });

  test('several days, each with its own length, the empty ones too', async () => {
    const report = await analytics.report(everybody, { from: '2026-10-31', to: '2026-11-02', queue: queue(1) }, 'en');
    expect(report.days.map((day) => [day.day, (day.endAt - day.startAt) / HOUR, day.total.offered])).toEqual([
      ['2026-10-31', 24, 0],
      ['2026-11-01', 25, 0],
      ['2026-11-02', 24, 3],
    ]);
    expect(report.total).toMatchObject({ offered: 3, arrived: null });
  });

  test('a caller below site scope sees his queues and nothing of the others', async () => {
    const report = await analytics.report(sales, {}, 'en');
    expect(report.queues.map((each) => each.queue?.id)).toEqual([queue(2)]);
    expect(report.total).toMatchObject({ offered: 1, arrived: null, abandonedInFlow: null });
    await expect(analytics.report(sales, { queue: queue(1) }, 'en')).rejects.toMatchObject({ code: 'queue.not-found' });
    expect(await analytics.live(sales, 'en')).toMatchObject({
      inFlow: 0,
      waiting: 0,
      talking: 1,
      arrivedToday: 1,
      abandonedInFlowToday: 0,
      queues: [{ queue: { id: queue(2), name: 'Sales' } }],
    });
    expect((await analytics.report(caller(tenant, 'own'), {}, 'en')).queues).toEqual([]);
    expect((await analytics.report(caller(kit.id('tnt'), 'tenant'), {}, 'en')).total.offered).toBe(0);
  });

  test.each([
    [{ from: '2026-11-31' }, 'from'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '2020-01-01', to: '2026-11-01' }, 'to'],
  ])('refuses %o', async (query, path) => {
    await expect(analytics.report(everybody, query, 'en')).rejects.toMatchObject({
      code: 'request.invalid',
      detail: { errors: [{ path }] },
    });
  });

  test('agents: what still runs is counted up to now, by the caller’s reach', async () => {
    const report = await analytics.agents(everybody, {});
    expect(Value.Errors(AgentKpiReport, report)).toEqual([]);
    expect(report.items).toHaveLength(5);
    expect(report.items[0]).toMatchObject({
      agent: { id: agent(1) },
      handled: 1,
      offers: 1,
      answered: 1,
      talkMs: 60_000,
      acwMs: 30_000,
      onQueueMs: 120_000,
      busyMs: 99_000,
      occupancy: 99 / 120,
    });
    // Talks since the morning, though never declared ready.
    expect(report.items[1]).toMatchObject({ handled: 0, onQueueMs: 120_000, busyMs: 120_000, occupancy: 1 });
    const own = await analytics.agents(caller(tenant, 'own', { agent: agent(1) }), { day: '2026-11-02' });
    expect(own.items.map((item) => item.agent.id)).toEqual([agent(1)]);
  });

  test('the floor now', async () => {
    const live = await analytics.live(everybody, 'en');
    expect(Value.Errors(KpiLive, live)).toEqual([]);
    expect(live).toMatchObject({
      at: kit.clock.now(),
      inFlow: 0,
      waiting: 1,
      ringing: 0,
      talking: 1,
      wrappingUp: 0,
      longestWaitMs: 60_000,
      arrivedToday: 5,
      answeredToday: 2,
      abandonedToday: 1,
      abandonedInFlowToday: 1,
      serviceLevelToday: 1 / 3,
    });
    expect(live.queues[1]).toMatchObject({
      queue: { name: 'Support' },
      waiting: 1,
      longestWaitMs: 60_000,
      offeredToday: 3,
      serviceLevelToday: 0.5,
      serviceLevelTarget: 0.9,
    });
  });

  test('is at most a second behind the log', async () => {
    const late = contactScript(9);
    await kit.append(tenant, [late.started(kit.clock.now()), late.flowStarted(kit.clock.now())]);
    const asked = performance.now();
    while ((await analytics.live(everybody, 'en')).inFlow === 0) expect(performance.now() - asked).toBeLessThan(1_000);
  });

  test('every figure of a report has its definition in both languages', async () => {
    expect(Value.Errors(KpiDefinitions, KPI_DEFINITIONS)).toEqual([]);
    const defined = new Set(KPI_DEFINITIONS.items.map((item) => item.id));
    const report = await analytics.report(everybody, {}, 'en');
    const shown = [...Object.keys(report.total), ...Object.keys((await analytics.agents(everybody, {})).items[0]!)];
    expect(shown.filter((key) => !['queue', 'agent', 'serviceLevelTarget'].includes(key) && !defined.has(key))).toEqual([]);
    for (const item of KPI_DEFINITIONS.items)
      for (const text of [item.name, item.formula])
        expect([/\p{Script=Han}/u.test(text['zh-CN']), text.en.length > 2]).toEqual([true, true]);
  });
});
