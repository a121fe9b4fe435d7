// Keys: what is sealed opens for its owner and purpose only, over restarts and rotation, and never again after an erasure.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb } from '../db/pool.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { newId } from '../eventlog/test/events.ts';
import { createKeyring } from './keyring.ts';
import { masterKey } from './master.ts';
import { createPersonalData } from './personal.ts';
import { createTenantKeys } from './tenant-keys.ts';

const clock = { now: () => Date.now() };
const master = masterKey(randomBytes(32));
let kit: TestDatabase;
beforeAll(async () => void (kit = await testDatabase({ modules: [], sequence: false })));
afterAll(() => kit.close());

/** All of it as a process that starts now would have it: nothing in memory. */
const fresh = (key = master) => {
  const keys = createTenantKeys({ db: kit.db, master: key, clock });
  return { keys, keyring: createKeyring(keys), personal: createPersonalData({ keys, clock }) };
};

describe('keyring', () => {
  it('opens in a new process what it sealed, for its own tenant and purpose only', async () => {
    const [mine, other] = [newId('tnt'), newId('tnt')];
    const { keyring } = fresh();
    const sealed = await keyring.sealText(mine, 'demo-sip');
    const key = await keyring.dataKey(mine);
    expect(sealed).toMatch(/^sealed:v1:1:/);
    expect(sealed).not.toContain('demo-sip');
    const later = fresh().keyring;
    expect(await later.openText(mine, sealed)).toBe('demo-sip');
    expect(Buffer.from(await later.unwrap(mine, key.wrapped))).toEqual(Buffer.from(key.plain));
    await later.sealText(other, 'x');
    await expect(later.openText(other, sealed)).rejects.toMatchObject({ code: 'crypto.open-failed' });
    await expect(later.unwrap(mine, sealed)).rejects.toMatchObject({ code: 'crypto.open-failed' });
    await expect(later.openText(mine, sealed.replace('sealed:', 'data-key:'))).rejects.toMatchObject({ code: 'crypto.open-failed' });
    await expect(later.openText(mine, `${sealed.slice(0, -2)}AA`)).rejects.toMatchObject({ code: 'crypto.open-failed' });
  });

  it('makes one key where many ask for the first at once', async () => {
    const tenant = newId('tnt');
    const sealed = await Promise.all(Array.from({ length: 6 }, () => fresh().keyring.sealText(tenant, 't')));
    const { keyring } = fresh();
    expect(await Promise.all(sealed.map((each) => keyring.openText(tenant, each)))).toEqual(Array(6).fill('t'));
  });

  it('seals under a new version after a rotation and still opens the old', async () => {
    const tenant = newId('tnt');
    const { keys, keyring } = fresh();
    const old = await keyring.sealText(tenant, 'old');
    expect(await keys.rotate(tenant)).toBe(2);
    const now = await keyring.sealText(tenant, 'new');
    expect(now).toMatch(/^sealed:v1:2:/);
    const later = fresh().keyring;
    expect([await later.openText(tenant, old), await later.openText(tenant, now)]).toEqual(['old', 'new']);
  });

  it('says so where the master key is another one', async () => {
    const tenant = newId('tnt');
    await fresh().keyring.sealText(tenant, 'x');
    await expect(fresh(masterKey(randomBytes(32))).keyring.sealText(tenant, 'y')).rejects.toMatchObject({
      code: 'master-key.mismatch',
      detail: { needed: master.id },
    });
  });
});

