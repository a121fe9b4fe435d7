// What the contacts of a queue add up to: by agent, issue and day to learn from, and by group to see what matching is worth. Summed by the database.
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import { DAY, type EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Batch } from '../core/cells.ts';
import type { Arm, Errors } from '../core/uplift.ts';
import { KEPT_MS } from './projection.ts';
import type { MatchingTables } from './tables.ts';

/** A contact longer than this was forgotten by somebody, and says nothing of how quick he is. */
const LONGEST_MS = 4 * 60 * 60_000;

export async function batchesOf(tx: Tx, tenant: TenantId, queue: QueueId, now: EpochMs): Promise<Batch[]> {
  const { rows } = await sql<Omit<Batch, 'ageMs'> & { day: number; agent: AgentId }>`
    select issue, agent, (assigned_at / ${DAY})::int as day, count(*)::int as contacts,
      sum(ln(handle_ms::float8)) as logs, sum(ln(handle_ms::float8) ^ 2) as "logSquares",
      count(resolved)::int as judged, (count(*) filter (where resolved))::int as resolved
    from matching_contact
    where tenant = ${tenant} and queue = ${queue} and handle_ms is not null and handle_ms <= ${LONGEST_MS} and assigned_at >= ${now - KEPT_MS}
    group by issue, agent, 3`.execute(tx.tables<MatchingTables>());
  const today = Math.floor(now / DAY);
  return rows.map(({ day, ...batch }) => ({ ...batch, ageMs: Math.max(0, today - day) * DAY }));
}

export type Arms = { matched: Arm; heldOut: Arm };
const EMPTY: Arm = { n: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0, judged: 0, resolved: 0 };

export async function armsOf(tx: Tx, tenant: TenantId, queue: QueueId, since: EpochMs): Promise<Arms> {
  const { rows } = await sql<Arm & { matched: 'matched' | 'held-out' }>`
    select matched, count(*)::int as n, sum(y) as y, sum(y * y) as yy, sum(x) as x, sum(x * x) as xx, sum(x * y) as xy,
      count(resolved)::int as judged, (count(*) filter (where resolved))::int as resolved
    from (
      select matched, resolved, handle_ms::float8 as y, case matched when 'matched' then average_ms else predicted_ms end as x
      from matching_contact
      where tenant = ${tenant} and queue = ${queue} and matched is not null and handle_ms is not null and handle_ms <= ${LONGEST_MS}
        and assigned_at >= ${since}
    ) as done
    group by matched`.execute(tx.tables<MatchingTables>());
  const of = (as: 'matched' | 'held-out'): Arm => rows.find(({ matched }) => matched === as) ?? EMPTY;
  return { matched: of('matched'), heldOut: of('held-out') };
}

export async function errorsOf(tx: Tx, tenant: TenantId, queue: QueueId, since: EpochMs): Promise<Errors> {
  const { rows } = await sql<Errors>`
    select count(*)::int as n, coalesce(sum(x * x), 0) as xx, coalesce(sum(x * z), 0) as xz, coalesce(sum(x * x * z * z), 0) as xxzz,
      coalesce(sum(x ^ 3 * z), 0) as xxxz, coalesce(sum(x ^ 4), 0) as xxxx
    from (
      select predicted_ms / average_ms - 1 as x, handle_ms / average_ms - 1 as z
      from matching_contact
      where tenant = ${tenant} and queue = ${queue} and average_ms > 0 and handle_ms is not null and handle_ms <= ${LONGEST_MS}
        and assigned_at >= ${since}
    ) as done`.execute(tx.tables<MatchingTables>());
  return rows[0] ?? { n: 0, xx: 0, xz: 0, xxzz: 0, xxxz: 0, xxxx: 0 };
}
