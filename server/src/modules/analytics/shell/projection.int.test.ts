// Folded exactly once, and made anew from the log with the same result, also while the log goes on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { HOUR } from '../../../kernel/time.ts';
import { randomFloor, seeded } from '../core/random-floor.ts';
import { fold } from '../core/testkit.ts';
import { localDays } from './local-days.ts';
import { createProjection } from './projection.ts';
import type { AnalyticsTables } from './tables.ts';
import { openTestkit, ZONE, type Testkit } from './testkit.ts';

let kit: Testkit;
beforeAll(async () => {
  kit = await openTestkit(Date.parse('2026-11-02T12:00:00Z'));
});
afterAll(() => kit.close());

async function rows(tenant: TenantId) {
  return kit.database.db.tenant(tenant, async (tx) => {
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
const night = (seed: number, contacts: number) =>
  randomFloor({ seed, contacts, from: Date.parse('2026-10-31T22:00:00Z'), overMs: 40 * HOUR });

describe('projection and recompute', () => {
  test.each([1, 2, 3])('random stream %d: rows, a fold in memory and a recompute from the log agree to the last number', async (seed) => {
    const tenant = kit.id('tnt');
    const events = night(seed, 80);
    await kit.append(tenant, events, seeded(seed));
    await kit.reader.caughtUp();
    const before = await rows(tenant);
    const ledger = fold(events, { days: localDays(ZONE), shortAbandonMs: 5_000 });
    expect(Object.fromEntries(before.queues.map((row) => [`${row.day}|${row.queue}`, row.figures]))).toEqual(
      Object.fromEntries(ledger.queueDays),
    );
    expect(Object.fromEntries(before.agents.map((row) => [`${row.day}|${row.agent}`, row.figures]))).toEqual(
      Object.fromEntries(ledger.agentDays),
    );
    expect(new Set(before.queues.map((row) => row.day))).toEqual(new Set(['2026-10-31', '2026-11-01', '2026-11-02']));

    await kit.database.db.tenant(tenant, async (tx) => {
      const tables = tx.tables<AnalyticsTables>();
      await tables.updateTable('kpi_queue_day').set({ figures: '{}' }).execute();
      await tables.deleteFrom('kpi_agent_day').execute();
      await tables.updateTable('kpi_agent_now').set({ doc: '{"ready":true,"busy":[],"since":0}' }).execute();
    });
    const done = await kit.analytics.recompute(tenant, '2026-10-20', '2026-11-10');
    expect(done).toEqual({ days: 22, events: events.length });
    expect(await rows(tenant)).toEqual(before);
  });

  test('a recompute while the log goes on loses nothing and counts nothing twice', async () => {
    const tenant = kit.id('tnt');
    const events = night(4, 120);
    const running = kit.append(tenant, events);
    for (let n = 0; n < 6; n++) await kit.analytics.recompute(tenant, '2026-10-31', '2026-11-02');
    await running;
    await kit.reader.caughtUp();
    const { queues } = await rows(tenant);
    const ledger = fold(events, { days: localDays(ZONE), shortAbandonMs: 5_000 });
    expect(Object.fromEntries(queues.map((row) => [`${row.day}|${row.queue}`, row.figures]))).toEqual(Object.fromEntries(ledger.queueDays));
  });

  test('only the days asked for are made anew', async () => {
    const tenant = kit.id('tnt');
    await kit.append(tenant, night(5, 30));
    await kit.reader.caughtUp();
    await kit.database.db.tenant(tenant, (tx) =>
      tx.tables<AnalyticsTables>().updateTable('kpi_queue_day').set({ figures: '{"offered":777}' }).execute(),
    );
    await kit.analytics.recompute(tenant, '2026-11-01', '2026-11-01');
    const { queues } = await rows(tenant);
    expect(
      queues
        .filter((row) => row.figures.offered === 777)
        .map((row) => row.day)
        .filter((day) => day === '2026-11-01'),
    ).toEqual([]);
    expect(queues.some((row) => row.day === '2026-10-31' && row.figures.offered === 777)).toBe(true);
  });

  test('events handed over a second time are not counted again', async () => {
    const tenant = kit.id('tnt');
    await kit.append(tenant, night(6, 30));
    await kit.reader.caughtUp();
    const before = await rows(tenant);
    const events = await kit.database.log.read({ after: 0, limit: 10_000, tenant });
    const handle = createProjection({
      rulesFor: () => Promise.resolve({ days: localDays(ZONE), shortAbandonMs: 5_000 }),
      clock: kit.clock,
    });
    await kit.database.db.system((tx) => handle(tx, events));
    const after = await rows(tenant);
    // A fresh handler sweeps contacts that were over a day before, and touches nothing else.
    const last = events.at(-1)!.at;
    expect(after).toEqual({
      ...before,
      contacts: before.contacts.filter((row) => row.closed_at === null || row.closed_at >= last - 24 * HOUR),
    });
    expect(after.contacts.length).toBeLessThan(before.contacts.length);
  });
});
