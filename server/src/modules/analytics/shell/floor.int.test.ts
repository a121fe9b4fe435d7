// The floor on the real database: live measures by their definitions, thresholds that raise and clear alarms, wallboards.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { DAY, SECOND } from '../../../kernel/time.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { answeredContact, contactScript, queue, serviceLevel } from '../core/testkit.ts';
import type { Analytics } from './analytics.ts';
import { caller, openTestkit, type Testkit } from './testkit.ts';
import type { AnalyticsTables } from './tables.ts';

const S = SECOND;
const NOON = Date.parse('2026-11-03T17:00:00Z');
const by = { kind: 'system', part: 'test' } as const;

let kit: Testkit;
let analytics: Analytics;
beforeAll(async () => {
  kit = await openTestkit(NOON);
  analytics = kit.analytics;
});
afterAll(() => kit.close());
beforeEach(() => void kit.clock.set(NOON));

/** All that was appended before the call: what has no place in the log yet is waited for. */
async function events(tenant: TenantId, type: 'kpi.alarm-raised' | 'kpi.alarm-cleared') {
  await kit.reader.caughtUp();
  return (await kit.database.log.read({ after: 0, limit: 100, tenant, types: [type] })).map(({ data, actor }) => ({ data, actor }));
}

describe('live measures', () => {
  let tenant: TenantId;
  beforeAll(async () => {
    tenant = kit.id('tnt');
    const [held, gone, back] = [contactScript(21), contactScript(22), contactScript(23)];
    await kit.append(tenant, [
      // Yesterday: one in time, one too late, and one after this time of day, which does not count yet.
      ...answeredContact(1, NOON - DAY - 3_600 * S, { wait: 12 * S }),
      ...answeredContact(2, NOON - DAY - 600 * S, { wait: 40 * S }),
      ...answeredContact(3, NOON - DAY + 60 * S, { wait: 50 * S }),
      serviceLevel(NOON - 3_600 * S, 1, 15_000, 0.9),
      ...answeredContact(11, NOON - 3_000 * S, { wait: 12 * S }),
      ...answeredContact(12, NOON - 900 * S, { wait: 20 * S }),
      held.started(NOON - 100 * S),
      held.queued(NOON - 100 * S),
      held.offered(NOON - 95 * S, 2),
      held.assigned(NOON - 90 * S, 2),
      held.bridged(NOON - 90 * S, 2),
      held.held(NOON - 10 * S),
      gone.started(NOON - 60 * S),
      gone.queued(NOON - 60 * S),
      gone.abandoned(NOON - 57 * S, 'queue'),
      gone.ended(NOON - 57 * S, 'queue'),
      back.started(NOON - 50 * S),
      back.queued(NOON - 50 * S),
    ]);
    await kit.reader.caughtUp();
  });

  test('of one queue: now, today, yesterday up to this time, agents, each by its definition', async () => {
    const live = await analytics.live(caller(tenant, 'tenant'), 'en');
    const { measures } = live.queues.find((each) => each.queue.id === queue(1))!;
    expect(measures).toMatchObject({
      waiting: 1,
      talking: 1,
      onHold: 1,
      callbacksWaiting: 0,
      longestWaitNowMs: 50 * S,
      averageWaitNowMs: 50 * S,
      waitingTooLong: 1,
      estimatedWaitMs: 40_000,
      // In the last 30 minutes: one late answer, one in time, and who waits beyond 15 s; the short abandon does not count.
      serviceLevelNow: 1 / 3,
      offeredToday: 5,
      answeredToday: 3,
      abandonedInQueueToday: 1,
      shortAbandonedToday: 1,
      serviceLevelToday: 2 / 3,
      serviceLevelYesterday: 1 / 2,
      agentsSignedIn: 2,
      agentsReady: 1,
      agentsOnBreak: 1,
      occupancyNow: 0,
    });
    expect(measures).not.toHaveProperty('inFlow');
  });

  test('of the floor: what belongs to no queue too, and every agent once', async () => {
    const live = await analytics.live(caller(tenant, 'tenant'), 'en');
    expect(live.measures).toMatchObject({
      arrivedToday: 5,
      abandonedInFlowToday: 0,
      agentsSignedIn: 3,
      agentsOnContact: 1,
      occupancyNow: 1 / 2,
    });
    expect(live.breaks).toEqual([{ reason: 'lunch', agents: 1 }]);
  });

  test('who sees his own queues sees their measures and their agents only', async () => {
    const live = await analytics.live(caller(tenant, 'queue', { queues: [queue(2)] }), 'en');
    expect(live.measures).toMatchObject({ arrivedToday: null, inFlow: null, waiting: 0, agentsSignedIn: 2, agentsOnBreak: 0 });
    expect(live.breaks).toEqual([]);
  });
});

