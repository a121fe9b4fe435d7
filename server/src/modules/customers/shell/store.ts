// Customers' rows: reading them with their addresses, finding by a part of a name or number.
import type { Customer } from '@tandem/contract/api/customers.ts';
import type { CustomerId } from '@tandem/contract/ids.ts';
import { sql, type Selectable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { wholeNumbers } from '../core/whole-numbers.ts';
import type { CustomersTables } from './tables.ts';

export async function readCustomers(tx: Tx, ids: readonly CustomerId[]): Promise<Customer[]> {
  if (ids.length === 0) return [];
  const rows = await tx.tables<CustomersTables>().selectFrom('customer').selectAll().where('id', 'in', ids).execute();
  const byId = new Map((await present(tx, rows)).map((customer) => [customer.id, customer]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Held until the end of the transaction. Throws `customer.not-found`. */
export async function lockCustomer(tx: Tx, id: CustomerId): Promise<Customer> {
  const rows = await tx.tables<CustomersTables>().selectFrom('customer').selectAll().where('id', '=', id).forUpdate().execute();
  const [customer] = await present(tx, rows);
  if (!customer) throw new AppError('customer.not-found', { id });
  return customer;
}

/** As lists name him. */
export type CustomerName = Pick<Customer, 'id' | 'name' | 'level' | 'known'>;

export function readCustomerNames(tx: Tx, ids: readonly CustomerId[]): Promise<CustomerName[]> {
  return tx.tables<CustomersTables>().selectFrom('customer').select(['id', 'name', 'level', 'known']).where('id', 'in', ids).execute();
}

type After = { at: number; id: CustomerId } | null;

/** Newest first. `only` narrows to the given customers. */
export async function searchCustomers(
  tx: Tx,
  query: { text: string; address?: string; only: readonly CustomerId[] | null; after: After; limit: number },
): Promise<Customer[]> {
  const { text, address, only, after, limit } = query;
  if (only?.length === 0) return [];
  if (address !== undefined) {
    const owners = await ownersOf(tx, [address]);
    return readCustomers(tx, (only === null ? owners : owners.filter((id) => only.includes(id))).slice(0, limit));
  }
  if (after === null) {
    const owners = await ownersOf(tx, wholeNumbers(text));
    const reached = only === null ? owners : owners.filter((id) => only.includes(id));
    // A part of a number is looked for in every row; a whole one is in the index, and is what people mean by typing it.
    if (reached.length > 0) return readCustomers(tx, reached.slice(0, limit));
  }
  let select = tx.tables<CustomersTables>().selectFrom('customer').selectAll().where('merged_into', 'is', null);
  if (only) select = select.where('id', 'in', only);
  if (after) select = select.where(sql<boolean>`(created_at, id) < (${after.at}, ${after.id})`);
  if (text !== '') {
    const like = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where((where) =>
      where.or([
        sql<boolean>`lower(name) like ${like}`,
        sql<boolean>`exists (select from customer_identity i where i.customer = customer.id and lower(i.address) like ${like})`,
      ]),
    );
  }
  return present(tx, await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute());
}

async function ownersOf(tx: Tx, addresses: readonly string[]): Promise<CustomerId[]> {
  if (addresses.length === 0) return [];
  const rows = await tx
    .tables<CustomersTables>()
    .selectFrom('customer_identity')
    .select('customer')
    .where('channel', '=', 'voice')
    .where('address', 'in', addresses)
    .execute();
  return [...new Set(rows.map((row) => row.customer))];
}

async function present(tx: Tx, rows: readonly Selectable<CustomersTables['customer']>[]): Promise<Customer[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const identities = await tx
    .tables<CustomersTables>()
    .selectFrom('customer_identity')
    .select(['customer', 'channel', 'address'])
    .where('customer', 'in', ids)
    .orderBy('id')
    .execute();
  const byCustomer = Map.groupBy(identities, (each) => each.customer);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    level: row.level,
    language: row.language,
    tags: row.tags,
    note: row.note,
    known: row.known,
    owner: row.owner,
    identities: (byCustomer.get(row.id) ?? []).map(({ channel, address }) => ({ channel, address })),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}
