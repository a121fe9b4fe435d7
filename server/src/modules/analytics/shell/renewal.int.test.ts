// After an update: figures that an older program counted are made anew by themselves, broken off and gone on with, while the log goes on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { DAY, HOUR } from '../../../kernel/time.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import { addDays } from '../core/days.ts';
import { FIGURES_VERSION } from '../core/figures-version.ts';
import { randomFloor } from '../core/random-floor.ts';
import { fold, type TestEvent } from '../core/testkit.ts';
import { localDays } from './local-days.ts';
import { createRenewal } from './renewal.ts';
import type { ReportTables } from './report-rows.ts';
import type { AnalyticsTables } from './tables.ts';
import { openTestkit, ZONE, type Testkit } from './testkit.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const RULES = { days: localDays(ZONE), shortAbandonMs: 5_000 };
const TODAY = RULES.days.dayOf(NOW);
let kit: Testkit;
beforeAll(async () => {
  kit = await openTestkit(NOW);
});
afterAll(() => kit.close());

/** About eleven weeks: three slices, the last of them of days long past. */
const weeks = (seed: number) => randomFloor({ seed, contacts: 150, from: NOW - 76 * DAY, overMs: 75 * DAY });

function renewal(over: { log?: EventLog; erased?: number } = {}) {
  const { db, log } = kit.database;
  return createRenewal({
    db,
    log: over.log ?? log,
    clock: kit.clock,
    logger: silentLog,
    rulesFor: () => Promise.resolve(RULES),
    logErasedBefore: () => Promise.resolve(over.erased ?? null),
  });
}

async function rows(tenant: TenantId) {
  return kit.database.db.tenant(tenant, async (tx) => {
    const tables = tx.tables<AnalyticsTables & ReportTables>();
    return {
      queues: await tables.selectFrom('kpi_queue_day').select(['day', 'queue', 'figures']).orderBy('day').orderBy('queue').execute(),
      agents: await tables.selectFrom('kpi_agent_day').select(['day', 'agent', 'figures']).orderBy('day').orderBy('agent').execute(),
      stays: await tables.selectFrom('kpi_stay').selectAll().orderBy('contact').orderBy('n').execute(),
      quarters: await tables.selectFrom('kpi_agent_quarter').selectAll().orderBy('at').orderBy('agent').orderBy('queue').execute(),
      contacts: await tables.selectFrom('kpi_contact').select(['id', 'closed_at', 'doc']).orderBy('id').execute(),
      doing: await tables.selectFrom('kpi_agent_now').select(['agent', 'doc']).orderBy('agent').execute(),
    };
  });
}
const versionOf = (tenant: TenantId) =>
  kit.database.db.tenant(
    tenant,
    async (tx) => (await tx.tables<AnalyticsTables>().selectFrom('kpi_progress').select('version').executeTakeFirst())?.version,
  );

/** As an older program left it: other counts, and no rows behind reports. */
async function asCountedBefore(tenant: TenantId): Promise<void> {
  await kit.database.db.tenant(tenant, async (tx) => {
    const tables = tx.tables<AnalyticsTables & ReportTables>();
    await tables.updateTable('kpi_progress').set({ version: 0 }).execute();
    await tables.updateTable('kpi_queue_day').set({ figures: '{"offered":777}' }).execute();
    await tables.updateTable('kpi_agent_day').set({ figures: '{"offers":777}' }).execute();
    await tables.deleteFrom('kpi_stay').execute();
    await tables.deleteFrom('kpi_agent_quarter').execute();
  });
}
const untouched = async (tenant: TenantId) =>
  (await rows(tenant)).queues.filter(({ figures }) => figures.offered === 777).map(({ day }) => day);

async function done(of: ReturnType<typeof renewal>, tenant: TenantId): Promise<void> {
  while ((await versionOf(tenant)) !== FIGURES_VERSION) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await of.view(tenant)).toBeNull();
  await of.stop();
}

/** The log as it is, but what is read once a slice is done waits until it is let go. */
function heldAfterFirstSlice(tenant: TenantId) {
  const reached = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const view = renewal();
  const log: EventLog = {
    ...kit.database.log,
    async read(query) {
      if (((await view.view(tenant))?.done ?? 0) > 0) {
        reached.resolve();
        await held.promise;
      }
      return kit.database.log.read(query);
    },
  };
  return { log, reached: reached.promise, letGo: held.resolve };
}