describe('thresholds', () => {
  let tenant: TenantId;
  let waiting: ReturnType<typeof contactScript>;
  let n = 100;
  beforeEach(async () => {
    tenant = kit.id('tnt');
    waiting = contactScript(++n);
    await kit.append(tenant, [waiting.started(NOON), waiting.queued(NOON)]);
    await kit.reader.caughtUp();
  });
  const limits = { measure: 'longestWaitNowMs', queue: null, comparison: 'at-least', warn: 20 * S, alarm: 60 * S, holdMs: 5 * S } as const;
  const at = async (seconds: number): Promise<void> => {
    kit.clock.set(NOON + seconds * S);
    await analytics.alarms.look();
  };
  const shown = async () => (await analytics.alarms.list(tenant, 'en')).map(({ level, value, clearedAt }) => [level, value, clearedAt]);

  test('an alarm is raised after it held, goes on to the next level, and is cleared when it came back', async () => {
    const { id } = await analytics.thresholds.create(tenant, { ...limits, queue: queue(1) }, by);
    await at(19);
    await at(20);
    await at(24);
    expect(await shown()).toEqual([]);
    await at(25);
    expect(await shown()).toEqual([['warn', 25 * S, null]]);
    await at(60);
    await at(65);
    await at(66);
    expect(await shown()).toEqual([['alarm', 65 * S, null]]);
    await kit.append(tenant, [waiting.abandoned(NOON + 70 * S, 'queue'), waiting.ended(NOON + 70 * S, 'queue')]);
    await kit.reader.caughtUp();
    await at(70);
    expect((await shown())[0]?.[2]).toBeNull();
    await at(75);
    expect(await shown()).toEqual([['alarm', 65 * S, NOON + 75 * S]]);
    expect(await analytics.alarms.list(tenant, 'zh-CN')).toMatchObject([
      { threshold: id, queue: { name: '客服' }, limit: 60 * S, raisedAt: NOON + 25 * S },
    ]);
    const raised = await events(tenant, 'kpi.alarm-raised');
    expect(raised.map(({ data }) => data)).toMatchObject([
      { threshold: id, queue: queue(1), level: 'warn', limit: 20 * S, value: 25 * S },
      { level: 'alarm', limit: 60 * S, value: 65 * S },
    ]);
    expect((await events(tenant, 'kpi.alarm-cleared')).map(({ data }) => data)).toMatchObject([{ value: 0, reason: 'back' }]);
  });

  test('a second process that looks at the same floor tells nothing twice', async () => {
    await analytics.thresholds.create(tenant, { ...limits, holdMs: 0 }, by);
    kit.clock.set(NOON + 30 * S);
    await Promise.all([analytics.alarms.look(), analytics.alarms.look()]);
    await analytics.alarms.look();
    expect(await events(tenant, 'kpi.alarm-raised')).toHaveLength(1);
  });

  test('a change of the limits ends the alarm they raised; the new ones hold from then on', async () => {
    const { id } = await analytics.thresholds.create(tenant, { ...limits, holdMs: 0 }, by);
    await at(30);
    expect(await shown()).toHaveLength(1);
    expect(await analytics.thresholds.change(tenant, id, { warn: null, alarm: 40 * S }, by)).toMatchObject({ warn: null, alarm: 40 * S });
    expect((await shown())[0]?.[2]).toBe(NOON + 30 * S);
    await at(39);
    await at(40);
    expect((await shown())[0]?.slice(0, 2)).toEqual(['alarm', 40 * S]);
    await analytics.thresholds.remove(tenant, id, by);
    expect(await analytics.thresholds.list(tenant)).toEqual([]);
    expect((await events(tenant, 'kpi.alarm-cleared')).map(({ data }) => ('reason' in data ? data.reason : null))).toEqual([
      'changed',
      'changed',
    ]);
    await at(50);
    expect(await events(tenant, 'kpi.alarm-raised')).toHaveLength(2);
  });

  test('an alarm outlives a restart: what was told is not told again, and is taken back', async () => {
    await analytics.thresholds.create(tenant, { ...limits, holdMs: 0 }, by);
    await at(30);
    const later = kit.again();
    await later.alarms.look();
    expect(await events(tenant, 'kpi.alarm-raised')).toHaveLength(1);
    await kit.append(tenant, [waiting.abandoned(NOON + 31 * S, 'queue'), waiting.ended(NOON + 31 * S, 'queue')]);
    await kit.reader.caughtUp();
    await later.alarms.look();
    expect(await events(tenant, 'kpi.alarm-cleared')).toHaveLength(1);
  });

  test.each([
    [{ measure: 'no-such' }, 'threshold.unknown-measure'],
    [{ measure: 'inFlow', queue: queue(1) }, 'threshold.unknown-measure'],
    [{ measure: 'estimatedWaitMs' }, 'threshold.unknown-measure'],
    [{ warn: 9, alarm: 3 }, 'threshold.bad-limits'],
    [{ warn: null, alarm: null }, 'threshold.bad-limits'],
    [{ queue: queue(7) }, 'queue.not-found'],
  ])('refuses %o', async (wish, code) => {
    await expect(analytics.thresholds.create(tenant, { ...limits, ...wish }, by)).rejects.toMatchObject({ code });
    const { id } = await analytics.thresholds.create(tenant, limits, by);
    await expect(analytics.thresholds.change(tenant, id, wish, by)).rejects.toMatchObject({ code });
    expect(await analytics.thresholds.list(tenant)).toEqual([{ id, ...limits }]);
  });

  test('of one tenant nothing is seen or changed by another, and there is an end to how many', async () => {
    const { id } = await analytics.thresholds.create(tenant, limits, by);
    const other = kit.id('tnt');
    expect(await analytics.thresholds.list(other)).toEqual([]);
    await expect(analytics.thresholds.remove(other, id, by)).rejects.toMatchObject({ code: 'threshold.not-found' });
    await kit.database.db.tenant(other, (tx) =>
      tx
        .tables<AnalyticsTables>()
        .insertInto('kpi_threshold')
        .values(Array.from({ length: 100 }, () => ({ tenant: other, id: kit.id('thr'), doc: JSON.stringify(limits), revision: 1 })))
        .execute(),
    );
    await expect(analytics.thresholds.create(other, limits, by)).rejects.toMatchObject({ code: 'threshold.too-many' });
    await kit.database.db.tenant(other, (tx) => tx.tables<AnalyticsTables>().deleteFrom('kpi_threshold').execute());
  });
});

