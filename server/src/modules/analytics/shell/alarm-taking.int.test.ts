// Taking alarms, on the real database: who takes one and when, when it wants somebody again, and the alarms of talks that sound badly.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AlarmId, TenantId } from '@tandem/contract/ids.ts';
import { DAY, SECOND } from '../../../kernel/time.ts';
import { agent, call, contactScript, interaction, leg, type TestEvent } from '../core/testkit.ts';
import type { Analytics } from './analytics.ts';
import { openTestkit, type Testkit } from './testkit.ts';

const S = SECOND;
const NOON = Date.parse('2026-11-03T17:00:00Z');
const system = { kind: 'system', part: 'test' } as const;

let kit: Testkit;
let analytics: Analytics;
let tenant: TenantId;
let waiting: ReturnType<typeof contactScript>;
let n = 500;
beforeAll(async () => {
  kit = await openTestkit(NOON);
  analytics = kit.analytics;
});
afterAll(() => kit.close());
beforeEach(async () => {
  kit.clock.set(NOON);
  tenant = kit.id('tnt');
  waiting = contactScript(++n);
  await kit.append(tenant, [waiting.started(NOON), waiting.queued(NOON)]);
  await kit.reader.caughtUp();
});

const user = () => ({ kind: 'user', id: kit.id('usr') }) as const;
const limits = { measure: 'longestWaitNowMs', queue: null, comparison: 'at-least', warn: 20 * S, alarm: 60 * S, holdMs: 0 } as const;
const at = async (seconds: number): Promise<void> => {
  kit.clock.set(NOON + seconds * S);
  await analytics.alarms.look();
};
const first = async () => (await analytics.alarms.list(tenant, 'en'))[0]!;
const take = (id: string, by: Parameters<Analytics['alarms']['acknowledge']>[3], wish: { level?: 'warn' | 'alarm'; note?: string } = {}) =>
  analytics.alarms.acknowledge(tenant, id as AlarmId, { level: 'warn', ...wish }, by, 'en');
async function told(type: 'kpi.alarm-acknowledged') {
  await kit.reader.caughtUp();
  return (await kit.database.log.read({ after: 0, limit: 100, tenant, types: [type] })).map(({ data, actor }) => ({ data, actor }));
}

test('who takes an alarm stands beside it, the first of two, for whoever comes after a restart too', async () => {
  const threshold = await analytics.thresholds.create(tenant, limits, system);
  await at(30);
  const { id, acknowledged } = await first();
  expect(acknowledged).toBeNull();
  const [lin, mei] = [user(), user()];
  kit.clock.set(NOON + 33 * S);
  const mine = await take(id, lin, { note: ' I call two more agents ' });
  expect(mine).toMatchObject({ acknowledged: { by: { id: lin.id }, at: NOON + 33 * S, note: 'I call two more agents' }, clearedAt: null });
  expect(mine.acknowledged!.by!.name).toBe(`User ${lin.id.slice(-1)}`);
  kit.clock.set(NOON + 40 * S);
  expect(await take(id, mei, { note: 'and me' })).toEqual(mine);
  expect((await kit.again().alarms.list(tenant, 'en'))[0]).toEqual(mine);
  // Its note may name people: it is not in the log.
  expect(await told('kpi.alarm-acknowledged')).toEqual([
    { data: { threshold: threshold.id, alarm: id, measure: 'longestWaitNowMs', level: 'warn' }, actor: lin },
  ]);
});

