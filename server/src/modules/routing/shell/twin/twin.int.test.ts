// A day of the log played in its thread: the same as it was decided, and not a moment of the core's own.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewEvent } from '../../../../platform/eventlog/types.ts';
import { testDatabase, type TestDatabase } from '../../../../platform/db/testkit.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../../kernel/ids.ts';
import { madeLog, QUEUE } from '../../core/twin/testkit.ts';
import type { TwinStep } from './twin.worker.ts';
import { playDay } from './twin-thread.ts';

const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-11-21T00:00:00Z');
const CONTACTS = 400;
/** The thread is nice to everybody else: on a busy machine a day takes its time. */
const PATIENCE_MS = 120_000;
const tenant: TenantId = makeId('tnt', Date.now(), randomBytes(10));
const actor = { kind: 'system', part: 'test' } as const;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ modules: ['routing'] });
  const log = madeLog(CONTACTS, FROM + 3_600_000, FROM - 3_600_000);
  const streamOf = (data: object): string =>
    'interaction' in data ? String(data.interaction) : 'agent' in data ? String(data.agent) : QUEUE.id;
  for (let n = 0; n < log.length; n += 500) {
    const events = log.slice(n, n + 500).map(({ type, data, at }) => ({ stream: streamOf(data), type, data, at, actor }) as NewEvent);
    await database.db.tenant(tenant, (tx) => database.log.append(tx, events));
  }
  while ((await database.log.read({ after: 0, limit: 10_000, tenant })).length < log.length) await pause(50);
});
afterAll(() => database.close());

const ask = (more: object = {}) => ({
  url: database.url,
  tenant,
  from: FROM,
  to: FROM + DAY_MS,
  change: { staffing: [{ queue: QUEUE.id, from: '00:00', to: '24:00', agents: 1 }] },
  replications: 12,
  ...more,
});

test(
  'is decided as it was and tells what one more would have done, while the core’s own thread stays free',
  async () => {
    const steps = new Map<TwinStep, number>();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const [before, startedAt] = [performance.eventLoopUtilization(), performance.now()];
    const found = await playDay(ask(), { told: (step, share) => void steps.set(step, share), signal: new AbortController().signal });
    const { utilization } = performance.eventLoopUtilization(before);
    const lastedMs = performance.now() - startedAt;
    delay.disable();
    if (found.kind !== 'done') throw new Error(found.kind);
    expect(found.replay).toMatchObject({ same: found.replay.turns, firstAt: null });
    expect(found.rests.arrivals).toBe(CONTACTS);
    expect([...steps.keys()]).toEqual(['reading', 'replaying', 'playing']);
    expect(steps.get('playing')).toBeGreaterThan(0.5);
    const level = found.groups[0]?.figures.find(({ figure }) => figure === 'serviceLevel')?.difference;
    expect((level?.mean ?? 0) - (level?.plusMinus ?? 1)).toBeGreaterThan(0);
    // Nearly none of the work is done here; what the machine's other programs take does not count.
    expect(utilization).toBeLessThan(0.2);
    expect(delay.max / 1e6).toBeLessThan(lastedMs / 3);
  },
  PATIENCE_MS,
);

test(
  'ends at once when it is cancelled',
  async () => {
    const abort = new AbortController();
    const playing = playDay(ask({ replications: 200 }), {
      told: (step) => (step === 'playing' ? abort.abort(new Error('enough')) : undefined),
      signal: abort.signal,
    });
    await expect(playing).rejects.toThrow('enough');
  },
  PATIENCE_MS,
);

test('says what went wrong where there is no database', async () => {
  const url = database.url.replace(/\/[^/?]+(\?|$)/u, '/none-of-this-name$1');
  await expect(playDay(ask({ url }), { told: () => undefined, signal: new AbortController().signal })).rejects.toThrow(
    'could not be played',
  );
});
