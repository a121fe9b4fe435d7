// Whose customers talked with a person soon after a contact: what tells contained contacts from others.
import type { AgentId, InteractionId } from '@tandem/contract/ids.ts';
import { DAY } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { InteractionsTables } from './tables.ts';

/** Those of the contacts whose customer has another one, begun within a day after it, that an agent had who is none of `except`. */
export async function talkedAfter(tx: Tx, contacts: readonly InteractionId[], except: readonly AgentId[]): Promise<Set<InteractionId>> {
  if (contacts.length === 0) return new Set();
  const rows = await tx
    .tables<InteractionsTables>()
    .selectFrom('interaction as own')
    .innerJoin('interaction as later', 'later.customer', 'own.customer')
    .innerJoin('interaction_agent as talked', 'talked.interaction', 'later.id')
    .select('own.id')
    .distinct()
    .where('own.id', 'in', [...contacts])
    .whereRef('later.started_at', '>', 'own.started_at')
    .where((eb) => eb('later.started_at', '<=', eb('own.started_at', '+', DAY)))
    .$if(except.length > 0, (query) => query.where('talked.agent', 'not in', [...except]))
    .execute();
  return new Set(rows.map(({ id }) => id));
}
