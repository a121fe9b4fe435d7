// Backup and restore against real servers: what comes out is what went in, and nothing that is not whole gets in.
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../kernel/ids.ts';
import { masterKey, onlyKey } from '../crypto/master.ts';
import { connectionConfig } from '../db/connection.ts';
import { migrationFiles } from '../db/migration-files.ts';
import { emptyDatabase, testDatabase, type TestDatabase } from '../db/testkit.ts';
import { dump } from './dump.ts';
import { checkBackup, readBackup, writeBackup } from './file.ts';
import { load } from './load.ts';
import type { Part, TableSum } from './parts.ts';

const id = <P extends string>(prefix: P) => makeId(prefix, Date.now(), randomBytes(10));
const masters = onlyKey(masterKey(randomBytes(32)));
const tenants = [id('tnt'), id('tnt')] as const;
let folder: string;
let source: TestDatabase;
let file: string;
const drops: (() => Promise<void>)[] = [];

async function ask(url: string, ...texts: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connectionConfig(url, 'test'));
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const text of texts) rows = (await client.query<Record<string, unknown>>(text)).rows;
    return rows;
  } finally {
    await client.end();
  }
}
async function fresh(): Promise<string> {
  const made = await emptyDatabase({ migrated: false });
  drops.push(made.drop);
  return made.url;
}
async function sums(url: string): Promise<readonly TableSum[]> {
  for await (const part of dump({ url, now: 0 })) if (part.kind === 'end') return part.tables;
  throw new Error('no end');
}
const restore = (url: string, from = file) => load({ url, parts: readBackup(from, masters), from });

