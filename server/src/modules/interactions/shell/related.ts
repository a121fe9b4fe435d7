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

/** One statement: each of the four is a row or two, and most contacts have none. */
export async function relatedTo(tx: Tx, row: Row, options: { reach: Reach; mattersShown: boolean }): Promise<Related> {
  const { id, conversation } = row;
  const inReach = options.reach === 'all' ? sql`true` : within(options.reach);
  const linked = sql`exists (select from matter_interaction l where l.matter = matter.id and l.interaction = ${id})`;
  // Linked ones first, then open ones of the same customer.
  const matters = sql`(
    select json_agg(m) from (
      select id, title, kind, state, reference, ${linked} as linked from matter
      where customer = ${row.doc.customer} and (state = 'open' or ${linked})
      order by linked desc, opened_at desc limit ${sql.lit(MOST_SUGGESTED)}) m)`;
  const { rows } = await sql<Found>`
    select
      (select json_build_object('id', c.id, 'startedAt', c.started_at, 'contacts',
        (select count(*) from interaction where interaction.conversation = c.id and ${inReach})) from conversation c where c.id = ${conversation}) as conversation,
      ${options.mattersShown ? matters : sql`null::json`} as matters,
      (select json_agg(v order by v.left_at, v.id) from voicemail v where v.interaction = ${id}) as voicemails,
      (select json_agg(b.id order by b.id) from interaction b where b.origin = ${id}) as callbacks`.execute(
    tx.tables<InteractionsTables>(),
  );
  const found = rows[0]!;
  return {
    conversation: found.conversation,
    matters: found.matters ?? [],
    voicemails: found.voicemails ?? [],
    callbacks: found.callbacks ?? [],
  };
}

type Found = { conversation: Related['conversation'] } & { [K in Exclude<keyof Related, 'conversation'>]: Related[K] | null };
