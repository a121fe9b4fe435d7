// The module's rows as Kysely sees them.
import type { NewDigitalWorker } from '@tandem/contract/api/workers.ts';
import type { AgentId, InteractionId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { ColumnType } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import type { Outcome } from '../core/contact.ts';

export type WorkerDoc = Omit<NewDigitalWorker, 'id'>;

export type BotsTables = {
  bot_worker: {
    tenant: TenantId;
    id: AgentId;
    doc: ColumnType<WorkerDoc, string, string>;
    since: number;
    removed: ColumnType<boolean, boolean | undefined, boolean>;
  };
  bot_contact: {
    tenant: TenantId;
    work: WorkId;
    interaction: InteractionId;
    worker: AgentId;
    queue: QueueId;
    taken_at: number;
    ended_at: ColumnType<number | null, number | null | undefined, number | null>;
    outcome: ColumnType<Outcome | null, Outcome | null | undefined, Outcome | null>;
    resolved: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
    cost: ColumnType<number, number | undefined, number>;
  };
};

export type WorkerRow = { id: AgentId; doc: WorkerDoc; since: number; removed: boolean };

/** Removed ones too; by their ids, which are in the order they were made. */
export function readWorkers(tx: Tx): Promise<WorkerRow[]> {
  return tx.tables<BotsTables>().selectFrom('bot_worker').select(['id', 'doc', 'since', 'removed']).orderBy('id').execute();
}

/** For update; of a removed one too. */
export function lockWorker(tx: Tx, id: AgentId): Promise<WorkerRow | undefined> {
  return tx
    .tables<BotsTables>()
    .selectFrom('bot_worker')
    .select(['id', 'doc', 'since', 'removed'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
