// Transactions as modules see them: bound to their tenant, rolled back whole, never leaking a connection.
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { afterCommit } from './after-commit.ts';
import { connectionConfig } from './connection.ts';
import { createDb } from './pool.ts';
import { testDatabase, type TestDatabase } from './testkit.ts';
import { walkTables } from './rls.ts';
import type { Db, Tx } from './types.ts';

type Tables = { thing: { tenant: string; id: number; name: string } };
const [a, b] = ['tnt_a', 'tnt_b'] as TenantId[] as [TenantId, TenantId];
let kit: TestDatabase;
let db: Db;

beforeAll(async () => {
  kit = await testDatabase({ sequence: false });
  const owner = new pg.Client(connectionConfig(kit.url, 'owner'));
  await owner.connect();
  await owner.query(
    "create table thing (tenant text not null, id int not null, name text not null, primary key (tenant, id)); select tandem.protect('thing')",
  );
  await owner.end();
  db = createDb({ url: kit.url, size: 3, writeMs: 400, readMs: 3_000 });
});
afterAll(async () => {
  await db.close();
  await kit.close();
});

const things = (tx: Tx) => tx.tables<Tables>().selectFrom('thing').selectAll().orderBy('id').execute();
const add = (tx: Tx, tenant: string, id: number) => tx.tables<Tables>().insertInto('thing').values({ tenant, id, name: 'n' }).execute();
const connections = async () => {
  const client = new pg.Client(connectionConfig(kit.url, 'count'));
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()",
  );
  await client.end();
  return rows[0]?.n;
};

describe('tenant', () => {
  it('sees and writes its own rows only; system sees all', async () => {
    await db.tenant(a, (tx) => add(tx, a, 1));
    await db.tenant(b, (tx) => add(tx, b, 1));
    expect(await db.tenant(a, things)).toEqual([{ tenant: a, id: 1, name: 'n' }]);
    await expect(db.tenant(a, (tx) => add(tx, b, 2))).rejects.toMatchObject({ code: '42501' });
    const changed = await db.tenant(a, (tx) => tx.tables<Tables>().updateTable('thing').set({ name: 'mine' }).executeTakeFirst());
    expect(changed.numUpdatedRows).toBe(1n);
    expect(await db.system(things)).toHaveLength(2);
  });

  it('writes as whoever asks on one connection, whatever became of the work before', async () => {
    const one = createDb({ url: kit.url, size: 1, writeMs: 400 });
    const who = async (tx: Tx) =>
      (
        await sql<{ role: string; tenant: string }>`select current_user as role, current_setting('tandem.tenant') as tenant`.execute(
          tx.tables(),
        )
      ).rows[0];
    expect(await one.tenant(a, who)).toEqual({ role: 'tandem_app', tenant: a });
    // The first of b's transactions on this connection is rolled back; where it stands is not.
    await expect(one.tenant(b, (tx) => sql`select 1 / 0`.execute(tx.tables()))).rejects.toMatchObject({ code: '22012' });
    expect(await one.tenant(b, who)).toEqual({ role: 'tandem_app', tenant: b });
    expect(await one.tenant(a, who, { single: true })).toEqual({ role: 'tandem_app', tenant: a });
    expect(await one.system(who)).toEqual({ role: 'tandem_system', tenant: '' });
    expect(await one.tenant(b, who, { single: true })).toEqual({ role: 'tandem_app', tenant: b });
    await one.close();
  });

  it('lets one statement stand alone: committed at once, bound to its tenant, and no second one', async () => {
    await db.tenant(a, (tx) => add(tx, a, 70), { single: true });
    await expect(db.tenant(a, (tx) => add(tx, b, 70), { single: true })).rejects.toMatchObject({ code: '42501' });
    const two = db.tenant(
      a,
      async (tx) => {
        await add(tx, a, 71);
        await add(tx, a, 72);
      },
      { single: true },
    );
    await expect(two).rejects.toThrow('a second statement where one was to stand alone');
    // The first was a transaction of its own; that is why there is no second.
    expect((await db.tenant(a, things)).map((row) => row.id).filter((id) => id >= 70)).toEqual([70, 71]);
    await db.tenant(a, (tx) => tx.tables<Tables>().deleteFrom('thing').where('id', '>=', 70).execute());
  });

  it('does not take a tenant’s name for SQL', async () => {
    const evil = "x'; drop table thing; --" as TenantId;
    expect(await db.tenant(evil, things)).toEqual([]);
    expect(await db.system(things)).toHaveLength(2);
  });

  it('reads as whoever asks, on a connection that another tenant had before', async () => {
    const one = createDb({ url: kit.url, size: 1, readMs: 400 });
    const who = sql<{ role: string; tenant: string }>`select current_user as role, current_setting('tandem.tenant') as tenant`;
    const ask = async (tx: Tx) => ({
      ...(await who.execute(tx.tables())).rows[0]!,
      seen: (await things(tx)).map((row) => row.tenant).toSorted(),
    });
    const turns = ([a, b, null, a, a, null, b] as const).map(async (tenant) => {
      const seen = tenant === null ? await one.system(ask, { read: true }) : await one.tenant(tenant, ask, { read: true });
      expect(seen).toEqual({
        role: tenant === null ? 'tandem_system' : 'tandem_app',
        tenant: tenant ?? '',
        seen: tenant === null ? [a, b] : [tenant],
      });
    });
    await Promise.all(turns);
    expect(await one.tenant("x'; drop table thing; --" as TenantId, things, { read: true })).toEqual([]);
    // A statement that fails or takes too long leaves the connection to the next.
    await expect(one.tenant(a, (tx) => sql`select 1 / 0`.execute(tx.tables()), { read: true })).rejects.toMatchObject({ code: '22012' });
    await expect(one.tenant(a, (tx) => sql`select pg_sleep(2)`.execute(tx.tables()), { read: true })).rejects.toMatchObject({
      code: '57014',
    });
    expect(await one.tenant(b, things, { read: true })).toHaveLength(1);
    await expect(one.system((tx) => add(tx, a, 9), { read: true })).rejects.toMatchObject({ code: '25006' });
    await one.close();
  });

  it('leaves no role and no tenant on the connection', async () => {
    const one = createDb({ url: kit.url, size: 1 });
    await one.tenant(a, things);
    const inside = await one.system((tx) =>
      sql<{ role: string; tenant: string }>`select current_user as role, current_setting('tandem.tenant', true) as tenant`.execute(
        tx.tables(),
      ),
    );
    expect(inside.rows).toEqual([{ role: 'tandem_system', tenant: '' }]);
    await one.close();
  });
});

