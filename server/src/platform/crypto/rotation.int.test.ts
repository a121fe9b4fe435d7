// Rotation of both kinds of key: new writes at once under the new one everywhere, old data readable, and a rotation killed at any step.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb } from '../db/pool.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { newId } from '../eventlog/test/events.ts';
import { createKeyring } from './keyring.ts';
import { loadMasterKey, loadMasterKeys, masterKey, type MasterKeys } from './master.ts';
import { createPersonalData } from './personal.ts';
import { listVersions, rewrapCustomerKeys } from './rewrap.ts';
import { rotateMaster, type RotationStep } from './rotate-master.ts';
import { createTenantKeys } from './tenant-keys.ts';

const clock = { now: () => Date.now() };
let kit: TestDatabase;
beforeAll(async () => void (kit = await testDatabase({ modules: [], sequence: false })));
afterAll(() => kit.close());

/** As a process has it that loads its master keys now. */
function processWith(masters: MasterKeys, db = kit.db) {
  const keys = createTenantKeys({ db, master: masters, clock });
  return { keys, keyring: createKeyring(keys), personal: createPersonalData({ keys, clock }) };
}
const versionOf = (sealed: string) => Number(sealed.split(':')[2]);
const until = async (what: () => Promise<boolean>) => {
  const end = Date.now() + 3_000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('not in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe("a tenant's key", () => {
  it('is the new one at once in another process too, and nobody mistakes the old data', async () => {
    const tenant = newId('tnt');
    const otherDb = createDb({ url: kit.url, size: 2 });
    const masters = await loadMasterKeys({ dataDir: os.tmpdir(), fromEnvironment: randomBytes(32).toString('base64') });
    const [one, other] = [processWith(masters), processWith(masters, otherDb)];
    const stop = await other.keys.follow();
    const old = await other.keyring.sealText(tenant, 'old');
    const recorded = await other.keyring.dataKey(tenant);
    const before = Date.now();
    expect(await one.keys.rotate(tenant)).toBe(2);
    expect(versionOf(await one.keyring.sealText(tenant, 'x'))).toBe(2);
    await until(async () => versionOf(await other.keyring.sealText(tenant, 'x')) === 2);
    // Announced, not found out when the cache was too old (5 s).
    expect(Date.now() - before).toBeLessThan(3_000);
    expect(await one.keyring.openText(tenant, old)).toBe('old');
    expect(Buffer.from(await one.keyring.unwrap(tenant, recorded.wrapped))).toEqual(Buffer.from(recorded.plain));
    await stop();
    await otherDb.close();
  });

  it('wraps the keys of customers anew in the background, while they are used', async () => {
    const tenant = newId('tnt');
    const { keys, personal } = processWith(
      await loadMasterKeys({ dataDir: os.tmpdir(), fromEnvironment: randomBytes(32).toString('base64') }),
    );
    const sealed = await kit.db.tenant(tenant, async (tx) => {
      const texts: string[] = [];
      for (let n = 0; n < 230; n++) texts.push(await personal.seal(tx, newId('cus'), `caller ${n}`));
      return texts;
    });
    await keys.rotate(tenant);
    expect((await listVersions(kit.db, tenant)).map(({ version, current, customers }) => [version, current, customers])).toEqual([
      [2, true, 0],
      [1, false, 230],
    ]);
    // One is being used: passed over, and taken by the next run.
    const busy = sealed[7]!.split(':')[2]!;
    await kit.db.tenant(tenant, async (tx) => {
      await sql`select from customer_key where customer = ${busy} for update`.execute(tx.tables());
      expect(await rewrapCustomerKeys({ db: kit.db, keys }, tenant)).toEqual({ wrapped: 229, left: 1 });
    });
    expect(await rewrapCustomerKeys({ db: kit.db, keys }, tenant)).toEqual({ wrapped: 1, left: 0 });
    expect((await listVersions(kit.db, tenant))[1]?.customers).toBe(0);
    expect(await kit.db.tenant(tenant, (tx) => personal.openAll(tx, sealed))).toEqual(sealed.map((_, n) => `caller ${n}`));
  });
});

