// Takes back that a caller was a certain customer: his contacts, threads, matters and messages are his again, and nothing of the customer's goes along.
import type { Actor } from '@tandem/contract/events.ts';
import type { ConversationId, CustomerId, InteractionId, MatterId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { conversationOf } from '../core/thread.ts';
import type { InteractionsTables } from './tables.ts';

type Contact = { id: InteractionId; conversation: ConversationId | null };

/** The contacts that went back. Their personal data is under the caller's key already, so erasing either of the two afterwards is whole. */
export async function returnCustomer(
  { log }: { log: EventLog },
  tx: Tx,
  { from, to, actor }: { from: CustomerId; to: CustomerId; actor: Actor },
): Promise<InteractionId[]> {
  const tables = tx.tables<InteractionsTables>();
  const contacts: Contact[] = await tables
    .selectFrom('interaction')
    .select(['id', 'conversation'])
    .where('joined_from', '=', to)
    .orderBy('id')
    .forUpdate()
    .execute();
  const ids = contacts.map(({ id }) => id);
  const again = { customer: to, joined_from: null };
  await tables.updateTable('interaction').set(again).where('joined_from', '=', to).execute();
  await tables.updateTable('matter').set(again).where('joined_from', '=', to).execute();
  if (ids.length === 0) return [];
  await log.append(
    tx,
    ids.map((id) => ({
      stream: id,
      type: 'interaction.customer-changed',
      data: { interaction: id, from, customer: to },
      actor,
    })),
  );
  await tables.updateTable('voicemail').set({ customer: to }).where('interaction', 'in', ids).execute();
  await unlink(log, tx, { from, to, ids, actor });
  for (const conversation of new Set(contacts.flatMap((each) => each.conversation ?? []))) await partThread(tx, conversation, { from, to });
  return ids;
}

/** A matter of one holds no contacts of the other. */
async function unlink(
  log: EventLog,
  tx: Tx,
  { from, to, ids, actor }: { from: CustomerId; to: CustomerId; ids: readonly InteractionId[]; actor: Actor },
): Promise<void> {
  const { rows } = await sql<{ matter: MatterId; interaction: InteractionId }>`
    delete from matter_interaction l using matter m, interaction i
    where m.id = l.matter and i.id = l.interaction and m.customer <> i.customer
      and (l.interaction = any(${[...ids]}::text[]) and m.customer = ${from} or m.customer = ${to})
    returning l.matter, l.interaction`.execute(tx.tables<InteractionsTables>());
  await log.append(
    tx,
    rows.map(({ matter, interaction }) => ({
      stream: interaction,
      type: 'matter.linked',
      data: { interaction, matter, linked: false },
      actor,
    })),
  );
}

/** Who went on with the other's thread gets one of his own, named after his first contact of it as every thread is. */
async function partThread(tx: Tx, id: ConversationId, { from, to }: { from: CustomerId; to: CustomerId }): Promise<void> {
  const tables = tx.tables<InteractionsTables>();
  const rows = await tables
    .selectFrom('interaction')
    .select(['id', 'tenant', 'customer', 'started_at'])
    .where('conversation', '=', id)
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  const first = rows[0];
  if (!first) return;
  const { channel } = await tables
    .updateTable('conversation')
    .set({ customer: first.customer })
    .where('id', '=', id)
    .returning('channel')
    .executeTakeFirstOrThrow();
  const other = first.customer === to ? from : to;
  const theirs = rows.filter(({ customer }) => customer === other);
  const [begun] = theirs;
  if (!begun) return;
  const thread = conversationOf(begun.id);
  const { tenant, started_at } = begun;
  await tables
    .insertInto('conversation')
    .values({ tenant, id: thread, customer: other, channel, started_at, last_at: theirs.at(-1)!.started_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ customer: other }))
    .execute();
  await tables
    .updateTable('interaction')
    .set({ conversation: thread })
    .where(
      'id',
      'in',
      theirs.map((each) => each.id),
    )
    .execute();
}
