// The alert feed on the real database: raised, taken, resting, over and back again, told to whom it concerns, and the same after a restart.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';
import { agent, contactScript, interaction, queue } from '../core/testkit.ts';
import { agentsOf } from '../core/random-floor.ts';
import type { Analytics } from './analytics.ts';
import { caller, openTestkit, RED, type Testkit } from './testkit.ts';

const NOON = Date.parse('2026-11-03T17:00:00Z');
let kit: Testkit;
let analytics: Analytics;
let tenant: TenantId;
let contact: ReturnType<typeof contactScript>;
let n = 700;
beforeAll(async () => {
  kit = await openTestkit(NOON);
  analytics = kit.analytics;
});
afterAll(() => kit.close());
beforeEach(async () => {
  kit.clock.set(NOON);
  tenant = kit.id('tnt');
  Object.assign(kit.watched, { tenants: [tenant], since: new Map(), troubles: [] });
  contact = contactScript(++n);
  await kit.append(tenant, [contact.started(NOON), contact.queued(NOON)]);
  await kit.reader.caughtUp();
});

const at = async (ms: number, by = analytics): Promise<void> => {
  kit.clock.set(NOON + ms);
  await by.alarms.look();
};
const boss = () => caller(tenant, 'tenant');
const list = (by = boss()) => analytics.alerts.list(by, 'en');
async function told(type: 'alert.raised' | 'alert.taken' | 'alert.cleared') {
  await kit.reader.caughtUp();
  return (await kit.database.log.read({ after: 0, limit: 100, tenant, types: [type] })).map(({ data }) => data);
}

test('a long wait comes up once, gets worse, is taken, and is over by itself with its length kept', async () => {
  await at(30 * SECOND);
  expect(await list()).toEqual([]);
  await at(61 * SECOND);
  await at(62 * SECOND);
  const [alert] = await list();
  expect(alert).toMatchObject({
    kind: 'long-wait',
    level: 'warn',
    times: 1,
    queue: { id: queue(1), name: 'Support' },
    contact: interaction(n),
    since: NOON,
    raisedAt: NOON + 61 * SECOND,
    clearedAt: null,
    acknowledged: null,
  });
  expect(await told('alert.raised')).toMatchObject([{ alert: alert!.id, kind: 'long-wait', level: 'warn' }]);
  const lin = boss();
  const taken = await analytics.alerts.take(lin, alert!.id, { level: 'warn', note: ' calling two more ' }, 'en');
  expect(taken.acknowledged).toMatchObject({ by: { id: lin.user }, note: 'calling two more' });
  // Who comes second finds who was first.
  expect((await analytics.alerts.take(boss(), alert!.id, { level: 'warn', note: 'me' }, 'en')).acknowledged).toEqual(taken.acknowledged);
  expect(await told('alert.taken')).toHaveLength(1);
  expect(await analytics.alerts.count(boss())).toEqual({ open: 0, lasting: 1 });
  // Worse: whoever took it took a warning.
  await at(181 * SECOND);
  expect(await list()).toMatchObject([{ id: alert!.id, level: 'alarm', acknowledged: null }]);
  await expect(analytics.alerts.take(lin, alert!.id, { level: 'warn' }, 'en')).rejects.toMatchObject({ code: 'alarm.got-worse' });
  await kit.append(tenant, [contact.abandoned(NOON + 190 * SECOND, 'queue'), contact.ended(NOON + 190 * SECOND, 'queue')]);
  await kit.reader.caughtUp();
  await at(191 * SECOND);
  expect(await list()).toMatchObject([{ id: alert!.id, raisedAt: NOON + 61 * SECOND, clearedAt: NOON + 191 * SECOND }]);
  expect(await told('alert.cleared')).toMatchObject([{ alert: alert!.id, contact: interaction(n) }]);
  await expect(analytics.alerts.take(lin, alert!.id, { level: 'alarm' }, 'en')).rejects.toMatchObject({ code: 'alarm.over' });
  // It is no alarm of a limit.
  expect(await analytics.alarms.list(tenant, 'en')).toEqual([]);
});

