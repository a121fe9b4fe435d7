// Appends events in the caller's transaction: checked, numbered within their streams, left for the sequencer.
import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import { invariant } from '../../kernel/assert.ts';
import { makeId } from '../../kernel/ids.ts';
import { DAY, type Clock } from '../../kernel/time.ts';
import { codeOf } from '../db/problems.ts';
import type { Tx } from '../db/types.ts';
import { AppError } from '../errors/types.ts';
import type { EventCatalogue } from './catalogue.ts';
import type { LogTables } from './tables.ts';
import type { Fence, NewEvent } from './types.ts';
import { refuseChanged } from './unless-changed.ts';

const YEAR_2000 = Date.UTC(2000, 0, 1);

/** `check_fence` raises it; the class TL is ours. */
const FENCE_LOST = 'TL001';

export async function appendEvents(
  tx: Tx,
  events: readonly NewEvent[],
  fence: Fence | undefined,
  catalogue: EventCatalogue,
  clock: Clock,
): Promise<void> {
  invariant(tx.tenant !== null, 'events are appended in a transaction of their tenant');
  const now = clock.now();
  const rows = events.map((event, n) => {
    const schemaVersion = catalogue.check(event.type, event.data);
    const at = event.at ?? now;
    // A broken clock must not make partitions of other centuries.
    if (at < YEAR_2000 || at > now + DAY)
      throw new AppError('event.invalid', { type: event.type, at: '/at', reason: 'not a time of now or before' });
    if (event.stream === '') throw new AppError('event.invalid', { type: event.type, at: '/stream', reason: 'empty' });
    return {
      n,
      id: makeId('evt', now, randomBytes(10)),
      stream: event.stream,
      type: event.type,
      sv: schemaVersion,
      data: event.data,
      cause: event.cause ?? null,
      actor: event.actor,
      at,
    };
  });
  if (rows.length === 0) return;
  const db = tx.tables<LogTables>();
  try {
    if (fence) await sql`select tandem.check_fence(${fence.lease}, ${fence.token})`.execute(db);
    // One statement for any number of events and streams. The streams' head rows are locked in the order of their names, so that two
    // batches over the same streams cannot wait for each other; pos is drawn after the lock, so it follows the version.
    await sql`
      with input as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as x(n int, id text, stream text, type text, sv int, data jsonb, cause text, actor jsonb, at bigint)
      ), heads as (
        insert into stream_head as h (tenant, stream, version)
          select ${tx.tenant}, stream, count(*) from input group by stream order by stream
        on conflict (tenant, stream) do update set version = h.version + excluded.version
        returning h.stream, h.version
      )
      insert into event_pending (id, tenant, stream, version, type, schema_version, data, cause, actor, at)
        select i.id, ${tx.tenant}, i.stream,
          heads.version - count(*) over (partition by i.stream) + row_number() over (partition by i.stream order by i.n),
          i.type, i.sv, i.data, i.cause, i.actor, i.at
        from input i join heads on heads.stream = i.stream order by i.n`.execute(db);
  } catch (error) {
    if (codeOf(error) === FENCE_LOST) throw new AppError('lease.lost', { ...fence }, { cause: error });
    // jsonb takes no U+0000: the one text that passes the schema and not the table.
    if (codeOf(error) === '22P05') throw new AppError('event.invalid', { reason: 'holds a NUL character' }, { cause: error });
    throw error;
  }
  await refuseChanged(tx, rows);
}
