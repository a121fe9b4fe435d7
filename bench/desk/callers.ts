// Customers whom the centre knows: a past of contacts, a level, and orders, each a stranger to the agent's browser when he calls.
import type pg from 'pg';
import { writeHistory } from '../kit/history.ts';

export type Known = { number: string; name: string; level: string; order: string };

const CUSTOMERS = 2_000;
const DAYS = 20;
const ORDERS_EACH = 3;

/** Writes a history of so many contacts, and gives `count` of its customers orders. There must have been closed contacts before: they are its pattern. */
export async function knownCallers(database: pg.Client, contacts: number, count: number): Promise<Known[]> {
  await writeHistory(database, { interactions: contacts, customers: CUSTOMERS, days: DAYS });
  const { rows } = await database.query<{ tenant: string; id: string; name: string; level: string; address: string }>(
    `select c.tenant, c.id, c.name, c.level, i.address from customer c join customer_identity i on i.customer = c.id
     where c.known and c.level is not null and c.name like 'Customer %' order by c.id limit $1`,
    [count],
  );
  if (rows.length < count) throw new Error(`${rows.length} known customers with a level, ${count} are needed`);
  for (const [n, { tenant, id, name }] of rows.entries())
    for (let each = 0; each < ORDERS_EACH; each++) {
      const key = orderKey(n, each);
      await database.query('insert into lookup_row (tenant, table_name, key, value, customer) values ($1, $2, $3, $4, $5)', [
        tenant,
        'orders',
        key,
        JSON.stringify({ order: key, status: 'shipped', product: 'Kettle', customer: name }),
        id,
      ]);
    }
  return rows.map(({ name, level, address }, n) => ({ number: address, name, level, order: orderKey(n, 0) }));
}

const orderKey = (n: number, each: number): string => String(700_001 + n * ORDERS_EACH + each);
