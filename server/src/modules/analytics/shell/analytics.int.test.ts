// Analytics on a real database: folded exactly once, made anew from the log with the same result, shown by scope.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentKpiReport, KpiDefinitions, KpiLive, KpiReport } from '@tandem/contract/api/kpis.ts';
import type { AgentId, IdPrefix, TenantId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';
import { Value } from 'typebox/value';
import { makeId } from '../../../kernel/ids.ts';
import { HOUR } from '../../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { NewEvent, Reader } from '../../../platform/eventlog/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { KPI_DEFINITIONS } from '../core/definitions.ts';
import { agentsOf, randomFloor, seeded } from '../core/random-floor.ts';
import { agent, contactScript, fold, presence, queue, serviceLevel, type TestEvent } from '../core/testkit.ts';
import { createAnalytics, type Analytics } from './analytics.ts';
import { localDays } from './local-days.ts';
import { createProjection } from './projection.ts';
import type { AnalyticsTables } from './tables.ts';

const ZONE = 'America/New_York';
const actor = { kind: 'system', part: 'test' } as const;
let now = Date.parse('2026-11-02T12:00:00Z');
const clock = { now: () => now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10)));
let database: TestDatabase;
let analytics: Analytics;
let reader: Reader;

beforeAll(async () => {
  database = await testDatabase({ modules: ['analytics'], clock });
  analytics = createAnalytics({
    ...database,
    clock,
    ports: {
      zone: () => Promise.resolve(ZONE),
      queueNames: () => Promise.resolve(new Map([[queue(1), { en: 'Support', 'zh-CN': '客服' }], [queue(2), { en: 'Sales' }]])),
      agents: (who) => Promise.resolve(agentsOf(5).filter((each) => who.scope('kpis:read') === 'tenant' || who.agent === each).map((each) => ({ id: each, name: `Agent ${each.slice(-1)}` }))),
    },
  });
  reader = await analytics.project();
});
afterAll(async () => {
  await reader.stop();
  await database.close();
});

function caller(tenant: TenantId, scope: Scope | null, over: Partial<Caller> = {}): Caller {
  return { tenant, user: id('usr'), agent: null, teams: [], sites: [], queues: [], session: 's', ip: '127.0.0.1', scope: () => scope, ...over };
}
/** Appended in pieces of random size, as the modules would. */
async function append(tenant: TenantId, events: readonly TestEvent[], random = seeded(7)): Promise<void> {
  for (let at = 0; at < events.length; ) {
    const some = events.slice(at, (at += 1 + Math.floor(random() * 60)));
    await database.db.tenant(tenant, (tx) => database.log.append(tx, some.map((event) => ({ ...event, actor }) as NewEvent)));
  }
}
async function rows(tenant: TenantId) {
  return database.db.tenant(tenant, async (tx) => {
    const tables = tx.tables<AnalyticsTables>();
    return {
      queues: await tables.selectFrom('kpi_queue_day').select(['day', 'queue', 'figures']).orderBy('day').orderBy('queue').execute(),
      agents: await tables.selectFrom('kpi_agent_day').select(['day', 'agent', 'figures']).orderBy('day').orderBy('agent').execute(),
      contacts: await tables.selectFrom('kpi_contact').select(['id', 'closed_at', 'doc']).orderBy('id').execute(),
      doing: await tables.selectFrom('kpi_agent_now').select(['agent', 'doc']).orderBy('agent').execute(),
      levels: await tables.selectFrom('kpi_service_level').selectAll().orderBy('queue').execute(),
      progress: await tables.selectFrom('kpi_progress').select('seq').executeTakeFirst(),
    };
  });
}
/** Over the night in which New York's clocks go back: 1 November 2026 has 25 hours. */
const night = (seed: number, contacts: number) => randomFloor({ seed, contacts, from: Date.parse('2026-10-31T22:00:00Z'), overMs: 40 * HOUR });