async function filled(events: readonly TestEvent[]): Promise<TenantId> {
  const tenant = kit.id('tnt');
  await kit.append(tenant, events);
  await kit.reader.caughtUp();
  return tenant;
}

describe('figures of an older version', () => {
  test('are made anew in slices, newest first; a stop breaks off, the next start goes on, contacts meanwhile are counted', async () => {
    const events = weeks(1);
    const tenant = await filled(events);
    const before = await rows(tenant);
    await asCountedBefore(tenant);

    const { log, reached, letGo } = heldAfterFirstSlice(tenant);
    const first = renewal({ log });
    first.start();
    await reached;
    const progress = await first.view(tenant);
    expect(progress).toMatchObject({ done: 28 });
    const stopped = first.stop();
    letGo();
    await stopped;
    // Broken off between two slices: the newer days are right, the older ones as they were.
    expect(await first.view(tenant)).toEqual(progress);
    expect(await versionOf(tenant)).toBe(0);
    const old = await untouched(tenant);
    expect(old.length).toBeGreaterThan(0);
    expect(old.every((day) => day < addDays(TODAY, -27))).toBe(true);
    const half = await rows(tenant);
    const recent = (rows: typeof before) => rows.queues.filter(({ day }) => day >= addDays(TODAY, -27));
    expect(recent(half)).toEqual(recent(before));

    const second = renewal();
    second.start();
    const more = randomFloor({ seed: 2, contacts: 30, from: NOW - 8 * HOUR, overMs: 6 * HOUR }).map(elsewhere);
    await kit.append(tenant, more);
    await kit.reader.caughtUp();
    await done(second, tenant);
    const after = await rows(tenant);
    const ledger = fold([...events, ...more], RULES);
    expect(Object.fromEntries(after.queues.map((row) => [`${row.day}|${row.queue}`, row.figures]))).toEqual(
      Object.fromEntries(ledger.queueDays),
    );
    expect(Object.fromEntries(after.agents.map((row) => [`${row.day}|${row.agent}`, row.figures]))).toEqual(
      Object.fromEntries(ledger.agentDays),
    );
    const known = new Set<string>(before.stays.map(({ contact }) => contact));
    expect(after.stays.filter(({ contact }) => known.has(contact))).toEqual(before.stays);
    expect(after.stays.length).toBeGreaterThan(before.stays.length);
  });

  test('nothing that was right is changed by it', async () => {
    const tenant = await filled(weeks(3));
    const before = await rows(tenant);
    await kit.database.db.tenant(tenant, (tx) => tx.tables<AnalyticsTables>().updateTable('kpi_progress').set({ version: 0 }).execute());
    const anew = renewal();
    anew.start();
    await done(anew, tenant);
    expect(await rows(tenant)).toEqual(before);
  });

  test('days whose log was erased stay as they are', async () => {
    const tenant = await filled(weeks(4));
    await asCountedBefore(tenant);
    // In the middle of a day: its morning is gone, so all of it stays.
    const erased = RULES.days.startOf('2026-10-10') + 9 * HOUR;
    const anew = renewal({ erased });
    anew.start();
    await done(anew, tenant);
    const old = await untouched(tenant);
    expect(old.length).toBeGreaterThan(0);
    expect(old.every((day) => day <= '2026-10-10')).toBe(true);
    expect((await rows(tenant)).queues.filter(({ day }) => day <= '2026-10-10').every(({ figures }) => figures.offered === 777)).toBe(true);
  });

  test('whoever is counted by this version from the beginning is left in peace', async () => {
    const tenant = await filled(weeks(5).slice(0, 60));
    expect(await versionOf(tenant)).toBe(FIGURES_VERSION);
    const reads: string[] = [];
    const anew = renewal({
      log: { ...kit.database.log, read: (query) => (reads.push(String(query.tenant)), kit.database.log.read(query)) },
    });
    anew.start();
    await anew.stop();
    expect(reads).not.toContain(tenant);
  });
});

/** Another contact than those of the first floor, and its own works; queues and agents are the same. */
function elsewhere(event: TestEvent): TestEvent {
  return JSON.parse(JSON.stringify(event).replaceAll(/((?:int|wrk|cal|leg|run|off)_0193)0000-/g, '$10001-')) as TestEvent;
}
