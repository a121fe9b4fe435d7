// The table of customers to be called back.
import type { CallId, CustomerId, Id, InteractionId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../../platform/db/types.ts';

export type CallbackRow = {
  tenant: TenantId;
  interaction: InteractionId;
  customer: CustomerId;
  origin: InteractionId | null;
  replaces: WorkId | null;
  queue: QueueId;
  /** Sealed JSON of an Address. */
  address: string;
  priority: number;
  skills: { skill: Id<'skl'>; level: number }[];
  work: WorkId;
  call: CallId;
  notBefore: number | null;
  attempts: number;
  state: 'new' | 'waiting' | 'reached' | 'given-up' | 'cancelled';
  requestedAt: number;
};

type Stored = Omit<CallbackRow, 'skills' | 'notBefore' | 'requestedAt'> & {
  skills: unknown;
  not_before: string | number | null;
  requested_at: string | number;
};
type Tables = { telephony_callback: Stored };

export async function insertCallback(tx: Tx, { skills, notBefore, requestedAt, ...row }: CallbackRow): Promise<boolean> {
  const inserted = await tx
    .tables<Tables>()
    .insertInto('telephony_callback')
    .values({ ...row, skills: JSON.stringify(skills), not_before: notBefore, requested_at: requestedAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('interaction')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** One of them, held until the transaction ends, so that a cancellation and a try do not both win. */
export async function lockCallback(tx: Tx, by: { interaction: InteractionId } | { replaces: WorkId }): Promise<CallbackRow | null> {
  const all = tx.tables<Tables>().selectFrom('telephony_callback').selectAll();
  const one = 'interaction' in by ? all.where('interaction', '=', by.interaction) : all.where('replaces', '=', by.replaces);
  const row = await one.forUpdate().executeTakeFirst();
  return row ? fromStored(row) : null;
}

export async function changeCallback(
  tx: Tx,
  interaction: InteractionId,
  to: Partial<Pick<CallbackRow, 'work' | 'call' | 'attempts' | 'state' | 'notBefore' | 'replaces'>>,
): Promise<void> {
  const { notBefore, ...rest } = to;
  await tx
    .tables<Tables>()
    .updateTable('telephony_callback')
    .set({ ...rest, ...(notBefore === undefined ? {} : { not_before: notBefore }) })
    .where('interaction', '=', interaction)
    .execute();
}

/** Newest first: ids grow with time. */
export async function listCallbacks(
  tx: Tx,
  { state, before, limit }: { state?: 'waiting' | 'reached' | 'given-up' | 'cancelled'; before: string | null; limit: number },
): Promise<CallbackRow[]> {
  let query = tx.tables<Tables>().selectFrom('telephony_callback').selectAll().orderBy('interaction', 'desc').limit(limit);
  if (state !== undefined) query = query.where('state', 'in', state === 'waiting' ? ['new', 'waiting'] : [state]);
  if (before !== null) query = query.where('interaction', '<', before as InteractionId);
  return (await query.execute()).map(fromStored);
}

/** Whose work is yet to be queued, of all tenants: what a crash left. */
export async function unfinishedCallbacks(tx: Tx): Promise<CallbackRow[]> {
  const rows = await tx
    .tables<Tables>()
    .selectFrom('telephony_callback')
    .selectAll()
    .where('state', '=', 'new')
    .orderBy('requested_at')
    .execute();
  return rows.map(fromStored);
}

/** jsonb comes back parsed, bigint as text. */
function fromStored({ not_before, requested_at, skills, ...row }: Stored): CallbackRow {
  return {
    ...row,
    skills: skills as CallbackRow['skills'],
    notBefore: not_before === null ? null : Number(not_before),
    requestedAt: Number(requested_at),
  };
}
