// The table of customers to be called back.
import type { AgentId, CallId, CustomerId, Id, InteractionId, QueueId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
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
  /** Its work is kept out of the line, as the customer is rung first; and since when he counts as waiting then, epoch ms. */
  held: boolean;
  placeAt: number | null;
  /** Given up then, epoch ms; null: not by its age. */
  expiresAt: number | null;
};

type Renamed = 'skills' | 'notBefore' | 'requestedAt' | 'askedBy' | 'takenBy' | 'queuedAt' | 'placeAt' | 'expiresAt';
type Stored = Omit<CallbackRow, Renamed> & {
  place_at: string | number | null;
  expires_at: string | number | null;
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
  { skills, notBefore, requestedAt, askedBy, takenBy, queuedAt, placeAt, expiresAt, ...row }: CallbackRow,
): Promise<boolean> {
  const who = { asked_by: askedBy, taken_by: takenBy, queued_at: queuedAt, place_at: placeAt, expires_at: expiresAt };
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
  to: Partial<
    Pick<CallbackRow, 'work' | 'call' | 'attempts' | 'state' | 'notBefore' | 'replaces' | 'takenBy' | 'queuedAt' | 'held' | 'placeAt'>
  >,
  at: number,
): Promise<void> {
  const { notBefore, takenBy, queuedAt, placeAt, ...rest } = to;
  await tx
    .tables<Tables>()
    .updateTable('telephony_callback')
    .set({
      ...rest,
      ...(notBefore === undefined ? {} : { not_before: notBefore }),
      ...(takenBy === undefined ? {} : { taken_by: takenBy }),
      ...(queuedAt === undefined ? {} : { queued_at: queuedAt }),
      ...(placeAt === undefined ? {} : { place_at: placeAt }),
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

/** Until the transaction ends nobody else asks the queue for one. */
export async function oneAtATime(tx: Tx, queue: QueueId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`call-backs of ${queue}`}, 0))`.execute(tx.tables<Tables>());
}

export async function openOf(tx: Tx, customer: CustomerId, queue: QueueId): Promise<CallbackRow[]> {
  const open = tx.tables<Tables>().selectFrom('telephony_callback').selectAll().where('state', 'in', OPEN);
  return (await open.where('customer', '=', customer).where('queue', '=', queue).execute()).map(fromStored);
}

export async function countOpen(tx: Tx, queue: QueueId): Promise<number> {
  const open = tx.tables<Tables>().selectFrom('telephony_callback').where('state', 'in', OPEN).where('queue', '=', queue);
  const { count } = await open.select((row) => row.fn.countAll<string>().as('count')).executeTakeFirstOrThrow();
  return Number(count);
}

/** Of all tenants: whose customers are to be rung first and could be, and those that grew too old, at `at` (epoch ms). */
export async function dueCallbacks(tx: Tx, at: number): Promise<{ held: CallbackRow[]; expired: CallbackRow[] }> {
  const waiting = tx.tables<Tables>().selectFrom('telephony_callback').selectAll().where('state', '=', 'waiting');
  const held = await waiting
    .where('held', '=', true)
    .where((row) => row.or([row('not_before', 'is', null), row('not_before', '<=', at)]))
    .orderBy('place_at')
    .orderBy('interaction')
    .limit(500)
    .execute();
  const expired = await waiting.where('expires_at', '<=', at).limit(100).execute();
  return { held: held.map(fromStored), expired: expired.map(fromStored) };
}

/** Of all tenants, given up since `since` (epoch ms), with the time of each. */
export async function givenUpSince(tx: Tx, since: number): Promise<{ row: CallbackRow; at: number }[]> {
  const over = tx.tables<Tables>().selectFrom('telephony_callback').selectAll().where('state', '=', 'given-up');
  const rows = await over.where('changed_at', '>', String(since)).orderBy('changed_at').limit(1_000).execute();
  return rows.map((row) => ({ row: fromStored(row), at: Number(row.changed_at) }));
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
function fromStored(stored: Stored): CallbackRow {
  const { not_before, requested_at, asked_by, taken_by, queued_at, place_at, expires_at, changed_at: _, skills, ...row } = stored;
  return {
    ...row,
    placeAt: place_at === null ? null : Number(place_at),
    expiresAt: expires_at === null ? null : Number(expires_at),
    askedBy: asked_by,
    takenBy: taken_by,
    queuedAt: queued_at === null ? null : Number(queued_at),
    skills: skills as CallbackRow['skills'],
    notBefore: not_before === null ? null : Number(not_before),
    requestedAt: Number(requested_at),
  };
}