async function appendTo(tenant: TenantId, n: number, text = 'wörld 客服 \\N "quoted"\ttab\nline'): Promise<void> {
  for (let i = 0; i < n; i++) {
    await source.db.tenant(tenant, (tx) =>
      source.log.append(tx, [
        {
          stream: `thing-${i % 7}`,
          type: 'config.changed',
          data: { kind: 'queue', id: `thing-${i % 7}`, value: { text, i }, engine: '1' },
          actor: { kind: 'system', part: 'test' },
        },
      ]),
    );
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-backup-'));
  file = path.join(folder, 'first.backup');
  source = await testDatabase();
  for (const tenant of tenants) await appendTo(tenant, 60);
  await source.db.tenant(tenants[0], async (tx) => void (await source.personal.seal(tx, id('cus'), 'Grace')));
  const handled: number[] = [];
  const reader = await source.log.reader({ name: 'backup-test', handle: async (_tx, events) => void handled.push(events.length) });
  await reader.caughtUp();
  await reader.stop();
  await writeBackup(file, dump({ url: source.url, now: Date.UTC(2026, 10, 22) }), masters.current());
});
afterAll(async () => {
  await source?.close();
  for (const drop of drops) await drop();
  await rm(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('holds every table with the sums that the database itself gives, and nothing in clear', async () => {
    const { opening, tables } = await checkBackup(file, masters);
    expect(tables).toEqual(await sums(source.url));
    expect(opening).toMatchObject({ format: 1, madeAt: Date.UTC(2026, 10, 22) });
    expect(opening.migrations).toHaveLength((await migrationFiles()).length);
    expect(tables.find((each) => each.table === 'event_log')?.rows).toBe(120);
    expect(tables.find((each) => each.table === 'tenant_key')?.rows).toBeGreaterThan(0);
    const bytes = await readFile(file);
    for (const word of ['客服', 'quoted', tenants[0]]) expect(bytes.includes(word)).toBe(false);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is one moment of the log, while others go on writing', async () => {
    const until = { stop: false };
    const writing = (async () => {
      while (!until.stop) await appendTo(tenants[1], 5);
    })();
    try {
      for (let n = 0; n < 3; n++) {
        const to = path.join(folder, `busy-${n}.backup`);
        await writeBackup(to, dump({ url: source.url, now: 0 }), masters.current());
        const url = await fresh();
        await restore(url, to);
        const [state] = await ask(
          url,
          `select (select seq from event_head) as head, (select count(*)::int from event_log) as rows, (select max(seq) from event_log) as last,
             (select count(*)::int from (select tenant, stream, max(version) as version from
               (select tenant, stream, version from event_log union all select tenant, stream, version from event_pending) e group by 1, 2) v
               join stream_head h using (tenant, stream) where h.version <> v.version) as torn`,
        );
        expect(state).toEqual({ head: state!['head'], rows: state!['head'], last: state!['head'], torn: 0 });
      }
    } finally {
      until.stop = true;
      await writing;
    }
  });

  it('is not written over, and leaves nothing behind where it fails', async () => {
    await expect(writeBackup(file, dump({ url: source.url, now: 0 }), masters.current())).rejects.toMatchObject({ code: 'backup.exists' });
    const bare = path.join(folder, 'bare.backup');
    await expect(writeBackup(bare, dump({ url: await fresh(), now: 0 }), masters.current())).rejects.toMatchObject({
      code: 'backup.not-ours',
    });
    await expect(stat(bare)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a restore', () => {
  it('gives the same rows, the cursors and the sequence, and the program goes on there', async () => {
    const url = await fresh();
    const { tables } = await restore(url);
    expect(await sums(url)).toEqual(tables);
    expect(await ask(url, "select seq from event_reader where name = 'backup-test'")).toEqual([{ seq: 120 }]);
    const [closed] = await ask(url, 'select count(*)::int as open from pg_class where relrowsecurity and not relforcerowsecurity');
    expect(closed).toEqual({ open: 0 });
    const [pos] = await ask(url, "select nextval('event_pos') > (select count(*) from event_log) as beyond");
    expect(pos).toEqual({ beyond: true });
  });

  it('works for an owner without the rights of a superuser, in the roles made for it', async () => {
    const url = await fresh();
    const name = `owner_${randomBytes(4).toString('hex')}`;
    await ask(
      url,
      `create role ${name} login password 'secret' nosuperuser nobypassrls`,
      `alter database ${new URL(url).pathname.slice(1)} owner to ${name}`,
      `grant tandem_app, tandem_system to ${name}`,
    );
    const theirs = new URL(url);
    theirs.username = name;
    theirs.password = 'secret';
    const { tables } = await restore(theirs.toString());
    expect(await sums(theirs.toString())).toEqual(tables);
    drops.unshift(() =>
      ask(url, `reassign owned by ${name} to current_user`, `drop owned by ${name}`, `drop role ${name}`).then(() => undefined),
    );
  });

  it('refuses a database that holds anything, and takes one that is only migrated', async () => {
    const url = await fresh();
    await ask(url, 'create table of_somebody (n int)', 'insert into of_somebody values (1)');
    await expect(restore(url)).rejects.toMatchObject({ code: 'restore.not-empty', detail: { table: 'of_somebody' } });
    // The log of this test sequences there.
    await expect(restore(source.url)).rejects.toMatchObject({ code: 'move.still-running' });
    const migrated = await emptyDatabase({ migrated: true });
    drops.push(migrated.drop);
    expect((await restore(migrated.url)).tables).toEqual((await checkBackup(file, masters)).tables);
  });

  it('refuses another key by name, a file cut off, a changed byte, and what is no backup', async () => {
    const other = onlyKey(masterKey(randomBytes(32)));
    await expect(checkBackup(file, other)).rejects.toMatchObject({
      code: 'backup.wrong-key',
      detail: { needed: masters.current().id, given: other.current().id },
    });
    const { size } = await stat(file);
    const cut = path.join(folder, 'cut.backup');
    for (const left of [size - 1, size - 40, Math.floor(size / 2), 700]) {
      await copyFile(file, cut);
      await truncate(cut, left);
      await expect(checkBackup(cut, masters), `cut to ${left}`).rejects.toMatchObject({ code: 'backup.damaged' });
    }
    const changed = path.join(folder, 'changed.backup');
    for (const at of [Math.floor(size / 3), size - 100]) {
      await copyFile(file, changed);
      const handle = await open(changed, 'r+');
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
      await handle.write(Buffer.from([buffer[0]! ^ 1]), 0, 1, at);
      await handle.close();
      await expect(checkBackup(changed, masters), `changed at ${at}`).rejects.toMatchObject({ code: 'backup.damaged' });
      const url = await fresh();
      await expect(restore(url, changed)).rejects.toMatchObject({ code: 'backup.damaged' });
      const [left] = await ask(
        url,
        "select to_regclass('event_log') is null or not exists (select from pg_class where relname = 'event_log' and reltuples > 0) as empty",
      );
      expect(left).toEqual({ empty: true });
    }
    await expect(checkBackup(import.meta.filename, masters)).rejects.toMatchObject({ code: 'backup.not-a-backup' });
    await expect(checkBackup(path.join(folder, 'none'), masters)).rejects.toMatchObject({ code: 'backup.not-found' });
  });

  it('rolls everything back where the sums do not fit, and can be tried again', async () => {
    const url = await fresh();
    async function* lying(): AsyncGenerator<Part> {
      for await (const part of readBackup(file, masters))
        yield part.kind === 'sum' && part.sum.table === 'stream_head' ? { ...part, sum: { ...part.sum, rows: 1 } } : part;
    }
    await expect(load({ url, parts: lying(), from: 'a liar' })).rejects.toMatchObject({ code: 'backup.damaged' });
    expect(await ask(url, 'select count(*)::int as n from event_log')).toEqual([{ n: 0 }]);
    expect(await sums(url).then((all) => all.filter((each) => each.rows > 0).map((each) => each.table))).toEqual(['event_head']);
    await restore(url);
  });

  it('brings an older backup up to the newer schema, and refuses one of a newer program', async () => {
    const known = await migrationFiles();
    const next = {
      module: 'platform/zzz',
      name: '0001.sql',
      sql: 'create table later as select count(*) as n from event_log',
      checksum: 'abc',
    };
    const url = await fresh();
    await load({ url, parts: readBackup(file, masters), from: file, files: [...known, next] });
    // It ran after the rows had come.
    expect(await ask(url, 'select n from later')).toEqual([{ n: 120 }]);
    const newer = path.join(folder, 'newer.backup');
    await writeBackup(newer, dump({ url, now: 0 }), masters.current());
    await expect(restore(await fresh(), newer)).rejects.toMatchObject({
      code: 'restore.newer-schema',
      detail: { file: 'platform/zzz/0001.sql' },
    });
  });
});

it('holds only a little in memory, however much it carries', async () => {
  const url = await fresh();
  await restore(url);
  await ask(
    url,
    "insert into stream_head (tenant, stream, version) select 'tnt_big', repeat(md5(n::text), 20) || n, 1 from generate_series(1, 150000) n",
  );
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const inUse = (): number => {
    // Buffers are given back by a thread of their own, which a second collection waits for.
    collect();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, inUse() - before)), 500);
  const big = path.join(folder, 'big.backup');
  const { bytes } = await writeBackup(big, dump({ url, now: 0 }), masters.current());
  await load({ url: await fresh(), parts: readBackup(big, masters), from: big });
  clearInterval(watch);
  expect(bytes).toBeGreaterThan(90_000_000);
  expect(most).toBeLessThan(bytes / 2);
}, 240_000);
