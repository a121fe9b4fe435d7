// Figures that an earlier version of the program counted, made anew from the log by themselves after an update: in slices, at low
// priority, and gone on with where a stop broke off.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import { MINUTE, type Clock, type DurationMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import { addDays, type Day } from '../core/days.ts';
import { FIGURES_VERSION } from '../core/figures-version.ts';
import type { Rules } from '../core/ledger.ts';
import { progressOf, sliceOf, type Renewal } from '../core/renewal.ts';
import type { AnalyticsPorts } from '../ports.ts';
import { recompute } from './recompute.ts';
import type { AnalyticsTables } from './tables.ts';

/** A slice reads a month before and after its own days, so a short one reads the log many times over. */
const SLICE_DAYS = 28;
/** Of one processor and of the database's time: after each page of the log it rests four times as long as the page took. */
const SHARE = 0.2;
const AGAIN_MS: DurationMs = MINUTE;

type RenewalDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  logger: Log;
  rulesFor: (tenant: TenantId) => Promise<Rules>;
  logErasedBefore: AnalyticsPorts['logErasedBefore'];
};

/**
 * Two processes may do it at once: the days of a slice come out the same, and each is replaced under the tenant's lock. What is counted
 * meanwhile is not lost, as with any recompute.
 */
export function createRenewal({ db, log, clock, logger, rulesFor, logErasedBefore }: RenewalDeps) {
  let ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let restedAt = 0;

  const stale = () =>
    db.system(
      async (tx) =>
        (
          await tx.tables<AnalyticsTables>().selectFrom('kpi_progress').select('tenant').where('version', '<>', FIGURES_VERSION).execute()
        ).map((row) => row.tenant),
      { read: true },
    );

  /** The first day whose events are all there. */
  async function keptFrom(tenant: TenantId, { days }: Rules): Promise<Day> {
    const erased = await logErasedBefore(tenant);
    if (erased === null) return '';
    const day = days.dayOf(erased);
    return days.startOf(day) < erased ? addDays(day, 1) : day;
  }

  /** Notes what there is to do; what was begun for this version goes on. */
  async function begin(tenant: TenantId): Promise<void> {
    const { days } = await rulesFor(tenant);
    await db.tenant(tenant, async (tx) => {
      if ((await readRenewal(tx)) !== null) return;
      const { rows } = await sql<{ first: Day | null }>`
        select least((select min(day) from kpi_queue_day), (select min(day) from kpi_agent_day)) as first`.execute(tx.tables());
      const to = days.dayOf(clock.now());
      const row = { version: FIGURES_VERSION, from_day: rows[0]?.first ?? addDays(to, 1), to_day: to, next_day: to };
      await tx
        .tables<AnalyticsTables>()
        .insertInto('kpi_renewal')
        .values({ tenant, ...row })
        .onConflict((conflict) => conflict.column('tenant').doUpdateSet(row))
        .execute();
    });
  }

  /** False once nothing is left. */
  async function slice(tenant: TenantId): Promise<boolean> {
    const rules = await rulesFor(tenant);
    const renewal = await db.tenant(tenant, readRenewal, { read: true });
    const days = renewal && sliceOf(renewal, SLICE_DAYS, await keptFrom(tenant, rules));
    if (!days) {
      await db.tenant(tenant, (tx) => finish(tx, tenant));
      logger.info('the figures are of this version', { tenant, version: FIGURES_VERSION });
      return false;
    }
    restedAt = performance.now();
    await recompute({ db, log, rules, mostDays: SLICE_DAYS, now: clock.now(), rest }, tenant, days.from, days.to);
    const next = addDays(days.from, -1);
    await db.tenant(tenant, (tx) =>
      tx
        .tables<AnalyticsTables>()
        .updateTable('kpi_renewal')
        .set({ next_day: next })
        .where('tenant', '=', tenant)
        .where('next_day', '>', next)
        .execute(),
    );
    logger.info('figures were made anew', { tenant, ...days, ...progressOf({ ...renewal, next }) });
    return true;
  }

  async function rest(): Promise<void> {
    ending.signal.throwIfAborted();
    await sleep((performance.now() - restedAt) * (1 / SHARE - 1), undefined, { signal: ending.signal });
    restedAt = performance.now();
  }

  /** A slice of each tenant in turn, so that none waits for the whole of another. */
  async function renewAll(): Promise<void> {
    let left = await stale();
    for (const tenant of left) await begin(tenant);
    let failed = 0;
    while (left.length > 0) {
      const more: TenantId[] = [];
      for (const tenant of left) {
        try {
          if (await slice(tenant)) more.push(tenant);
        } catch (error) {
          if (ending.signal.aborted) return;
          failed++;
          logger.warn('figures could not be made anew', { tenant, error: String(error) });
        }
      }
      left = more;
    }
    if (failed > 0) throw new Error(`${failed} slices failed`);
  }

  async function untilDone(): Promise<void> {
    const { signal } = ending;
    while (!signal.aborted) {
      try {
        return await renewAll();
      } catch (error) {
        if (!signal.aborted) logger.warn('figures are made anew a minute later', { error: String(error) });
      }
      // It ends early where we stop.
      await sleep(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    /** In the background: nobody who calls waits for it. */
    start(): void {
      ending = new AbortController();
      running = untilDone();
    },
    /** What is half done of a slice is done again by the next process. */
    async stop(): Promise<void> {
      ending.abort();
      await running;
    },
    /** Null where the tenant's figures are all of this version. */
    async view(tenant: TenantId): Promise<{ done: number; days: number } | null> {
      const renewal = await db.tenant(tenant, readRenewal, { read: true });
      return renewal && progressOf(renewal);
    },
  };
}

/** Of the transaction's tenant; null where none goes on for this version. */
async function readRenewal(tx: Tx): Promise<Renewal | null> {
  const row = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_renewal')
    .selectAll()
    .where('tenant', '=', tx.tenant)
    .where('version', '=', FIGURES_VERSION)
    .executeTakeFirst();
  return row ? { from: row.from_day, to: row.to_day, next: row.next_day } : null;
}

async function finish(tx: Tx, tenant: TenantId): Promise<void> {
  const tables = tx.tables<AnalyticsTables>();
  await tables.updateTable('kpi_progress').set({ version: FIGURES_VERSION }).where('tenant', '=', tenant).execute();
  await tables.deleteFrom('kpi_renewal').where('tenant', '=', tenant).execute();
}