test('resting, it comes up again after its time; back within minutes it is the same entry once more, later another', async () => {
  kit.watched.troubles = [{ kind: 'edge-away', since: NOON - MINUTE }];
  await at(0);
  const { id } = (await list())[0]!;
  await analytics.alerts.take(boss(), id, { level: 'alarm', restMinutes: 5 }, 'en');
  await at(4 * SECOND);
  expect(await analytics.alerts.count(boss())).toMatchObject({ open: 0 });
  expect((await list())[0]!.restsUntil).toBe(NOON + 5 * MINUTE);
  await at(5 * MINUTE);
  const edge = async () => (await list()).filter(({ kind }) => kind === 'edge-away');
  expect(await edge()).toMatchObject([{ id, acknowledged: null, restsUntil: null, clearedAt: null }]);
  kit.watched.troubles = [];
  await at(6 * MINUTE);
  kit.watched.troubles = [{ kind: 'edge-away', since: NOON - MINUTE }];
  await at(7 * MINUTE);
  expect(await edge()).toMatchObject([{ id, times: 2, clearedAt: null }]);
  kit.watched.troubles = [];
  await at(8 * MINUTE);
  kit.watched.troubles = [{ kind: 'edge-away', since: NOON - MINUTE }];
  await at(19 * MINUTE);
  expect((await edge()).map(({ times, clearedAt }) => [times, clearedAt === null])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test('a process that comes after another, or stands beside it, goes on with the same entries', async () => {
  await at(61 * SECOND);
  const [before] = await list();
  const other = kit.again();
  await at(62 * SECOND, other);
  await Promise.all([analytics.alarms.look(), other.alarms.look()]);
  expect(await other.alerts.list(boss(), 'en')).toEqual([before]);
  // Two that see something new at the same moment write it once.
  kit.watched.troubles = [{ kind: 'edge-away', since: NOON - MINUTE }];
  await Promise.all([analytics.alarms.look(), other.alarms.look()]);
  expect((await list()).map(({ kind }) => kind)).toEqual(['edge-away', 'long-wait']);
  expect(await told('alert.raised')).toHaveLength(2);
});

test('each sees and takes what concerns him: of his queues, and of the agents of his teams', async () => {
  const talk = contactScript(++n);
  const start = NOON - 10 * MINUTE;
  await kit.append(tenant, [
    talk.started(start),
    talk.queued(start, 2),
    talk.offered(start + 1, 1, 2),
    talk.assigned(start + 2, 1, 2),
    talk.bridged(start + 3, 1),
    talk.held(start + 4),
  ]);
  kit.watched.troubles = [{ kind: 'edge-away', since: NOON - MINUTE }];
  await kit.reader.caughtUp();
  await at(61 * SECOND);
  const kinds = async (by: ReturnType<typeof caller>) => (await list(by)).map(({ kind }) => kind).toSorted();
  expect(await kinds(boss())).toEqual(['edge-away', 'long-hold', 'long-wait']);
  expect(await kinds(caller(tenant, 'queue', { queues: [queue(1)] }))).toEqual(['long-wait']);
  const red = caller(tenant, 'queue', { teams: [RED] });
  expect(agentsOf(1)[0]).toBe(agent(1));
  expect(await kinds(red)).toEqual(['long-hold']);
  expect(await analytics.alerts.count(red)).toEqual({ open: 1, lasting: 1 });
  const edge = (await list()).find(({ kind }) => kind === 'edge-away')!;
  await expect(analytics.alerts.take(red, edge.id, { level: 'alarm' }, 'en')).rejects.toMatchObject({ code: 'alarm.not-found' });
  expect(await list(caller(kit.id('tnt'), 'tenant'))).toEqual([]);
});

test('the alarm of a limit stands in the same list and is taken there', async () => {
  const limits = { measure: 'waiting', queue: queue(1), comparison: 'at-least', warn: 1, alarm: null, holdMs: 0 } as const;
  await analytics.thresholds.create(tenant, limits, { kind: 'system', part: 'test' });
  await at(SECOND);
  const [alert] = await list();
  expect(alert).toMatchObject({ kind: 'limit', measure: 'waiting', level: 'warn', value: 1, queue: { name: 'Support' } });
  await analytics.alerts.take(boss(), alert!.id, { level: 'warn' }, 'en');
  expect((await analytics.alarms.list(tenant, 'en'))[0]!.acknowledged).not.toBeNull();
});
