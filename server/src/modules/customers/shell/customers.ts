// Customers put together: find-or-create by address, profiles, search.
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { Customer, CustomerPatch, CustomerRecord } from '@tandem/contract/api/customers.ts';
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { patchProfile, profileOf, sealedForm, unknownCaller, type Profile } from '../core/profile.ts';
import type { CustomersPorts } from '../ports.ts';
import { createEraser } from './erase.ts';
import { createLookup } from './lookup.ts';
import { createMerger } from './merge.ts';
import { lockCustomer, readCustomerNames, readCustomers, searchCustomers, type CustomerName } from './store.ts';
import type { CustomersTables } from './tables.ts';

export type CustomersOptions = { db: Db; log: EventLog; personal: PersonalData; clock: Clock; random: Random; ports: CustomersPorts };
/** `channel`: of the addresses; telephone numbers where left out. */
export type NewCustomer = { id?: CustomerId; profile: Profile; addresses: readonly Address[]; channel?: ContactChannel };
/** As many as anybody reads beside a call. */
const MOST_RECORDS = 100;

export type Customers = ReturnType<typeof createCustomers>;

export function createCustomers(options: CustomersOptions) {
  const { db, log, personal, clock, random, ports } = options;

  async function insert(tx: Tx, tenant: TenantId, wanted: NewCustomer, actor: Actor): Promise<CustomerId> {
    const now = clock.now();
    const id = wanted.id ?? makeId('cus', now, random.bytes(10));
    const tables = tx.tables<CustomersTables>();
    await tables
      .insertInto('customer')
      .values({ tenant, id, ...wanted.profile, tags: JSON.stringify(wanted.profile.tags), created_at: now, updated_at: now })
      .execute();
    for (const address of wanted.addresses) {
      await tables
        .insertInto('customer_identity')
        .values({
          tenant,
          id: makeId('cid', now, random.bytes(10)),
          customer: id,
          channel: wanted.channel ?? 'voice',
          address: addressKey(address),
        })
        .execute();
    }
    const first = wanted.addresses[0];
    const profile = await personal.seal(tx, id, sealedForm(wanted.profile, first && addressKey(first)));
    await log.append(tx, [{ stream: id, type: 'customer.created', data: { customer: id, known: wanted.profile.known, profile }, actor }]);
    return id;
  }

  /** Whose the address is: those with a name, else the caller nobody has named yet. */
  async function byAddress(tx: Tx, channel: ContactChannel, address: string): Promise<CustomerId[]> {
    const rows = await tx
      .tables<CustomersTables>()
      .selectFrom('customer_identity as i')
      .innerJoin('customer as c', 'c.id', 'i.customer')
      .select(['i.customer', 'c.known'])
      .where('i.channel', '=', channel)
      .where('i.address', '=', address)
      .orderBy('c.created_at')
      .orderBy('i.customer')
      .execute();
    const named = rows.filter((row) => row.known);
    return (named.length > 0 ? named : rows.slice(0, 1)).map((row) => row.customer);
  }

  async function one(tx: Tx, id: CustomerId): Promise<Customer> {
    const [customer] = await readCustomers(tx, [id]);
    if (!customer) throw new AppError('customer.not-found', { id });
    return customer;
  }

  return {
    ...createLookup({ db, log }),
    erase: createEraser({ db, log, personal, ports }),
    customer: (tenant: TenantId, id: CustomerId): Promise<Customer> => db.tenant(tenant, (tx) => one(tx, id), { read: true }),
    customers: (tenant: TenantId, ids: readonly CustomerId[]): Promise<Customer[]> =>
      db.tenant(tenant, (tx) => readCustomers(tx, ids), { read: true }),
    /** An erased customer is left out. */
    async customerNames(tenant: TenantId, ids: readonly CustomerId[]): Promise<Map<CustomerId, CustomerName>> {
      if (ids.length === 0) return new Map();
      const rows = await db.tenant(tenant, (tx) => readCustomerNames(tx, ids), { read: true });
      return new Map(rows.map((row) => [row.id, row]));
    },

    ...createMerger({ db, log, ports }),

    /**
     * The customer known by the address on the channel; made where nobody is, and `called` so instead of by the address. Two calls at once get the same one. Where several have it, who calls is not
     * known until somebody asks him: each such contact begins with a caller of its own, without the number, who is then merged into the right one.
     */
    async findOrCreate(
      tenant: TenantId,
      address: Address,
      actor: Actor,
      { channel = 'voice', called }: { channel?: ContactChannel; called?: string } = {},
    ): Promise<Customer> {
      const key = addressKey(address);
      const unknown = { ...unknownCaller(address), ...(called === undefined ? {} : { name: called }) };
      return db.tenant(tenant, async (tx) => {
        const owners = await byAddress(tx, channel, key);
        if (owners.length > 1) return one(tx, await insert(tx, tenant, { profile: unknown, addresses: [] }, actor));
        if (owners[0]) return one(tx, owners[0]);
        // Makers of one address queue here; whoever comes second finds the first one's row.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`customer:${tenant}:${channel}:${key}`}, 0))`.execute(
          tx.tables<CustomersTables>(),
        );
        const [raced] = await byAddress(tx, channel, key);
        return one(tx, raced ?? (await insert(tx, tenant, { profile: unknown, addresses: [address], channel }, actor)));
      });
    },

    create: (tenant: TenantId, wanted: NewCustomer, actor: Actor): Promise<Customer> =>
      db.tenant(tenant, async (tx) => one(tx, await insert(tx, tenant, wanted, actor))),

    /** Throws `customer.not-found`, and `agent.not-found` where nobody is the owner named. */
    async change(tenant: TenantId, id: CustomerId, patch: CustomerPatch, actor: Actor): Promise<Customer> {
      if (patch.owner && !(await ports.isAgent(tenant, patch.owner))) throw new AppError('agent.not-found', { id: patch.owner });
      return db.tenant(tenant, async (tx) => {
        const before = await lockCustomer(tx, id);
        const profile = patchProfile(profileOf(before), patch);
        const updatedAt = clock.now();
        await tx
          .tables<CustomersTables>()
          .updateTable('customer')
          .set({ ...profile, tags: JSON.stringify(profile.tags), updated_at: updatedAt })
          .where('id', '=', id)
          .execute();
        const sealed = await personal.seal(tx, id, sealedForm(profile));
        await log.append(tx, [{ stream: id, type: 'customer.changed', data: { customer: id, profile: sealed }, actor }]);
        return { ...before, ...profile, updatedAt };
      });
    },

    /** All his numbers; others may have them too. */
    async setNumbers(tenant: TenantId, id: CustomerId, numbers: readonly string[], actor: Actor): Promise<Customer> {
      const before = await db.tenant(tenant, (tx) => one(tx, id));
      const held = new Set(before.identities.map(({ address }) => address));
      const wanted = new Set<string>();
      for (const text of numbers) {
        // As it was read: what came in as no number at all stays as it is.
        if (held.has(text)) wanted.add(text);
        else {
          const address = await ports.parseNumber(tenant, text);
          if (address.kind === 'unknown' || address.kind === 'extension')
            throw new AppError('number.unreadable', { number: text, country: '' });
          wanted.add(addressKey(address));
        }
      }
      return db.tenant(tenant, async (tx) => {
        const tables = tx.tables<CustomersTables>();
        await tables.selectFrom('customer').select('id').where('id', '=', id).forUpdate().execute();
        const now = await one(tx, id);
        await tables
          .deleteFrom('customer_identity')
          .where('customer', '=', id)
          .where('channel', '=', 'voice')
          .where('address', 'not in', ['', ...wanted])
          .execute();
        const at = clock.now();
        for (const address of wanted)
          await tables
            .insertInto('customer_identity')
            .values({ tenant, id: makeId('cid', at, random.bytes(10)), customer: id, channel: 'voice', address })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        await tables.updateTable('customer').set({ updated_at: at }).where('id', '=', id).execute();
        const sealed = await personal.seal(tx, id, JSON.stringify({ ...profileOf(now), addresses: [...wanted] }));
        await log.append(tx, [{ stream: id, type: 'customer.changed', data: { customer: id, profile: sealed }, actor }]);
        return one(tx, id);
      });
    },

    /** What lookup tables say about him (orders). */
    records: (tenant: TenantId, id: CustomerId): Promise<CustomerRecord[]> =>
      db.tenant(
        tenant,
        async (tx) => {
          const rows = await tx
            .tables<CustomersTables>()
            .selectFrom('lookup_row')
            .select(['table_name', 'key', 'value'])
            .where('customer', '=', id)
            .orderBy('table_name')
            .orderBy('key', 'desc')
            .limit(MOST_RECORDS)
            .execute();
          return rows.map(({ table_name: table, key, value }) => ({ table, key, value }));
        },
        { read: true },
      ),

    search: (tenant: TenantId, query: Parameters<typeof searchCustomers>[1]): Promise<Customer[]> =>
      db.tenant(tenant, (tx) => searchCustomers(tx, query), { read: true }),
  };
}
