// What modules see of the database: work inside a transaction that row-level security binds to one tenant.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Transaction } from 'kysely';

/** One transaction, capped at 1 s (statement and idle time-outs); or one writing statement alone; or reads without one, 10 s a statement. */
export type Tx = {
  /** The tenant all rows are bound to; null only inside `Db.system`. */
  readonly tenant: TenantId | null;
  /** The query builder, typed with the caller's own tables: `tx.tables<RoutingTables>().selectFrom('routing_work')`. */
  tables<T>(): Transaction<T>;
};

/** `read`: statements that only read, each of which may take 10 s instead of 1 s; each sees what was committed when it began. */
export type TxOptions = {
  read?: boolean;
  /** One statement that writes and is its own transaction: a round trip instead of three. A second one is refused. */
  single?: boolean;
};

/**
 * Work that fails with a deadlock or a serialization failure is run a second time, in a new transaction: what it does outside the
 * database must bear that. The whole work is rolled back where it throws.
 */
export type Db = {
  /** Runs as the role `tandem_app` with `tandem.tenant` set: policies let it see and write that tenant's rows only. */
  tenant<T>(tenant: TenantId, work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  /** Runs as the role `tandem_system`, which sees all tenants: for the log's readers, sign-in, start-up. Few, reviewed callers. */
  system<T>(work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  /** LISTEN on a channel; the listener survives reconnects (it is called once after each, as notices may have been lost). */
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>;
  healthy(): Promise<boolean>;
  close(): Promise<void>;
};
