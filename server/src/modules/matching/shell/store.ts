// A queue's row, read, locked and put; one is made up where none was written.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { freshRow, type MatchingTables, type QueueRow } from './tables.ts';

const COLUMNS = ['queue', 'settings', 'record', 'model', 'applied'] as const;

export function rowsOf(db: Db, tenant: TenantId): Promise<QueueRow[]> {
  return db.tenant(
    tenant,
    (tx) => tx.tables<MatchingTables>().selectFrom('matching_queue').select(COLUMNS).where('tenant', '=', tenant).execute(),
    { read: true },
  );
}

/** Two who want the same queue come one after the other. */
export async function lockedRow(tx: Tx, tenant: TenantId, queue: QueueId): Promise<QueueRow> {
  const tables = tx.tables<MatchingTables>();
  await tables
    .insertInto('matching_queue')
    .values({ tenant, ...asStored(freshRow(queue)) })
    .onConflict((conflict) => conflict.columns(['tenant', 'queue']).doNothing())
    .execute();
  return tables
    .selectFrom('matching_queue')
    .select(COLUMNS)
    .where('tenant', '=', tenant)
    .where('queue', '=', queue)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function putRow(tx: Tx, tenant: TenantId, row: QueueRow): Promise<void> {
  const { queue, ...rest } = asStored(row);
  await tx
    .tables<MatchingTables>()
    .updateTable('matching_queue')
    .set(rest)
    .where('tenant', '=', tenant)
    .where('queue', '=', queue)
    .execute();
}

function asStored({ queue, settings, record, model, applied }: QueueRow) {
  const json = (value: unknown): string => JSON.stringify(value);
  return { queue, settings: json(settings), record: json(record), model: json(model), applied: json(applied) };
}
