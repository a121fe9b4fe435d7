// The table of customers to be called back.
import type { AgentId, CallId, CustomerId, Id, InteractionId, QueueId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import type { CallbackReach } from '../../core/callback.ts';
import type { Tx } from '../../../../platform/db/types.ts';

export type CallbackRow = {
  tenant: TenantId;
  interaction: InteractionId;
  customer: CustomerId;
  origin: InteractionId | null;
  replaces: WorkId | null;
  queue: QueueId;
  /** Sealed JSON of an Address; empty where the customer was erased. */
  address: string;
  priority: number;
  skills: { skill: Id<'skl'>; level: number }[];
  work: WorkId;
  call: CallId;
  notBefore: number | null;
  attempts: number;
  /** `taken`: its work has left the line, as an agent calls by himself. */
  state: 'new' | 'waiting' | 'taken' | 'reached' | 'given-up' | 'cancelled';
  requestedAt: number;
  /** The user who asked for it; null where the customer did. */
  askedBy: UserId | null;
  /** The agent who took it last, and since when it stood in the line then, epoch ms. */
  takenBy: AgentId | null;
  queuedAt: number | null;
};

type Stored = Omit<CallbackRow, 'skills' | 'notBefore' | 'requestedAt' | 'askedBy' | 'takenBy' | 'queuedAt'> & {
  skills: unknown;
  not_before: string | number | null;
  requested_at: string | number;
  asked_by: UserId | null;
  taken_by: AgentId | null;
  queued_at: string | number | null;
  changed_at: string | number;
};
type Tables = { telephony_callback: Stored };

export async function insertCallback(
  tx: Tx,
  { skills, notBefore, requestedAt, askedBy, takenBy, queuedAt, ...row }: CallbackRow,
): Promise<boolean> {
  const who = { asked_by: askedBy, taken_by: takenBy, queued_at: queuedAt };
  const inserted = await tx
    .tables<Tables>()
    .insertInto('telephony_callback')
    .values({ ...row, ...who, skills: JSON.stringify(skills), not_before: notBefore, requested_at: requestedAt, changed_at: requestedAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('interaction')
    .executeTakeFirst();
  return inserted !== undefined;
}

const OPEN: CallbackRow['state'][] = ['new', 'waiting', 'taken'];
const OVER: CallbackRow['state'][] = ['reached', 'given-up', 'cancelled'];

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
  to: Partial<Pick<CallbackRow, 'work' | 'call' | 'attempts' | 'state' | 'notBefore' | 'replaces' | 'takenBy' | 'queuedAt'>>,
  at: number,
): Promise<void> {
  const { notBefore, takenBy, queuedAt, ...rest } = to;
  await tx
    .tables<Tables>()
    .updateTable('telephony_callback')
    .set({
      ...rest,
      ...(notBefore === undefined ? {} : { not_before: notBefore }),
      ...(takenBy === undefined ? {} : { taken_by: takenBy }),
      ...(queuedAt === undefined ? {} : { queued_at: queuedAt }),
      changed_at: at,
    })
    .where('interaction', '=', interaction)
    .execute();
}

/** `waiting`: all that are not over. */
export type CallbackList = {
  state?: 'waiting' | 'taken' | 'reached' | 'given-up' | 'cancelled';
  before: InteractionId | null;
  limit: number;
  reach: CallbackReach;
};

/** Newest first: ids grow with time. */
export async function listCallbacks(tx: Tx, { state, before, limit, reach }: CallbackList): Promise<CallbackRow[]> {
  let query = tx.tables<Tables>().selectFrom('telephony_callback').selectAll().orderBy('interaction', 'desc').limit(limit);
  if (state !== undefined) query = query.where('state', 'in', state === 'waiting' ? OPEN : [state]);
  if (before !== null) query = query.where('interaction', '<', before);
  if (reach !== 'all')
    query = query.where((row) =>
      row.or([row('asked_by', '=', reach.user), ...(reach.queues.length > 0 ? [row('queue', 'in', [...reach.queues])] : [])]),
    );
  return (await query.execute()).map(fromStored);
}

/** Whose work is yet to be queued, or whose agent was calling, of all tenants: what a crash may have left. */
export async function unfinishedCallbacks(tx: Tx): Promise<CallbackRow[]> {
  const rows = await tx
    .tables<Tables>()
    .selectFrom('telephony_callback')
    .selectAll()
    .where('state', 'in', ['new', 'taken'])
    .orderBy('requested_at')
    .execute();
  return rows.map(fromStored);
}

/** The customer is erased: those that are over go, the others lose whom to call. */
export async function eraseCallbacksOf(tx: Tx, customer: CustomerId): Promise<void> {
  await deleteOver(tx, { customer });
  await tx.tables<Tables>().updateTable('telephony_callback').set({ address: '' }).where('customer', '=', customer).execute();
}

/** That are not over and whose customer was erased. */
export async function erasedCallbacks(tx: Tx): Promise<InteractionId[]> {
  const open = tx.tables<Tables>().selectFrom('telephony_callback').select('interaction').where('state', 'in', OPEN);
  return (await open.where('tenant', '=', tx.tenant!).where('address', '=', '').execute()).map((row) => row.interaction);
}

/** He turned out to be another; the address stays under the key it was sealed with. */
export async function moveCallbacks(tx: Tx, from: CustomerId, into: CustomerId): Promise<void> {
  await tx.tables<Tables>().updateTable('telephony_callback').set({ customer: into }).where('customer', '=', from).execute();
}

/** It was a mistake: those of these contacts are his again. */
export async function returnCallbacks(tx: Tx, to: CustomerId, contacts: readonly InteractionId[]): Promise<void> {
  if (contacts.length === 0) return;
  await tx
    .tables<Tables>()
    .updateTable('telephony_callback')
    .set({ customer: to })
    .where('interaction', 'in', [...contacts])
    .execute();
}

/** Those of one customer, or those last changed before `before` (epoch ms), that are over. Returns how many went; at most `limit`. */
export async function deleteOver(tx: Tx, by: { customer: CustomerId } | { before: number; limit: number }): Promise<number> {
  const tables = tx.tables<Tables>();
  const over = tables.selectFrom('telephony_callback').select('interaction').where('tenant', '=', tx.tenant!).where('state', 'in', OVER);
  const due = 'customer' in by ? over.where('customer', '=', by.customer) : over.where('changed_at', '<', by.before).limit(by.limit);
  const { numDeletedRows } = await tables
    .deleteFrom('telephony_callback')
    .where('tenant', '=', tx.tenant!)
    .where('interaction', 'in', due)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** jsonb comes back parsed, bigint as text. */
function fromStored({ not_before, requested_at, asked_by, taken_by, queued_at, changed_at: _, skills, ...row }: Stored): CallbackRow {
  return {
    ...row,
    askedBy: asked_by,
    takenBy: taken_by,
    queuedAt: queued_at === null ? null : Number(queued_at),
    skills: skills as CallbackRow['skills'],
    notBefore: not_before === null ? null : Number(not_before),
    requestedAt: Number(requested_at),
  };
}
