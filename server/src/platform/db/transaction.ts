// One transaction on one pooled connection, as modules see it: Kysely bound to a client whose role and tenant are already set.
import type { DatabaseConnection, Dialect, QueryResult } from 'kysely';
import {
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SingleConnectionProvider,
  Transaction,
} from 'kysely';
import type { PoolClient, QueryConfig } from 'pg';
import { invariant } from '../../kernel/assert.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { DurationMs } from '../../kernel/time.ts';
import type { StatementNames } from './prepared.ts';
import type { Tx } from './types.ts';

const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();
const driver = new DummyDriver();
const dialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createQueryCompiler: () => compiler,
  createIntrospector: (db) => new PostgresIntrospector(db),
};

/** A server that stands still (its machine is frozen, its disk hangs) keeps no time-out of its own: after `answerMs` we wait no longer. */
export function patient(text: string, answerMs: DurationMs, values?: unknown[]): QueryConfig<unknown[]> {
  const query = { text, query_timeout: answerMs };
  return values === undefined ? query : { ...query, values };
}

/**
 * `end()` closes the door: a query after it (a promise nobody awaited) is a fault and must not reach the next user of the connection. So is
 * one beyond `most`: what was meant to be one statement has no transaction that holds several together.
 */
export function openTx(
  client: PoolClient,
  {
    tenant,
    answerMs,
    most = Infinity,
    names,
  }: { tenant: TenantId | null; answerMs: DurationMs; most?: number; names?: Pick<StatementNames, 'nameOf'> },
): { tx: Tx; end: () => void } {
  let open = true;
  let left = most;
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> {
      invariant(open, 'query after the end of its transaction');
      invariant(left-- > 0, 'a second statement where one was to stand alone');
      const name = names?.nameOf(query.sql);
      const config = patient(query.sql, answerMs, [...query.parameters]);
      const result = await client.query(name === undefined ? config : { ...config, name });
      const changes =
        result.command === 'INSERT' || result.command === 'UPDATE' || result.command === 'DELETE' || result.command === 'MERGE';
      return { rows: result.rows as R[], ...(changes ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}) };
    },
    // oxlint-disable-next-line require-yield -- the interface wants a generator
    async *streamQuery() {
      throw new Error('streaming is not offered: read in pages');
    },
  };
  const executor = new DefaultQueryExecutor(compiler, adapter, new SingleConnectionProvider(connection));
  const transaction = new Transaction<unknown>({ config: { dialect }, dialect, driver, executor });
  return {
    tx: { tenant, tables: <T>() => transaction as unknown as Transaction<T> },
    end: () => {
      open = false;
    },
  };
}
