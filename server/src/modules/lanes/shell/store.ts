// Rows of lanes, in a transaction: read, locked, put into another state; and who else is told.
import type { Actor, TandemEvent } from '@tandem/contract/events.ts';
import type { LaneId, TenantId, UserId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { LaneRow, LanesTables, StateDoc } from './tables.ts';

/** Every process that keeps a copy of the open lanes reads it again. */
export const CHANNEL = 'tandem_lanes';

export async function tellOthers(tx: Tx): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, '')`.execute(tx.tables<unknown>());
}

export function rowsOf(db: Db, tenant: TenantId): Promise<LaneRow[]> {
  return db.tenant(
    tenant,
    (tx) => tx.tables<LanesTables>().selectFrom('lane').select(['id', 'doc', 'state']).where('tenant', '=', tenant).execute(),
    { read: true },
  );
}

/** Of all tenants: those that are open, and those that may open by themselves. */
export function rowsOfAll(db: Db): Promise<(LaneRow & { tenant: TenantId })[]> {
  return db.system((tx) => tx.tables<LanesTables>().selectFrom('lane').select(['tenant', 'id', 'doc', 'state']).execute(), { read: true });
}

export async function locked(tx: Tx, tenant: TenantId, id: LaneId): Promise<LaneRow> {
  const row = await tx
    .tables<LanesTables>()
    .selectFrom('lane')
    .select(['id', 'doc', 'state'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('lane.not-found', { id });
  return row;
}

type LaneEvent = Extract<TandemEvent, { type: 'lane.proposed' | 'lane.opened' | 'lane.closed' }>;

/** The state with its event. */
export async function put(
  tx: Tx,
  log: EventLog,
  { tenant, id, state, event, actor }: { tenant: TenantId; id: LaneId; state: StateDoc; event: LaneEvent; actor: Actor },
): Promise<void> {
  await tx
    .tables<LanesTables>()
    .updateTable('lane')
    .set({ state: JSON.stringify(state) })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
  await log.append(tx, [{ stream: id, ...event, actor }]);
  await tellOthers(tx);
}

/** The person behind it; null for a machine without one. */
export function personOf(actor: Actor): UserId | null {
  return actor.kind === 'user' ? (actor.id as UserId) : actor.kind === 'api-key' ? (actor.user as UserId) : null;
}
