// What leaves the log by age: events of interactions that are over and of presence, in slices; and personal texts inside events that stay.
import { sql } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { codeOf } from '../db/problems.ts';
import type { Db } from '../db/types.ts';

/** So many places of the log are looked at in one transaction, which must end within a second. */
const WINDOW = 2_000;
const STREAMS_AT_ONCE = 50;
const LOCK_MS = 300;

/**
 * Deletes the tenant's events older than `before` of interactions that ended before it and have had no event since, and of presence.
 * Configuration, customers and everything still under way stay. What a reader has not seen yet stays too: cursors never point past a hole
 * that they did not cross. `seq` keeps its order; it has gaps from then on. Returns how many went.
 */
export async function expireEvents(db: Db, tenant: TenantId, before: EpochMs, signal: AbortSignal): Promise<number> {
  const bounds = await db.system(
    async (tx) => {
      const { rows } = await sql<{ first: number | null; last: number | null; seen: number | null }>`
        select min(seq) as first, max(seq) as last, (select min(seq) from event_reader) as seen
        from event_log where tenant = ${tenant} and at < ${before}`.execute(tx.tables());
      return rows[0]!;
    },
    { read: true },
  );
  const last = Math.min(bounds.last ?? 0, bounds.seen ?? 0);
  let gone = 0;
  for (let after = (bounds.first ?? 0) - 1; after < last && !signal.aborted; after += WINDOW) {
    const upTo = Math.min(after + WINDOW, last);
    const ended = await db.system(
      async (tx) =>
        (
          await sql<{ stream: string }>`
            select distinct stream from event_log where seq > ${after} and seq <= ${upTo} and at < ${before} and tenant = ${tenant}
              and type = 'interaction.ended'`.execute(tx.tables())
        ).rows.map((row) => row.stream),
      { read: true },
    );
    for (let n = 0; n < ended.length; n += STREAMS_AT_ONCE)
      gone += await deleteStreams(db, tenant, ended.slice(n, n + STREAMS_AT_ONCE), before, last);
    gone += await db.system(async (tx) => {
      const { numAffectedRows } = await sql`
        delete from event_log where seq > ${after} and seq <= ${upTo} and at < ${before} and tenant = ${tenant}
          and type = 'presence.changed'`.execute(tx.tables());
      return Number(numAffectedRows ?? 0);
    });
  }
  return gone;
}

async function deleteStreams(db: Db, tenant: TenantId, streams: readonly string[], before: EpochMs, seen: number): Promise<number> {
  return db.system(async (tx) => {
    const { numAffectedRows } = await sql`
      delete from event_log e where e.tenant = ${tenant} and e.stream = any(${streams}::text[])
        and not exists (select from event_log l
          where l.tenant = e.tenant and l.stream = e.stream and (l.at >= ${before} or l.seq > ${seen}))
        and not exists (select from event_pending p where p.tenant = e.tenant and p.stream = e.stream)`.execute(tx.tables());
    return Number(numAffectedRows ?? 0);
  });
}

/** Months of the log that ended before `before` and are empty now: their files go. Somebody at work in the log: another night. */
export async function dropEmptyMonths(db: Db, before: EpochMs): Promise<string[]> {
  try {
    return await db.system(async (tx) => {
      await sql`select set_config('lock_timeout', ${`${LOCK_MS}ms`}, true)`.execute(tx.tables());
      const { rows } = await sql<{ name: string }>`select tandem.drop_empty_event_months(${before}) as name`.execute(tx.tables());
      return rows.map((row) => row.name);
    });
  } catch (error) {
    // 55P03: lock not available.
    if (codeOf(error) === '55P03') return [];
    throw error;
  }
}

/** 48 zero bytes: eight of a key's id that no key has. Opening it gives null, as after an erasure. */
const NOTHING = 'A'.repeat(64);

/** Puts texts that no key opens in the place of sealed ones, in all events of these interactions. Type, time and everything else stay. */
export async function redactStreams(db: Db, tenant: TenantId, streams: readonly string[]): Promise<void> {
  for (let n = 0; n < streams.length; n += STREAMS_AT_ONCE) {
    const some = streams.slice(n, n + STREAMS_AT_ONCE);
    await db.system((tx) =>
      sql`update event_log
        set data = regexp_replace(data::text, '"personal:v1:(cus_[0-9a-f-]+):[A-Za-z0-9_-]+"', ${`"personal:v1:\\1:${NOTHING}"`}, 'g')::jsonb
        where tenant = ${tenant} and stream = any(${some}::text[]) and data::text like '%"personal:v1:%'`.execute(tx.tables()),
    );
  }
}