describe('projection and recompute', () => {
  test.each([1, 2, 3])('random stream %d: rows, a fold in memory and a recompute from the log agree to the last number', async (seed) => {
    const tenant = id('tnt') as TenantId;
    const events = night(seed, 80);
    await append(tenant, events, seeded(seed));
    await reader.caughtUp();
    const before = await rows(tenant);
    const ledger = fold(events, { days: localDays(ZONE), shortAbandonMs: 5_000 });
    expect(Object.fromEntries(before.queues.map((row) => [`${row.day}|${row.queue}`, row.figures]))).toEqual(Object.fromEntries(ledger.queueDays));
    expect(Object.fromEntries(before.agents.map((row) => [`${row.day}|${row.agent}`, row.figures]))).toEqual(Object.fromEntries(ledger.agentDays));
    expect(new Set(before.queues.map((row) => row.day))).toEqual(new Set(['2026-10-31', '2026-11-01', '2026-11-02']));

    await database.db.tenant(tenant, async (tx) => {
      const tables = tx.tables<AnalyticsTables>();
      await tables.updateTable('kpi_queue_day').set({ figures: '{}' }).execute();
      await tables.deleteFrom('kpi_agent_day').execute();
      await tables.updateTable('kpi_agent_now').set({ doc: '{"ready":true,"busy":[],"since":0}' }).execute();
    });
    const done = await analytics.recompute(tenant, '2026-10-20', '2026-11-10');
    expect(done).toEqual({ days: 22, events: events.length });
    expect(await rows(tenant)).toEqual(before);
  });

  test('a recompute while the log goes on loses nothing and counts nothing twice', async () => {
    const tenant = id('tnt') as TenantId;
    const events = night(4, 120);
    const running = append(tenant, events);
    for (let n = 0; n < 6; n++) await analytics.recompute(tenant, '2026-10-31', '2026-11-02');
    await running;
    await reader.caughtUp();
    const { queues } = await rows(tenant);
    const ledger = fold(events, { days: localDays(ZONE), shortAbandonMs: 5_000 });
    expect(Object.fromEntries(queues.map((row) => [`${row.day}|${row.queue}`, row.figures]))).toEqual(Object.fromEntries(ledger.queueDays));
  });

  test('only the days asked for are made anew', async () => {
    const tenant = id('tnt') as TenantId;
    await append(tenant, night(5, 30));
    await reader.caughtUp();
    await database.db.tenant(tenant, (tx) => tx.tables<AnalyticsTables>().updateTable('kpi_queue_day').set({ figures: '{"offered":777}' }).execute());
    await analytics.recompute(tenant, '2026-11-01', '2026-11-01');
    const { queues } = await rows(tenant);
    expect(queues.filter((row) => row.figures.offered === 777).map((row) => row.day).filter((day) => day === '2026-11-01')).toEqual([]);
    expect(queues.some((row) => row.day === '2026-10-31' && row.figures.offered === 777)).toBe(true);
  });

  test('events handed over a second time are not counted again', async () => {
    const tenant = id('tnt') as TenantId;
    await append(tenant, night(6, 30));
    await reader.caughtUp();
    const before = await rows(tenant);
    const events = await database.log.read({ after: 0, limit: 10_000, tenant });
    const handle = createProjection({ rulesFor: () => Promise.resolve({ days: localDays(ZONE), shortAbandonMs: 5_000 }), clock });
    await database.db.system((tx) => handle(tx, events));
    expect(await rows(tenant)).toEqual(before);
  });
});

