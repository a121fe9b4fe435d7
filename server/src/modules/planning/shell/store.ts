// Runs as rows: made, moved on, read. Whoever ends a run first has ended it.
import type { WhatIfFigure, WhatIfRequest, WhatIfState } from '@tandem/contract/api/what-if.ts';
import type { Id, TenantId, UserId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { Step } from '../core/what-if.ts';
import type { KeptProblem, PlanningTables, RunRow } from './tables.ts';

type RunId = Id<'wif'>;
/** A row without what only its own page shows. */
export type HeadRow = Omit<RunRow, 'asked' | 'problem' | 'result'> & { figures: WhatIfFigure[] | null };

const KEPT = 200;
const HEAD = ['id', 'made_at', 'made_by', 'day', 'state', 'step', 'progress', 'ended_at'] as const;
const OPEN: readonly WhatIfState[] = ['queued', 'running'];

const runs = (tx: Tx) => tx.tables<PlanningTables>();

/** Throws `what-if.running` where one is open. */
export async function makeRun(db: Db, tenant: TenantId, run: { id: RunId; at: EpochMs; by: UserId; asked: WhatIfRequest }): Promise<void> {
  await db.tenant(tenant, async (tx) => {
    const made = await runs(tx)
      .insertInto('planning_what_if')
      .values({
        tenant,
        id: run.id,
        made_at: run.at,
        made_by: run.by,
        day: run.asked.day,
        asked: JSON.stringify(run.asked),
        state: 'queued',
      } as never)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n) {
      const open = await runs(tx)
        .selectFrom('planning_what_if')
        .select('id')
        .where('tenant', '=', tenant)
        .where('state', 'in', OPEN)
        .executeTakeFirst();
      throw new AppError('what-if.running', { id: open?.id ?? '' });
    }
    await sql`delete from planning_what_if where tenant = ${tenant} and id in (
      select id from planning_what_if where tenant = ${tenant} order by made_at desc offset ${KEPT})`.execute(runs(tx));
  });
}

/** False where it was ended meanwhile. */
export async function moveOn(
  db: Db,
  tenant: TenantId,
  id: RunId,
  to: { state: 'queued' | 'running'; step: Step | null; progress: number },
): Promise<boolean> {
  return db.tenant(tenant, async (tx) => {
    const { numUpdatedRows } = await runs(tx)
      .updateTable('planning_what_if')
      .set(to)
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('state', 'in', OPEN)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

type End = { state: 'done'; result: RunRow['result'] } | { state: 'failed'; problem: KeptProblem } | { state: 'cancelled' };

/** False where somebody else ended it. */
export async function endRun(db: Db, tenant: TenantId, id: RunId, at: EpochMs, end: End): Promise<boolean> {
  const outcome =
    'result' in end ? { result: JSON.stringify(end.result) } : 'problem' in end ? { problem: JSON.stringify(end.problem) } : {};
  return db.tenant(tenant, async (tx) => {
    const { numUpdatedRows } = await runs(tx)
      .updateTable('planning_what_if')
      .set({ state: end.state, step: null, ended_at: at, ...outcome })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('state', 'in', OPEN)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

/** Throws `what-if.not-found`. */
export async function oneRun(db: Db, tenant: TenantId, id: RunId): Promise<RunRow> {
  const row = await db.tenant(
    tenant,
    (tx) =>
      runs(tx)
        .selectFrom('planning_what_if')
        .select([...HEAD, 'asked', 'problem', 'result'])
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst(),
    { read: true },
  );
  if (!row) throw new AppError('what-if.not-found', { id });
  return row;
}

/** Newest first, from after that one on. */
export function headsOf(db: Db, tenant: TenantId, page: { limit: number; after: { at: EpochMs; id: string } | null }): Promise<HeadRow[]> {
  const { limit, after } = page;
  return db.tenant(
    tenant,
    (tx) => {
      let select = runs(tx)
        .selectFrom('planning_what_if')
        .select([...HEAD, sql<WhatIfFigure[] | null>`result -> 'groups' -> 0 -> 'figures'`.as('figures')])
        .where('tenant', '=', tenant);
      if (after) select = select.where(sql<boolean>`(made_at, id) < (${after.at}::bigint, ${after.id}::text)`);
      return select.orderBy('made_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    },
    { read: true },
  );
}

/** Of all tenants: what a process that ended left behind. */
export function openRuns(db: Db): Promise<{ tenant: TenantId; id: RunId }[]> {
  return db.system((tx) => runs(tx).selectFrom('planning_what_if').select(['tenant', 'id']).where('state', 'in', OPEN).execute(), {
    read: true,
  });
}
