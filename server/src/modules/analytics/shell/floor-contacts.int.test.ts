// The contacts that are kept from one look to the next are those that the table has, whatever was written meanwhile and by whom.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import { MINUTE, SECOND } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Contact } from '../core/contact.ts';
import { answeredContact, contactScript, interaction } from '../core/testkit.ts';
import { createFloorContacts } from './floor-contacts.ts';
import { liveContacts } from './read.ts';
import { openTestkit, type Testkit } from './testkit.ts';

const NOON = Date.parse('2026-11-03T17:00:00Z');
const HALF_HOUR = 30 * MINUTE;

let kit: Testkit;
let tenant: TenantId;
let floor: ReturnType<typeof createFloorContacts>;
let reads = 0;
beforeAll(async () => void (kit = await openTestkit(NOON)));
afterAll(() => kit.close());
beforeEach(() => {
  tenant = kit.id('tnt');
  floor = createFloorContacts();
  reads = 0;
});

const byId = (contacts: readonly Contact[]): Contact[] => contacts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const look = (since = NOON - HALF_HOUR): Promise<Contact[]> =>
  kit.database.db.tenant(tenant, async (tx) => floor.read(counting(tx), tenant, since), { read: true });
const table = (since = NOON - HALF_HOUR): Promise<Contact[]> =>
  kit.database.db.tenant(tenant, (tx) => liveContacts(tx, tenant, since), { read: true });
async function same(since?: number): Promise<void> {
  expect(byId(await look(since))).toEqual(byId(await table(since)));
}
/** Counts how often the whole table is read: it is asked for through the query builder alone. */
function counting(tx: Tx): Tx {
  return {
    ...tx,
    tables: <T>() => {
      const tables = tx.tables<T>();
      return new Proxy(tables, {
        get(target, name) {
          if (name === 'selectFrom') reads += 1;
          const value = Reflect.get(target, name, target) as unknown;
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}

test('contacts that come, change, end and grow old', async () => {
  const [one, two] = [contactScript(1), contactScript(2)];
  await kit.append(tenant, [one.started(NOON - 100 * SECOND), one.queued(NOON - 100 * SECOND)]);
  await kit.reader.caughtUp();
  await same();
  await kit.append(tenant, [two.started(NOON - 90 * SECOND), two.queued(NOON - 90 * SECOND), one.offered(NOON - 80 * SECOND, 1)]);
  await kit.reader.caughtUp();
  await same();
  expect((await look()).find(({ id }) => id === interaction(1))?.works[0]?.state).toBe('ringing');
  await kit.append(tenant, [two.abandoned(NOON - 70 * SECOND, 'queue'), two.ended(NOON - 70 * SECOND, 'queue')]);
  await kit.reader.caughtUp();
  await same();
  // Half an hour later the one who hung up is no part of the floor.
  await same(NOON - 10 * SECOND);
  expect(await look(NOON - 10 * SECOND)).toHaveLength(1);
});

test('nothing is read twice that did not change, and a row that is gone is not kept', async () => {
  const scripts = [1, 2, 3].map((n) => contactScript(n));
  await kit.append(
    tenant,
    scripts.flatMap((script) => [script.started(NOON - 60 * SECOND), script.queued(NOON - 60 * SECOND)]),
  );
  await kit.reader.caughtUp();
  await look();
  const before = reads;
  const [known] = await look();
  await kit.append(tenant, answeredContact(9, NOON - 50 * SECOND, { wait: 5 * SECOND }));
  await kit.reader.caughtUp();
  expect((await look()).find(({ id }) => id === known!.id)).toBe(known);
  expect(reads).toBe(before);
  await kit.database.db.tenant(tenant, (tx) =>
    tx.tables<{ kpi_contact: { tenant: TenantId; id: string } }>().deleteFrom('kpi_contact').where('id', '=', known!.id).execute(),
  );
  await same();
  expect(reads).toBeGreaterThan(before);
});

test('what a transaction that was open at the last look writes is seen at the next', async () => {
  const one = contactScript(1);
  await kit.append(tenant, [one.started(NOON - 60 * SECOND), one.queued(NOON - 60 * SECOND)]);
  await kit.reader.caughtUp();
  await look();
  await kit.database.db.tenant(tenant, async (tx) => {
    await sql`update kpi_contact set doc = jsonb_set(doc, '{lastAt}', '7') where tenant = ${tenant}`.execute(tx.tables());
    // Not committed yet: others see it as it was, and look on meanwhile.
    expect((await look())[0]?.lastAt).toBe(NOON - 60 * SECOND);
    expect((await look())[0]?.lastAt).toBe(NOON - 60 * SECOND);
  });
  expect((await look())[0]?.lastAt).toBe(7);
});