describe('what callers see', () => {
  const tenant = id('tnt') as TenantId;
  const everybody = caller(tenant, 'tenant');
  const sales = caller(tenant, 'queue', { queues: [queue(2)] });
  const morning = Date.parse('2026-11-02T13:00:00Z');

  beforeAll(async () => {
    const [one, two, three, four, five] = [contactScript(1), contactScript(2), contactScript(3), contactScript(4), contactScript(5)];
    await append(tenant, [
      serviceLevel(morning, 1, 15_000, 0.9),
      presence(morning, 1, 'ready'),
      one.started(morning), one.queued(morning), one.offered(morning + 1_000, 1), one.assigned(morning + 10_000, 1), one.released(morning + 70_000, 1), one.ended(morning + 70_000, 'agent'), one.completed(morning + 100_000, 1),
      two.started(morning), two.queued(morning), two.abandoned(morning + 30_000, 'queue'), two.ended(morning + 30_000, 'flow'),
      three.started(morning), three.queued(morning, 2), three.offered(morning, 2, 2), three.assigned(morning + 90_000, 2, 2),
      four.started(morning), four.flowStarted(morning), four.ended(morning + 9_000, 'flow'),
      five.started(morning), five.flowStarted(morning), five.queued(morning + 60_000),
    ]);
    now = morning + 120_000;
    await reader.caughtUp();
  });

  test('the day: queues by name with target and formulas, and the contacts of no queue', async () => {
    const report = await analytics.report(everybody, {}, 'zh-CN');
    expect(Value.Errors(KpiReport, report)).toEqual([]);
    expect(report).toMatchObject({ zone: ZONE, definitions: KPI_DEFINITIONS.version, shortAbandonMs: 5_000 });
    expect(report.days.map((day) => [day.day, (day.endAt - day.startAt) / HOUR])).toEqual([['2026-11-02', 24]]);
    expect(report.total).toMatchObject({ queue: null, arrived: 5, abandonedInFlow: 1, offered: 4, answered: 2, abandoned: 1, serviceLevel: 1 / 3, serviceLevelTarget: null, asaMs: 50_000 });
    expect(report.queues.map((each) => each.queue?.name)).toEqual(['客服', 'Sales']);
    expect(report.queues[0]).toMatchObject({ offered: 3, answered: 1, answeredInTime: 1, abandonedInQueue: 1, serviceLevel: 0.5, serviceLevelTarget: 0.9, asaMs: 10_000, ahtMs: 90_000, arrived: null });
    expect(report.days[0]?.queues).toEqual(report.queues);
  });

  test('several days, each with its own length, the empty ones too', async () => {
    const report = await analytics.report(everybody, { from: '2026-10-31', to: '2026-11-02', queue: queue(1) }, 'en');
    expect(report.days.map((day) => [day.day, (day.endAt - day.startAt) / HOUR, day.total.offered])).toEqual([['2026-10-31', 24, 0], ['2026-11-01', 25, 0], ['2026-11-02', 24, 3]]);
    expect(report.total).toMatchObject({ offered: 3, arrived: null });
  });

  test('a caller below site scope sees his queues and nothing of the others', async () => {
    const report = await analytics.report(sales, {}, 'en');
    expect(report.queues.map((each) => each.queue?.id)).toEqual([queue(2)]);
    expect(report.total).toMatchObject({ offered: 1, arrived: null, abandonedInFlow: null });
    await expect(analytics.report(sales, { queue: queue(1) }, 'en')).rejects.toMatchObject({ code: 'queue.not-found' });
    expect(await analytics.live(sales, 'en')).toMatchObject({ inFlow: 0, waiting: 0, talking: 1, arrivedToday: 1, abandonedInFlowToday: 0, queues: [{ queue: { id: queue(2), name: 'Sales' } }] });
    expect((await analytics.report(caller(tenant, 'own'), {}, 'en')).queues).toEqual([]);
    expect((await analytics.report(caller(id('tnt') as TenantId, 'tenant'), {}, 'en')).total.offered).toBe(0);
  });

  test.each([
    [{ from: '2026-11-31' }, 'from'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '2020-01-01', to: '2026-11-01' }, 'to'],
  ])('refuses %o', async (query, path) => {
    await expect(analytics.report(everybody, query, 'en')).rejects.toMatchObject({ code: 'request.invalid', detail: { errors: [{ path }] } });
  });

  test('agents: what still runs is counted up to now, by the caller’s reach', async () => {
    const report = await analytics.agents(everybody, {});
    expect(Value.Errors(AgentKpiReport, report)).toEqual([]);
    expect(report.items).toHaveLength(5);
    expect(report.items[0]).toMatchObject({ agent: { id: agent(1) }, handled: 1, offers: 1, answered: 1, talkMs: 60_000, acwMs: 30_000, onQueueMs: 120_000, busyMs: 99_000, occupancy: 99 / 120 });
    // Talks since the morning, though never declared ready.
    expect(report.items[1]).toMatchObject({ handled: 0, onQueueMs: 120_000, busyMs: 120_000, occupancy: 1 });
    const own = await analytics.agents(caller(tenant, 'own', { agent: agent(1) as AgentId }), { day: '2026-11-02' });
    expect(own.items.map((item) => item.agent.id)).toEqual([agent(1)]);
  });

  test('the floor now', async () => {
    const live = await analytics.live(everybody, 'en');
    expect(Value.Errors(KpiLive, live)).toEqual([]);
    expect(live).toMatchObject({
      at: now, inFlow: 0, waiting: 1, ringing: 0, talking: 1, wrappingUp: 0, longestWaitMs: 60_000, arrivedToday: 5, answeredToday: 2, abandonedToday: 1, abandonedInFlowToday: 1, serviceLevelToday: 1 / 3,
    });
    expect(live.queues[1]).toMatchObject({ queue: { name: 'Support' }, waiting: 1, longestWaitMs: 60_000, offeredToday: 3, serviceLevelToday: 0.5, serviceLevelTarget: 0.9 });
  });

  test('is at most a second behind the log', async () => {
    const late = contactScript(9);
    await append(tenant, [late.started(now), late.flowStarted(now)]);
    const asked = performance.now();
    while ((await analytics.live(everybody, 'en')).inFlow === 0) expect(performance.now() - asked).toBeLessThan(1_000);
  });

  test('every figure of a report has its definition in both languages', async () => {
    expect(Value.Errors(KpiDefinitions, KPI_DEFINITIONS)).toEqual([]);
    const defined = new Set(KPI_DEFINITIONS.items.map((item) => item.id));
    const report = await analytics.report(everybody, {}, 'en');
    const shown = [...Object.keys(report.total), ...Object.keys((await analytics.agents(everybody, {})).items[0]!)];
    expect(shown.filter((key) => !['queue', 'agent', 'serviceLevelTarget'].includes(key) && !defined.has(key))).toEqual([]);
    for (const item of KPI_DEFINITIONS.items) for (const text of [item.name, item.formula]) expect([/\p{Script=Han}/u.test(text['zh-CN']), text.en.length > 2]).toEqual([true, true]);
  });
});