describe('the master key', () => {
  let dataDir: string;
  let kit: TestDatabase;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'tandem-rotate-'));
    kit = await testDatabase({ modules: [], sequence: false });
  });
  afterEach(async () => {
    await kit.close();
    await rm(dataDir, { recursive: true });
  });

  it('is replaced under processes that run: they read, write and make new tenants throughout', async () => {
    const running = processWith(await loadMasterKeys({ dataDir }), kit.db);
    const first = await loadMasterKey({ dataDir });
    const tenants = Array.from({ length: 130 }, () => newId('tnt'));
    const sealed = await Promise.all(tenants.map((tenant) => running.keyring.sealText(tenant, tenant)));
    const work = { over: false };
    // New tenants come all the while, made by a process that knew the old key only.
    const made: { tenant: (typeof tenants)[number]; text: string }[] = [];
    const working = (async () => {
      while (!work.over) {
        const tenant = newId('tnt');
        made.push({ tenant, text: await running.keyring.sealText(tenant, tenant) });
        await running.keyring.openText(tenants[0]!, sealed[0]!);
      }
    })();
    const done = await rotateMaster({ db: kit.db, dataDir });
    work.over = true;
    await working;
    expect(done).toMatchObject({ from: [first.id], resumed: false });
    expect(done.wrapped).toBeGreaterThanOrEqual(130);
    expect(made.length).toBeGreaterThan(0);
    const now = await loadMasterKey({ dataDir });
    expect([now.id, now.id === first.id]).toEqual([done.to, false]);
    // All of it opens for a process that starts now and never saw the old key.
    const later = processWith(await loadMasterKeys({ dataDir }), kit.db);
    for (const [i, tenant] of tenants.entries()) expect(await later.keyring.openText(tenant, sealed[i]!)).toBe(tenant);
    for (const { tenant, text } of made) expect(await later.keyring.openText(tenant, text)).toBe(tenant);
    // And the one that ran goes on, with a cache that is empty of the others' keys.
    expect(await running.keyring.sealText(newId('tnt'), 'x')).toMatch(/^sealed:v1:1:/);
  });

  it('leaves files of mode 0600, the old key apart, and opens an old row again by TANDEM_MASTER_KEY_PREVIOUS', async () => {
    const before = processWith(await loadMasterKeys({ dataDir }), kit.db);
    const tenant = newId('tnt');
    const sealed = await before.keyring.sealText(tenant, 'kept');
    const old = (await readFile(path.join(dataDir, 'master.key'), 'utf8')).trim();
    const oldRow = await row(tenant);
    const { kept } = await rotateMaster({ db: kit.db, dataDir });
    expect((await readdir(dataDir)).toSorted()).toEqual(['master.key', path.basename(kept[0]!), 'rotation']);
    for (const name of ['master.key', path.basename(kept[0]!)]) expect((await stat(path.join(dataDir, name))).mode & 0o777).toBe(0o600);
    expect((await readFile(kept[0]!, 'utf8')).trim()).toBe(old);
    // A backup of before comes back.
    await kit.db.system((tx) => sql`update tenant_key set wrapped = ${oldRow} where tenant = ${tenant}`.execute(tx.tables()));
    await expect(processWith(await loadMasterKeys({ dataDir }), kit.db).keyring.openText(tenant, sealed)).rejects.toMatchObject({
      code: 'master-key.mismatch',
    });
    expect(await processWith(await loadMasterKeys({ dataDir, previous: old }), kit.db).keyring.openText(tenant, sealed)).toBe('kept');
  });

  it.each<RotationStep>(['new-key-known', 'slice-wrapped', 'all-wrapped', 'old-key-kept', 'old-key-dropped'])(
    'killed after "%s" has lost nothing, and the next call finishes',
    async (step) => {
      const running = processWith(await loadMasterKeys({ dataDir }), kit.db);
      const tenants = Array.from({ length: 105 }, () => newId('tnt'));
      const sealed = await Promise.all(tenants.map((tenant) => running.keyring.sealText(tenant, tenant)));
      expect(await killedAfter(step)).toBe('SIGKILL');
      const readable = async () => {
        const later = processWith(await loadMasterKeys({ dataDir }), kit.db);
        for (const [i, tenant] of tenants.entries()) expect(await later.keyring.openText(tenant, sealed[i]!)).toBe(tenant);
        for (const tenant of tenants.slice(0, 3)) await running.keyring.sealText(tenant, 'goes on');
      };
      await readable();
      const done = await rotateMaster({ db: kit.db, dataDir });
      expect(done.resumed).toBe(step !== 'old-key-dropped');
      await readable();
      expect((await readFile(path.join(dataDir, 'master.key'), 'utf8')).trim().split('\n')).toHaveLength(1);
      const { rows } = await kit.db.system((tx) =>
        sql<{ n: number }>`select count(*)::int as n from tenant_key where wrapped not like ${`tenant-key:v1:${done.to}:%`}`.execute(
          tx.tables(),
        ),
      );
      expect(rows[0]?.n).toBe(0);
    },
    30_000,
  );

  it('is taken from the environment with the one before it, and two rotations do not run at once', async () => {
    const [a, b] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    const tenant = newId('tnt');
    const sealed = await processWith(await loadMasterKeys({ dataDir, fromEnvironment: a }), kit.db).keyring.sealText(tenant, 'x');
    await expect(rotateMaster({ db: kit.db, dataDir, fromEnvironment: a })).rejects.toMatchObject({ code: 'master-key.no-next' });
    await expect(rotateMaster({ db: kit.db, dataDir, fromEnvironment: b })).rejects.toMatchObject({ code: 'master-key.mismatch' });
    const both = { db: kit.db, dataDir, fromEnvironment: b, previous: a };
    const results = await Promise.allSettled([rotateMaster(both), rotateMaster(both)]);
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'data.in-use' });
    expect(await processWith(await loadMasterKeys({ dataDir, fromEnvironment: b }), kit.db).keyring.openText(tenant, sealed)).toBe('x');
    expect(await readdir(dataDir)).toEqual(['rotation']);
    expect(masterKey(Buffer.from(b, 'base64')).id).toBe((await row(tenant)).split(':')[2]);
  });

  async function row(tenant: string): Promise<string> {
    const { rows } = await kit.db.system((tx) =>
      sql<{ wrapped: string }>`select wrapped from tenant_key where tenant = ${tenant}`.execute(tx.tables()),
    );
    return rows[0]!.wrapped;
  }
  function killedAfter(step: RotationStep): Promise<NodeJS.Signals | null> {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'test/rotate.child.ts'), kit.url, dataDir, step], {
      stdio: 'inherit',
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (_code, signal) => resolve(signal));
    });
  }
});
