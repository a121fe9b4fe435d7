// What stands around one contact and in rows of its own: its thread, matters, messages, and call-backs asked for in it.
import type { InteractionDetail } from '@tandem/contract/api/interactions.ts';
import type { InteractionId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import type { Reach } from '../core/reach.ts';
import { within, type Row } from './store.ts';
import type { InteractionsTables, VoicemailRow } from './tables.ts';

export type Related = {
  conversation: InteractionDetail['conversation'];
  matters: InteractionDetail['matters'];
  voicemails: VoicemailRow[];
  callbacks: InteractionId[];
};

/** Open matters of the customer that are suggested, at most. */
const MOST_SUGGESTED = 20;

export async function relatedTo(tx: Tx, row: Row, options: { reach: Reach; mattersShown: boolean }): Promise<Related> {
  const tables = tx.tables<InteractionsTables>();
  const { id, conversation } = row;
  return {
    conversation: conversation === null ? null : await threadOf(tx, conversation, options.reach),
    matters: options.mattersShown ? await mattersOf(tx, row) : [],
    voicemails: await tables.selectFrom('voicemail').selectAll().where('interaction', '=', id).orderBy('left_at').orderBy('id').execute(),
    callbacks: (await tables.selectFrom('interaction').select('id').where('origin', '=', id).orderBy('id').execute()).map(
      (each) => each.id,
    ),
  };
}

async function threadOf(tx: Tx, id: NonNullable<Row['conversation']>, reach: Reach): Promise<Related['conversation']> {
  const tables = tx.tables<InteractionsTables>();
  const found = await tables.selectFrom('conversation').select('started_at').where('id', '=', id).executeTakeFirst();
  if (!found) return null;
  let count = tables
    .selectFrom('interaction')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('conversation', '=', id);
  if (reach !== 'all') count = count.where(within(reach));
  return { id, startedAt: found.started_at, contacts: (await count.executeTakeFirstOrThrow()).n };
}

/** Linked ones first, then open ones of the same customer. */
async function mattersOf(tx: Tx, { id, doc }: Row): Promise<Related['matters']> {
  const linked = sql<boolean>`exists (select from matter_interaction l where l.matter = matter.id and l.interaction = ${id})`;
  const rows = await tx
    .tables<InteractionsTables>()
    .selectFrom('matter')
    .select(['id', 'title', 'kind', 'state', 'reference', linked.as('linked')])
    .where('customer', '=', doc.customer)
    .where((where) => where.or([where('state', '=', 'open'), linked]))
    .orderBy(sql`linked desc`)
    .orderBy('opened_at', 'desc')
    .limit(MOST_SUGGESTED)
    .execute();
  return rows;
}