describe('personal data', () => {
  it('opens for the tenant and for the log’s readers, not for another tenant', async () => {
    const [tenant, other, customer] = [newId('tnt'), newId('tnt'), newId('cus')];
    const { personal } = fresh();
    const sealed = await kit.db.tenant(tenant, (tx) => personal.seal(tx, customer, '+8613800138000'));
    expect(sealed.startsWith(`personal:v1:${customer}:`)).toBe(true);
    expect(await kit.db.tenant(tenant, (tx) => fresh().personal.open(tx, sealed))).toBe('+8613800138000');
    expect(await kit.db.system((tx) => fresh().personal.open(tx, sealed))).toBe('+8613800138000');
    expect(await kit.db.tenant(other, (tx) => personal.open(tx, sealed))).toBeNull();
    await expect(kit.db.tenant(other, (tx) => personal.seal(tx, customer, 'x'))).rejects.toThrow('not of this tenant');
    await expect(kit.db.tenant(tenant, (tx) => personal.open(tx, `${sealed.slice(0, -2)}AA`))).rejects.toMatchObject({
      code: 'crypto.open-failed',
    });
  });

  it('opens a page of them, each by its customer', async () => {
    const tenant = newId('tnt');
    const [ada, bo, gone] = [newId('cus'), newId('cus'), newId('cus')];
    const { personal } = fresh();
    const texts = await kit.db.tenant(tenant, async (tx) => [
      await personal.seal(tx, ada, 'Ada'),
      await personal.seal(tx, bo, '博'),
      await personal.seal(tx, ada, 'Ada again'),
      await personal.seal(tx, gone, 'gone'),
    ]);
    await kit.db.tenant(tenant, (tx) => personal.destroy(tx, gone));
    expect(await kit.db.tenant(tenant, (tx) => personal.openAll(tx, texts))).toEqual(['Ada', '博', 'Ada again', null]);
  });

  it('is gone for every reader, old process or new, once its key is destroyed, and the row is deleted', async () => {
    const [tenant, customer] = [newId('tnt'), newId('cus')];
    const before = fresh();
    const sealed = await kit.db.tenant(tenant, (tx) => before.personal.seal(tx, customer, 'secret'));
    const { rows } = await kit.db.system((tx) =>
      sql<{ key_id: string }>`select key_id from customer_key where customer = ${customer}`.execute(tx.tables()),
    );
    const keyId = rows[0]!.key_id;
    await kit.db.tenant(tenant, (tx) => before.personal.destroy(tx, customer));
    const elsewhere = createDb({ url: kit.url, size: 1 });
    for (const { personal } of [before, fresh()]) {
      expect(await kit.db.tenant(tenant, (tx) => personal.open(tx, sealed))).toBeNull();
      expect(await elsewhere.system((tx) => personal.open(tx, sealed))).toBeNull();
    }
    await elsewhere.close();
    // A key made anew for the same customer opens the new text and not the old.
    const again = await kit.db.tenant(tenant, (tx) => before.personal.seal(tx, customer, 'after'));
    expect(await kit.db.tenant(tenant, (tx) => before.personal.openAll(tx, [sealed, again]))).toEqual([null, 'after']);
    const left = await kit.db.system((tx) =>
      sql<{ n: number }>`select count(*)::int as n from customer_key where key_id = ${keyId}`.execute(tx.tables()),
    );
    expect(left.rows[0]?.n).toBe(0);
  });

  it('comes back with a rollback of the erasure, and an erasure waits for a sealing under way', async () => {
    const [tenant, customer] = [newId('tnt'), newId('cus')];
    const { personal } = fresh();
    const sealed = await kit.db.tenant(tenant, (tx) => personal.seal(tx, customer, 'kept'));
    await kit.db
      .tenant(tenant, async (tx) => {
        await personal.destroy(tx, customer);
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await kit.db.tenant(tenant, (tx) => personal.open(tx, sealed))).toBe('kept');
    const order: string[] = [];
    let erasing: Promise<void> = Promise.resolve();
    await kit.db.tenant(tenant, async (tx) => {
      await personal.seal(tx, customer, 'late');
      erasing = kit.db.tenant(tenant, (second) => personal.destroy(second, customer)).then(() => void order.push('erased'));
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('sealed');
    });
    await erasing;
    expect(order).toEqual(['sealed', 'erased']);
  });
});