test('taken, it stays so while it lasts and gets better; worse, or come again, it wants somebody anew', async () => {
  await analytics.thresholds.create(tenant, limits, system);
  await at(30);
  const { id } = await first();
  const by = user();
  await take(id, by);
  await at(50);
  expect((await first()).acknowledged).not.toBeNull();
  await at(60);
  expect(await first()).toMatchObject({ id, level: 'alarm', acknowledged: null });
  // What he saw was a warning.
  await expect(take(id, by)).rejects.toMatchObject({ code: 'alarm.got-worse' });
  await take(id, by, { level: 'alarm' });
  const younger = contactScript(++n);
  await kit.append(tenant, [
    younger.started(NOON + 35 * S),
    younger.queued(NOON + 35 * S),
    waiting.abandoned(NOON + 61 * S, 'queue'),
    waiting.ended(NOON + 61 * S, 'queue'),
  ]);
  await kit.reader.caughtUp();
  await at(62);
  expect(await first()).toMatchObject({ id, level: 'warn', acknowledged: { by: { id: by.id } } });
  await kit.append(tenant, [younger.abandoned(NOON + 63 * S, 'queue'), younger.ended(NOON + 63 * S, 'queue')]);
  await kit.reader.caughtUp();
  await at(64);
  expect(await first()).toMatchObject({ id, clearedAt: NOON + 64 * S });
  await expect(take(id, by)).rejects.toMatchObject({ code: 'alarm.over' });
  const next = contactScript(++n);
  await kit.append(tenant, [next.started(NOON + 65 * S), next.queued(NOON + 65 * S)]);
  await kit.reader.caughtUp();
  await at(90);
  const again = await first();
  expect(again).toMatchObject({ clearedAt: null, acknowledged: null });
  expect(again.id).not.toBe(id);
});

test('two who take it at once: one is told in the log', async () => {
  await analytics.thresholds.create(tenant, limits, system);
  await at(30);
  const { id } = await first();
  const [one, other] = await Promise.all([take(id, user()), take(id, user())]);
  expect(one).toEqual(other);
  expect(await told('kpi.alarm-acknowledged')).toHaveLength(1);
});

test('an alarm of another tenant is no alarm', async () => {
  await analytics.thresholds.create(tenant, limits, system);
  await at(30);
  const { id } = await first();
  await expect(analytics.alarms.acknowledge(kit.id('tnt'), id, { level: 'alarm' }, user(), 'en')).rejects.toMatchObject({
    code: 'alarm.not-found',
  });
});

test('a talk that sounds badly is an alarm until it is well: one, with its contact and agent, that can be taken', async () => {
  const about = { interaction: interaction(n), call: call(n) };
  const one = (type: 'call.quality-alarm' | 'call.quality-restored', when: number, which: number): TestEvent => {
    const data = { ...about, leg: leg(which) };
    const poor = { ...data, agent: agent(3), mos: 2.2, limit: 3.1, belowMs: 20_000 };
    const stream = about.interaction;
    return type === 'call.quality-alarm' ? { type, stream, at: when, data: poor } : { type, stream, at: when, data };
  };
  await kit.append(tenant, [
    one('call.quality-alarm', NOON - 2 * DAY, 9),
    one('call.quality-alarm', NOON + 1 * S, 1),
    one('call.quality-alarm', NOON + 2 * S, 2),
  ]);
  await kit.talks.caughtUp();
  expect(await analytics.alarms.list(tenant, 'en')).toMatchObject([
    {
      threshold: null,
      measure: 'callSound',
      level: 'alarm',
      limit: 3.1,
      value: 2.2,
      raisedAt: NOON + 1 * S,
      clearedAt: null,
      contact: { interaction: about.interaction, agent: { id: agent(3), name: 'Agent 3' } },
    },
  ]);
  const { id } = await first();
  await take(id, user(), { level: 'alarm' });
  await kit.append(tenant, [one('call.quality-restored', NOON + 3 * S, 1)]);
  await kit.talks.caughtUp();
  expect(await first()).toMatchObject({ id, clearedAt: null, acknowledged: { note: null } });
  await kit.append(tenant, [one('call.quality-restored', NOON + 4 * S, 2)]);
  await kit.talks.caughtUp();
  expect(await first()).toMatchObject({ id, clearedAt: NOON + 4 * S });
  // A contact that ends takes its alarm with it.
  await kit.append(tenant, [
    one('call.quality-alarm', NOON + 5 * S, 1),
    waiting.abandoned(NOON + 6 * S, 'queue'),
    waiting.ended(NOON + 6 * S, 'queue'),
  ]);
  await kit.talks.caughtUp();
  expect((await analytics.alarms.list(tenant, 'en')).map(({ clearedAt }) => clearedAt)).toEqual([NOON + 6 * S, NOON + 4 * S]);
});
