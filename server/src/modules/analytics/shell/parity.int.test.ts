// Parity, promises and the limits of alerts on the real database: in reports by interval, on the floor now, and as an alert that rings and is over.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';
import { contactScript, queue, type TestEvent } from '../core/testkit.ts';
import { caller, openTestkit, type Testkit } from './testkit.ts';

const NOON = Date.parse('2026-11-03T17:00:00Z');
const actor = { kind: 'system', part: 'test' } as const;
let kit: Testkit;
let tenant: TenantId;
beforeAll(async () => {
  kit = await openTestkit(NOON + 15 * MINUTE);
  tenant = kit.id('tnt');
  kit.watched.tenants = [tenant];
  const events: TestEvent[] = [];
  // Two each minute for twelve minutes: a call of 50 s to 59 s, promised 55 s, and a call-back that waits 80 s to 89 s.
  for (let n = 1; n <= 12; n++) {
    const at = NOON + n * MINUTE;
    events.push(...taken(2 * n, at, (50 + (n % 10)) * SECOND, { estimateMs: 40 * SECOND, promiseMs: 55 * SECOND }));
    events.push(...taken(2 * n + 1, at + SECOND, (80 + ((3 * n) % 10)) * SECOND, { task: 'callback', estimateMs: null }));
  }
  // One who gave up later than promised, and one sooner: of the second's promise nobody knows.
  events.push(...gaveUp(40, NOON + 2 * MINUTE, 70 * SECOND), ...gaveUp(41, NOON + 3 * MINUTE, 10 * SECOND));
  await kit.append(
    tenant,
    events.toSorted((a, b) => a.at - b.at),
  );
  await kit.reader.caughtUp();
});
afterAll(() => kit.close());

function taken(n: number, at: number, waitedMs: number, told: Parameters<ReturnType<typeof contactScript>['queued']>[3]): TestEvent[] {
  const one = contactScript(n);
  const end = at + waitedMs;
  return [
    one.started(at),
    one.queued(at, 1, 1, told),
    one.offered(end, 1),
    one.assigned(end, 1),
    one.released(end + SECOND, 1, false),
    one.completed(end + SECOND, 1),
    one.ended(end + 2 * SECOND, 'agent'),
  ];
}
function gaveUp(n: number, at: number, waitedMs: number): TestEvent[] {
  const one = contactScript(n);
  const told = { estimateMs: 40 * SECOND, promiseMs: 55 * SECOND };
  return [one.started(at), one.queued(at, 1, 1, told), one.abandoned(at + waitedMs, 'queue'), one.ended(at + waitedMs, 'queue')];
}
const boss = () => caller(tenant, 'tenant');
const parityAlerts = async () => {
  await kit.analytics.alarms.look();
  return (await kit.analytics.alerts.list(boss(), 'en')).filter(({ kind }) => kind === 'wait-parity');
};

test('a report tells the index and its bound by interval, and what estimates and promises were worth', async () => {
  const report = await kit.analytics.reports.queues(boss(), { from: '2026-11-03T12:00', to: '2026-11-03T12:15', interval: '15' }, 'en');
  const figures = report.items.find(({ id }) => id === queue(1))?.figures;
  // Calls wait 54 s on the mean, call-backs 84 s; of both 69.
  const calls = Array.from({ length: 12 }, (_, n) => 50 + ((n + 1) % 10));
  const backs = Array.from({ length: 12 }, (_, n) => 80 + ((3 * (n + 1)) % 10));
  const mean = (of: readonly number[]) => of.reduce((sum, each) => sum + each, 0) / of.length;
  expect(figures?.waitParity).toBeCloseTo((mean(backs) - mean(calls)) / mean([...calls, ...backs]), 9);
  expect(figures?.waitParityLeast).toBeGreaterThan(0.3);
  expect(figures?.waitParityLeast).toBeLessThan(figures?.waitParity ?? 0);
  // Twelve calls, of which those of up to 55 s were kept, and the one who gave up too late.
  expect(figures).toMatchObject({ promised: 13, promiseKeptRate: calls.filter((each) => each <= 55).length / 13 });
  const off = calls.map((each) => (each - 40) / each).toSorted((a, b) => a - b);
  expect(figures?.estimateErrorP50).toBeCloseTo(off[5] ?? 0, 2);
  expect(report.intervals).toHaveLength(1);
  expect(report.total).toMatchObject({ waitParity: figures?.waitParity, waitParityLeast: figures?.waitParityLeast });
});