describe('transaction', () => {
  it('rolls everything back where the work throws, and gives the connection back', async () => {
    for (let n = 0; n < 10; n++) {
      const failing = db.tenant(a, async (tx) => {
        await add(tx, a, 50);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
    }
    expect(await db.tenant(a, things)).toHaveLength(1);
    expect(await connections()).toBe(0);
  });

  it('does not report as done what PostgreSQL rolled back at COMMIT', async () => {
    const swallowed = db.tenant(a, async (tx) => {
      await add(tx, a, 1).catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ code: 'database.rolled-back' });
  });

  it('is cut off after its time, in a statement and between two', async () => {
    await expect(db.tenant(a, (tx) => sql`select pg_sleep(2)`.execute(tx.tables()))).rejects.toMatchObject({ code: '57014' });
    const idle = db.tenant(a, async (tx) => {
      await things(tx);
      await new Promise((resolve) => setTimeout(resolve, 700));
      await things(tx);
    });
    await expect(idle).rejects.toThrow();
    // The pool threw the dead connection away: the next ones work.
    expect(await Promise.all(Array.from({ length: 6 }, () => db.tenant(a, things)))).toHaveLength(6);
    expect(await db.tenant(a, (tx) => sql`select pg_sleep(0.6)`.execute(tx.tables()).then(() => 'slow read'), { read: true })).toBe(
      'slow read',
    );
  });

  it('cannot write when it is a read', async () => {
    await expect(db.tenant(a, (tx) => add(tx, a, 9), { read: true })).rejects.toMatchObject({ code: '25006' });
  });

  it('refuses a query after its end', async () => {
    let kept: Tx | null = null;
    await db.tenant(a, async (tx) => void (kept = tx));
    await expect(things(kept!)).rejects.toThrow('after the end');
  });

  it('is run again once after a deadlock', async () => {
    await db.tenant(a, (tx) => add(tx, a, 2));
    const lock = (tx: Tx, id: number) => tx.tables<Tables>().updateTable('thing').set({ name: 'l' }).where('id', '=', id).execute();
    const patient = createDb({ url: kit.url, size: 3, writeMs: 10_000 });
    const meet = Promise.withResolvers<void>();
    let tries = 0;
    const work = (first: number, second: number, wait: boolean) => async (tx: Tx) => {
      tries += 1;
      await lock(tx, first);
      if (wait && tries <= 2) await meet.promise;
      else meet.resolve();
      await lock(tx, second);
    };
    await Promise.all([
      patient.tenant(a, work(1, 2, true)),
      new Promise((resolve) => setTimeout(resolve, 100)).then(() => patient.tenant(a, work(2, 1, false))),
    ]);
    expect(tries).toBe(3);
    await patient.close();
  });

  it('goes on where another process changes a table under the plans it keeps', async () => {
    const owner = new pg.Client(connectionConfig(kit.url, 'owner'));
    await owner.connect();
    await owner.query("create table grown (tenant text not null, id int not null); select tandem.protect('grown')");
    const kept = createDb({ url: kit.url, size: 3, writeMs: 5_000 });
    const rows = () => kept.tenant(a, (tx) => tx.tables<{ grown: { id: number } }>().selectFrom('grown').selectAll().execute());
    for (let i = 0; i < 8; i++) await rows();
    await owner.query('alter table grown add column name text');
    expect(await rows()).toEqual([]);
    await owner.query('drop table grown');
    await owner.end();
    await kept.close();
  });

  it('is run again once where its connection was lost before the commit was asked for, and never after', async () => {
    let tries = 0;
    const starved = async (tx: Tx) => {
      await add(tx, a, 60);
      // This process gets no time: the server gives the transaction up meanwhile, and what is written next meets a closed connection.
      if (++tries === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 900);
      await things(tx);
      return 'done';
    };
    expect(await db.tenant(a, starved)).toBe('done');
    expect(tries).toBe(2);
    await db.tenant(a, (tx) => tx.tables<Tables>().deleteFrom('thing').where('id', '=', 60).execute());
    // One statement alone commits by itself: whether it did is not known, so nobody does it again.
    let alone = 0;
    const killed = db.tenant(
      a,
      (tx) => {
        alone += 1;
        return sql`select pg_sleep(5)`.execute(tx.tables());
      },
      { single: true },
    );
    const refused = expect(killed).rejects.toMatchObject({ code: '57P01' });
    const owner = new pg.Client(connectionConfig(kit.url, 'owner'));
    await owner.connect();
    const kill =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'select pg_sleep(5)%'";
    await expect.poll(async () => (await owner.query(kill)).rowCount).toBe(1);
    await owner.end();
    await refused;
    expect(alone).toBe(1);
  });

  it('runs what waits for the commit after it, and not after a rollback', async () => {
    const ran: string[] = [];
    await db.tenant(a, async (tx) => {
      afterCommit(tx, 'k', () => ran.push('first'));
      afterCommit(tx, 'k', () => ran.push('done'));
      expect(ran).toEqual([]);
    });
    await db
      .tenant(a, async (tx) => {
        afterCommit(tx, 'k', () => ran.push('never'));
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(ran).toEqual(['done']);
  });
});

describe('listen', () => {
  it('hears notices, and once more after its connection was lost', async () => {
    let heard = 0;
    const stop = await db.listen('news', () => void (heard += 1));
    await db.system((tx) => sql`select pg_notify('news', '')`.execute(tx.tables()));
    await expect.poll(() => heard).toBe(1);
    const owner = new pg.Client(connectionConfig(kit.url, 'owner'));
    await owner.connect();
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tandem listen'",
    );
    await expect.poll(() => heard, { timeout: 3_000 }).toBe(2);
    await owner.query('notify news');
    await expect.poll(() => heard).toBe(3);
    await owner.end();
    await stop();
    await db.system((tx) => sql`select pg_notify('news', '')`.execute(tx.tables()));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toBe(3);
  });
});

describe('tables', () => {
  it('are all closed by tenant or on the reviewed list', async () => {
    const tables = await walkTables(kit.db);
    expect(tables.length).toBeGreaterThan(8);
    expect(tables.filter((table) => !table.closed && !table.exception).map((table) => table.table)).toEqual([]);
  });
});
