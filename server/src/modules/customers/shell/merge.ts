// An unknown caller turns out to be a customer: his numbers and contacts go over to that one, his row stays for its key. Where that was a
// mistake, all of it goes back.
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { CustomersPorts } from '../ports.ts';
import type { CustomersTables } from './tables.ts';

export type Merging = {
  /** Doing it twice is once. Throws `interaction.customer-known` where `from` has a name: a person is never made another one. */
  merge(tenant: TenantId, from: CustomerId, into: CustomerId, actor: Actor): Promise<void>;
  /** He is another customer than was said. Throws `interaction.not-joined`, `customer.not-found`. */
  rejoin(tenant: TenantId, caller: CustomerId, into: CustomerId, actor: Actor): Promise<void>;
  /** He is nobody known, after all. Throws `interaction.not-joined`. */
  part(tenant: TenantId, caller: CustomerId, actor: Actor): Promise<void>;
  /** The caller whose number this was before he was joined to the customer; null where it is the customer's own. */
  joinedFrom(tenant: TenantId, customer: CustomerId, address: string, channel?: ContactChannel): Promise<CustomerId | null>;
};

export function createMerger({ db, log, ports }: { db: Db; log: EventLog; ports: CustomersPorts }): Merging {
  async function merge(tx: Tx, from: CustomerId, into: CustomerId, actor: Actor): Promise<void> {
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
      update customer_identity i set customer = ${into}, joined_from = coalesce(joined_from, ${from}) where customer = ${from} and not exists (
        select from customer_identity o where o.customer = ${into} and o.channel = i.channel and o.address = i.address)`.execute(tables);
    await tables.deleteFrom('customer_identity').where('customer', '=', from).execute();
    await tables.updateTable('customer').set({ merged_into: into }).where('merged_into', '=', from).execute();
    await tables.updateTable('customer').set({ merged_into: into }).where('id', '=', from).execute();
    await sql`update lookup_row set customer = ${into}, joined_from = coalesce(joined_from, ${from}) where customer = ${from}`.execute(
      tables,
    );
    await ports.moveInteractions(tx, from, into, actor);
    const data = { customer: from, into };
    // In both streams: whoever watches either reads anew.
    await log.append(tx, [
      { stream: from, type: 'customer.merged', data, actor },
      { stream: into, type: 'customer.merged', data, actor },
    ]);
  }

  /** Whose he was until now. */
  async function part(tx: Tx, caller: CustomerId, actor: Actor): Promise<void> {
    const tables = tx.tables<CustomersTables>();
    const read = () => tables.selectFrom('customer').select('merged_into').where('id', '=', caller).executeTakeFirst();
    const before = (await read())?.merged_into ?? null;
    if (before === null) throw new AppError('interaction.not-joined', { id: caller });
    // The same order as in a merge; what was read before the locks may have changed.
    await tables.selectFrom('customer').select('id').where('id', 'in', [caller, before]).orderBy('id').forUpdate().execute();
    if ((await read())?.merged_into !== before) throw new AppError('interaction.not-joined', { id: caller });
    const again = { customer: caller, joined_from: null };
    await tables.updateTable('customer').set({ merged_into: null }).where('id', '=', caller).execute();
    await tables.updateTable('customer_identity').set(again).where('joined_from', '=', caller).execute();
    await tables.updateTable('lookup_row').set(again).where('joined_from', '=', caller).execute();
    await ports.returnInteractions(tx, before, caller, actor);
    const data = { customer: caller, from: before };
    await log.append(tx, [
      { stream: caller, type: 'customer.parted', data, actor },
      { stream: before, type: 'customer.parted', data, actor },
    ]);
  }

  return {
    merge: (tenant, from, into, actor) => db.tenant(tenant, (tx) => merge(tx, from, into, actor)),
    part: (tenant, caller, actor) => db.tenant(tenant, (tx) => part(tx, caller, actor)),
    rejoin: (tenant, caller, into, actor) =>
      db.tenant(tenant, async (tx) => {
        const row = await tx
          .tables<CustomersTables>()
          .selectFrom('customer')
          .select('merged_into')
          .where('id', '=', caller)
          .executeTakeFirst();
        if (row?.merged_into === into) return;
        await part(tx, caller, actor);
        if (caller !== into) await merge(tx, caller, into, actor);
      }),
    async joinedFrom(tenant, customer, address, channel = 'voice') {
      const row = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<CustomersTables>()
            .selectFrom('customer_identity')
            .select('joined_from')
            .where('customer', '=', customer)
            .where('channel', '=', channel)
            .where('address', '=', address)
            .executeTakeFirst(),
        { read: true },
      );
      return row?.joined_from ?? null;
    },
  };
}