test('the floor now tells the same, and what somebody who comes is promised', async () => {
  const live = await kit.analytics.live(boss(), 'en');
  const measures = live.queues.find((each) => each.queue.id === queue(1))?.measures;
  expect(measures?.['waitParityNow']).toBeCloseTo(0.4404, 4);
  expect(measures?.['waitParityLeastNow']).toBeGreaterThan(0.3);
  expect(measures).toMatchObject({ promisedWaitMs: 60_000, estimatedWaitMs: 40_000 });
  expect(measures?.['promiseKeptToday']).toBeGreaterThan(0.5);
  expect(live.measures['waitParityNow']).toBe(measures?.['waitParityNow']);
});

test('the alert rings beyond the limit that is set, of the queue before that of the house, and is over when nobody waited lately', async () => {
  const [alert] = await parityAlerts();
  expect(alert).toMatchObject({ level: 'alarm', limit: 0.1, queue: { name: 'Support' }, clearedAt: null });
  expect(alert?.value).toBeGreaterThan(0.3);
  const { alertLimits } = kit.analytics;
  const calm = { ...USUAL_ALERT_LIMITS, queues: [{ queue: queue(1), parity: { share: 0.5, least: 5_000 } }] };
  expect(await alertLimits.put(tenant, calm, actor)).toEqual(calm);
  expect(await parityAlerts()).toMatchObject([{ id: alert?.id, clearedAt: NOON + 15 * MINUTE }]);
  // 30 s of difference are less than what is asked for.
  await alertLimits.put(tenant, { ...USUAL_ALERT_LIMITS, parity: { share: 0.1, least: 40_000 } }, actor);
  expect(await parityAlerts()).toMatchObject([{ clearedAt: NOON + 15 * MINUTE }]);
  await alertLimits.put(tenant, USUAL_ALERT_LIMITS, actor);
  expect(await parityAlerts()).toMatchObject([{ id: alert?.id, times: 2, clearedAt: null }]);
  // Another process, and another tenant.
  expect(await kit.again().alertLimits.get(tenant)).toEqual(USUAL_ALERT_LIMITS);
  kit.clock.set(NOON + 50 * MINUTE);
  expect(await parityAlerts()).toMatchObject([{ clearedAt: NOON + 50 * MINUTE }]);
});

test('limits out of order and of queues that are not there are refused, and a change has its history', async () => {
  const { alertLimits } = kit.analytics;
  const { hold, wait } = USUAL_ALERT_LIMITS;
  const wrong = [
    { ...USUAL_ALERT_LIMITS, hold: { warn: hold.alarm, alarm: hold.warn } },
    { ...USUAL_ALERT_LIMITS, queues: [{ queue: queue(1), wait: { ...wait, times: { warn: 5, alarm: 4 } } }] },
    { ...USUAL_ALERT_LIMITS, queues: [{ queue: queue(1) }, { queue: queue(1) }] },
  ];
  for (const limits of wrong) await expect(alertLimits.put(tenant, limits, actor)).rejects.toMatchObject({ code: 'threshold.bad-limits' });
  await expect(alertLimits.put(tenant, { ...USUAL_ALERT_LIMITS, queues: [{ queue: queue(9) }] }, actor)).rejects.toMatchObject({
    code: 'queue.not-found',
  });
  const told = await kit.database.log.read({ after: 0, limit: 100, tenant, types: ['config.changed'] });
  expect(told.map(({ data }) => 'kind' in data && data.kind)).toEqual(['alert-limits', 'alert-limits', 'alert-limits']);
  expect(told.at(0)?.data).toMatchObject({ before: USUAL_ALERT_LIMITS });
});
