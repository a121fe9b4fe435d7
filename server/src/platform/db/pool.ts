// The database as modules use it: transactions that carry a role and a tenant, over one pool of connections.
import pg from 'pg';
import type { PoolClient } from 'pg';
import type { TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../errors/types.ts';
import { noMetrics, silentLog, type Log, type Metrics } from '../lifecycle/types.ts';
import { openAfterCommit, takeAfterCommit } from './after-commit.ts';
import { connectionConfig } from './connection.ts';
import { createListener } from './listener.ts';
import { isConflict, isLost, isOutage, noAnswer } from './problems.ts';
import { createStatementNames, isStalePlan } from './prepared.ts';
import { createStanding, type Standing } from './standing.ts';
import { openTx, patient } from './transaction.ts';
import { pause } from './wait.ts';
import type { Db, Tx, TxOptions } from './types.ts';

export type DbOptions = {
  url: string;
  /** Shown in pg_stat_activity. */
  name?: string;
  /** Connections that write, and as many that read, a third of them for the system's own work; one more is opened for LISTEN. */
  size?: number;
  writeMs?: number;
  readMs?: number;
  log?: Log;
  metrics?: Metrics;
};

/** Open from the moment after which a lost connection leaves unknown whether the work is committed: before it, the work died with it. */
type Fate = { open: boolean };

/** How much later than the server's own time-out we stop waiting for it. */
const GRACE_MS = 2_000;

export function createDb(options: DbOptions): Db {
  const { url, name = 'tandem', size = 10, writeMs = 1_000, readMs = 10_000, log = silentLog, metrics = noMetrics } = options;
  const names = createStatementNames();
  // Of its own for the system's work: a connection that goes from tenants to it and back says so each time.
  const ofSystem = Math.max(1, Math.floor(size / 3));
  const poolOf = (max: number): pg.Pool => {
    const made = new pg.Pool({ ...connectionConfig(url, name), max, idleTimeoutMillis: 30_000 });
    // An idle connection that breaks is replaced by the pool; without a listener the process would end.
    made.on('error', (error) => log.warn('idle database connection lost', { error: error.message }));
    return made;
  };
  const standings = (options: { reads: boolean; statementMs: number }) => ({
    tenants: createStanding(poolOf(Math.max(1, size - ofSystem)), options),
    system: createStanding(poolOf(ofSystem), options),
  });
  const writers = standings({ reads: false, statementMs: writeMs });
  const readers = standings({ reads: true, statementMs: readMs });
  const listener = createListener({ url, name: `${name} listen`, log });
  let closing: Promise<void> | null = null;

  async function write<T>(
    standing: Standing,
    client: PoolClient,
    tenant: TenantId | null,
    work: (tx: Tx) => Promise<T>,
    fate: Fate,
  ): Promise<T> {
    const answerMs = writeMs + GRACE_MS;
    const { tx, end } = openTx(client, { tenant, answerMs, names });
    openAfterCommit(tx);
    try {
      await standing.stand(client, tenant, answerMs);
      await client.query(patient('begin', answerMs));
      const value = await work(tx);
      end();
      fate.open = true;
      const { command } = await client.query(patient('commit', answerMs));
      // PostgreSQL answers COMMIT with the tag ROLLBACK where an earlier statement failed and its error was swallowed.
      if (command === 'ROLLBACK') throw new AppError('database.rolled-back');
      for (const action of takeAfterCommit(tx)) action();
      return value;
    } catch (error) {
      end();
      takeAfterCommit(tx);
      throw error;
    }
  }

  /** Reads, or one statement that writes: no transaction around it. */
  async function bare<T>(
    standing: Standing,
    client: PoolClient,
    tenant: TenantId | null,
    work: (tx: Tx) => Promise<T>,
    { read = false }: TxOptions,
  ): Promise<T> {
    const answerMs = standing.statementMs + GRACE_MS;
    // What people look for differs too much from one to the next to be planned once for all.
    const { tx, end } = openTx(client, { tenant, answerMs, ...(read && tenant !== null ? {} : { names }), ...(read ? {} : { most: 1 }) });
    try {
      await standing.stand(client, tenant, answerMs);
      return await work(tx);
    } finally {
      end();
    }
  }

  async function attempt<T>(tenant: TenantId | null, work: (tx: Tx) => Promise<T>, txOptions: TxOptions, fate: Fate): Promise<T> {
    const { read = false, single = false } = txOptions;
    const standing = (read ? readers : writers)[tenant === null ? 'system' : 'tenants'];
    const whole = !read && !single;
    const client = await standing.pool.connect().catch((error: unknown) => {
      throw isOutage(error) ? new AppError('database.unavailable', {}, { cause: error }) : error;
    });
    const startedAt = performance.now();
    let broken: Error | null = null;
    // The server may close the connection under us (restart, idle time-out); the query that waits is told by its own rejection.
    const noteLoss = (error: Error) => void (broken = error);
    client.on('error', noteLoss);
    try {
      if (!read && single) fate.open = true;
      return await (whole ? write(standing, client, tenant, work, fate) : bare(standing, client, tenant, work, txOptions));
    } catch (error) {
      broken ??= noAnswer(error) ? error : whole ? await rollback(client) : null;
      throw error;
    } finally {
      client.off('error', noteLoss);
      client.release(broken ?? undefined);
      metrics.observe('db_transaction_ms', performance.now() - startedAt, { kind: read ? 'read' : 'write' });
    }
  }

  async function run<T>(tenant: TenantId | null, work: (tx: Tx) => Promise<T>, txOptions: TxOptions = {}): Promise<T> {
    if (closing) throw new AppError('database.closed');
    const fate: Fate = { open: false };
    try {
      return await attempt(tenant, work, txOptions, fate);
    } catch (error) {
      const stale = isStalePlan(error);
      if (stale) names.renew();
      if (!stale && !isConflict(error) && (fate.open || !isLost(error))) throw error;
      metrics.observe('db_retries_total', 1);
      // At once, the victim of a deadlock may take back what it just gave free before the other one wakes, and meet it again.
      await pause(10 + Math.random() * 40);
      return await attempt(tenant, work, txOptions, fate);
    }
  }

  return {
    tenant: (tenant, work, txOptions) => run(tenant, work, txOptions),
    system: (work, txOptions) => run(null, work, txOptions),
    listen: (channel, heard) => listener.listen(channel, heard),
    async healthy() {
      try {
        await writers.system.pool.query(patient('select 1', GRACE_MS));
        return true;
      } catch (error) {
        if (!isOutage(error)) log.warn('database health check failed', { error: String(error) });
        return false;
      }
    },
    close() {
      const pools = [writers, readers].flatMap(({ tenants, system }) => [tenants.pool, system.pool]);
      closing ??= Promise.all([listener.close(), ...pools.map((pool) => pool.end())]).then(() => undefined);
      return closing;
    },
  };
}

/** Null where the connection is clean again; else why it must be thrown away. */
async function rollback(client: PoolClient): Promise<Error | null> {
  try {
    await client.query('rollback');
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