describe('wallboards', () => {
  const tile = { measure: 'waiting', queue: null, width: 1, height: 1 } as const;
  const board = { name: 'Room 1', shared: false, tiles: [tile] };
  let anna: Caller;
  let berta: Caller;
  beforeEach(() => {
    const tenant = kit.id('tnt');
    anna = caller(tenant, 'tenant');
    // May see figures, but not share.
    berta = caller(tenant, null, { scope: (action) => (action === 'kpis:read' ? 'own' : null) });
  });

  test('are a person’s own until they are shared, and then everybody’s to see', async () => {
    const { wallboards } = analytics;
    const made = await wallboards.create(anna, board);
    expect(made).toMatchObject({ ...board, version: 1, editable: true });
    expect(await wallboards.list(berta)).toEqual([]);
    await expect(wallboards.put(berta, made.id, { ...board, version: 1 })).rejects.toMatchObject({ code: 'wallboard.not-found' });
    const shared = await wallboards.put(anna, made.id, { ...board, shared: true, tiles: [tile, { ...tile, width: 2 }], version: 1 });
    expect(await wallboards.list(berta)).toEqual([{ ...shared, editable: false }]);
    await expect(wallboards.put(berta, made.id, { ...board, version: 2 })).rejects.toMatchObject({ code: 'access.denied' });
    await expect(wallboards.create(berta, { ...board, shared: true })).rejects.toMatchObject({ code: 'access.denied' });
    expect((await wallboards.create(berta, board)).editable).toBe(true);
    await kit.reader.caughtUp();
    const told = await kit.database.log.read({ after: 0, limit: 10, tenant: anna.tenant, types: ['config.changed'] });
    expect(told.map(({ stream }) => stream)).toEqual([made.id]);
  });

  test('whoever changes an older version is told, and tiles name measures there are', async () => {
    const { wallboards } = analytics;
    const { id } = await wallboards.create(anna, board);
    await wallboards.put(anna, id, { ...board, name: 'Room 2', version: 1 });
    await expect(wallboards.put(anna, id, { ...board, version: 1 })).rejects.toMatchObject({
      code: 'wallboard.changed',
      detail: { version: 2 },
    });
    await expect(wallboards.create(anna, { ...board, tiles: [{ ...tile, measure: 'none' }] })).rejects.toMatchObject({
      code: 'threshold.unknown-measure',
    });
    await expect(wallboards.create(anna, { ...board, tiles: [{ ...tile, queue: queue(7) }] })).rejects.toMatchObject({
      code: 'queue.not-found',
    });
    await wallboards.remove(anna, id);
    expect(await wallboards.list(anna)).toEqual([]);
    await expect(wallboards.remove(anna, id)).rejects.toMatchObject({ code: 'wallboard.not-found' });
  });
});
