// Queries of the log: by seq over all streams, or one stream by version.
import { sql } from 'kysely';
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { invariant } from '../../kernel/assert.ts';
import type { Tx } from '../db/types.ts';
import type { EventCatalogue } from './catalogue.ts';
import { EVENT_COLUMNS, toEvent, type EventRow, type LogTables } from './tables.ts';

export type LogQuery = {
  after: number;
  upTo?: number;
  limit: number;
  tenant?: TenantId;
  types?: readonly EventName[];
  /** Epoch ms: nothing that happened before it. The log's months that ended before are not looked into. */
  since?: number;
  /** Epoch ms: nothing that happened then or later, alike. */
  before?: number;
};

export async function readLog(tx: Tx, query: LogQuery, catalogue: EventCatalogue): Promise<StoredEvent[]> {
  let select = tx
    .tables<LogTables>()
    .selectFrom('event_log')
    .select(['seq', ...EVENT_COLUMNS])
    .where('seq', '>', query.after);
  if (query.upTo !== undefined) select = select.where('seq', '<=', query.upTo);
  if (query.since !== undefined) select = select.where('at', '>=', query.since);
  if (query.before !== undefined) select = select.where('at', '<', query.before);
  if (query.tenant !== undefined) select = select.where('tenant', '=', query.tenant);
  if (query.types !== undefined) select = select.where('type', 'in', query.types);
  const rows = await select.orderBy('seq').limit(query.limit).execute();
  return rows.map((row) => toEvent(row, catalogue));
}

/** One statement, one snapshot: an event that is being moved is found in exactly one of the two tables. */
export async function readStream(tx: Tx, stream: string, catalogue: EventCatalogue): Promise<StoredEvent[]> {
  invariant(tx.tenant !== null, 'a stream is read in a transaction of its tenant');
  const columns = sql.raw(EVENT_COLUMNS.join(', '));
  const { rows } = await sql<EventRow>`
    select seq, ${columns} from event_log where tenant = ${tx.tenant} and stream = ${stream}
    union all
    select 0::bigint, ${columns} from event_pending where tenant = ${tx.tenant} and stream = ${stream}
    order by version`.execute(tx.tables<LogTables>());
  return rows.map((row) => toEvent(row, catalogue));
}

export async function readHead(tx: Tx): Promise<number> {
  const row = await tx.tables<LogTables>().selectFrom('event_head').select('seq').executeTakeFirstOrThrow();
  return row.seq;
}

/** Everything committed before the call has a seq up to the head once this is false. */
export async function hasPending(tx: Tx, upToPos: number): Promise<boolean> {
  const row = await tx
    .tables<LogTables>()
    .selectFrom('event_pending')
    .select('pos')
    .where('pos', '<=', upToPos)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function lastPendingPos(tx: Tx): Promise<number | null> {
  const row = await tx.tables<LogTables>().selectFrom('event_pending').select('pos').orderBy('pos', 'desc').limit(1).executeTakeFirst();
  return row?.pos ?? null;
}
