// Gives all contacts of one customer to another, with their threads, matters and messages: he turned out to be him.
import type { Actor } from '@tandem/contract/events.ts';
import type { CustomerId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { InteractionsTables } from './tables.ts';

/** How many contacts went over. Personal data of theirs stays under the old key, which is destroyed with the new customer's. */
export async function moveCustomer(
  { log }: { log: EventLog },
  tx: Tx,
  { from, into, actor }: { from: CustomerId; into: CustomerId; actor: Actor },
): Promise<number> {
  const tables = tx.tables<InteractionsTables>();
  const rows = await tables.selectFrom('interaction').select('id').where('customer', '=', from).orderBy('id').forUpdate().execute();
  await log.append(
    tx,
    rows.map(({ id }) => ({
      stream: id,
      type: 'interaction.customer-changed',
      data: { interaction: id, from, customer: into },
      actor,
    })),
  );
  // Where they came from first is what they can go back to.
  const joined = { customer: into, joined_from: sql<CustomerId>`coalesce(joined_from, ${from})` };
  await tables.updateTable('interaction').set(joined).where('customer', '=', from).execute();
  await tables.updateTable('conversation').set({ customer: into }).where('customer', '=', from).execute();
  await tables.updateTable('matter').set(joined).where('customer', '=', from).execute();
  await tables.updateTable('voicemail').set({ customer: into }).where('customer', '=', from).execute();
  return rows.length;
}
