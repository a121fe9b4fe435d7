// An unknown caller turns out to be a customer: his numbers and contacts go over to that one, his row stays for its key.
import type { Actor } from '@tandem/contract/events.ts';
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { CustomersPorts } from '../ports.ts';
import type { CustomersTables } from './tables.ts';

export function createMerger({ db, log, ports }: { db: Db; log: EventLog; ports: CustomersPorts }) {
  /** Doing it twice is once. Throws `interaction.customer-known` where `from` has a name: a person is never made another one. */
  return (tenant: TenantId, from: CustomerId, into: CustomerId, actor: Actor): Promise<void> =>
    db.tenant(tenant, async (tx) => {
      const tables = tx.tables<CustomersTables>();
      // In one order, so that two merges cannot wait for each other.
      const rows = await tables
        .selectFrom('customer')
        .select(['id', 'known', 'merged_into'])
        .where('id', 'in', [from, into])
        .orderBy('id')
        .forUpdate()
        .execute();
      const target = rows.find((row) => row.id === into);
      const caller = rows.find((row) => row.id === from);
      if (!target || target.merged_into !== null) throw new AppError('customer.not-found', { id: into });
      if (!caller) throw new AppError('customer.not-found', { id: from });
      if (from === into || caller.merged_into === into) return;
      if (caller.known || caller.merged_into !== null) throw new AppError('interaction.customer-known', { id: from });
      await sql`
        update customer_identity i set customer = ${into} where customer = ${from} and not exists (
          select from customer_identity o where o.customer = ${into} and o.channel = i.channel and o.address = i.address)`.execute(tables);
      await tables.deleteFrom('customer_identity').where('customer', '=', from).execute();
      await tables.updateTable('customer').set({ merged_into: into }).where('merged_into', '=', from).execute();
      await tables.updateTable('customer').set({ merged_into: into }).where('id', '=', from).execute();
      await tables.updateTable('lookup_row').set({ customer: into }).where('customer', '=', from).execute();
      await ports.moveInteractions(tx, from, into, actor);
      const data = { customer: from, into };
      // In both streams: whoever watches either reads anew.
      await log.append(tx, [
        { stream: from, type: 'customer.merged', data, actor },
        { stream: into, type: 'customer.merged', data, actor },
      ]);
    });
}
