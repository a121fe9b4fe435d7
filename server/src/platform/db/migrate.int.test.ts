// Migrations: once each, in order, safe with two starters, refused where an applied file was changed; and by a login that is no superuser.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionConfig } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrationFiles, type MigrationFile } from './migration-files.ts';
import { createDb } from './pool.ts';
import { emptyDatabase } from './testkit.ts';
import { walkTables } from './rls.ts';

const run = promisify(execFile);
const open: { drop(): Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((each) => each.drop()))));

const bare = async () => {
  const database = await emptyDatabase({ migrated: false });
  open.push(database);
  return database;
};
const query = async (url: string, text: string) => {
  const client = new pg.Client(connectionConfig(url, 'test'));
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};
const file = (name: string, sql: string): MigrationFile => ({
  module: 'modules/test',
  name,
  sql,
  checksum: createHash('sha256').update(sql).digest('hex'),
});

describe('migrate', () => {
  it('applies every file of the platform once, roles first', async () => {
    const { url } = await bare();
    const files = (await migrationFiles()).filter((each) => each.module.startsWith('platform/'));
    expect(files[0]).toMatchObject({ module: 'platform/db', name: '0001_base.sql' });
    expect(await migrate({ url, files })).toEqual(files.map((each) => `${each.module}/${each.name}`));
    expect(await migrate({ url, files })).toEqual([]);
  });

  it('bears two starters at the same time', async () => {
    const { url } = await bare();
    const script = path.join(import.meta.dirname, 'test/migrator.child.ts');
    const counts = await Promise.all([run(process.execPath, [script, url]), run(process.execPath, [script, url])]);
    expect(counts.map(({ stdout }) => Number(stdout)).sort((a, b) => a - b)).toEqual([0, (await migrationFiles()).length]);
  });

  it('refuses an applied file that was changed, and undoes a file that fails half-way', async () => {
    const { url } = await bare();
    const first = file('1.sql', 'create table one (id int)');
    await migrate({ url, files: [first] });
    await expect(migrate({ url, files: [file('1.sql', 'create table one (id bigint)')] })).rejects.toMatchObject({
      code: 'migration.changed',
      detail: { file: 'modules/test/1.sql' },
    });
    const broken = file('2.sql', 'create table two (id int); select nonsense');
    await expect(migrate({ url, files: [first, broken] })).rejects.toMatchObject({
      code: 'migration.failed',
      detail: { file: 'modules/test/2.sql' },
    });
    expect(await query(url, "select to_regclass('two') as two")).toEqual([{ two: null }]);
  });

  it('runs as an outside login with CREATEROLE, and closes tables on it too', async () => {
    const { adminUrl, url } = await bare();
    const name = new URL(url).pathname.slice(1);
    const login = `outside_${name}`;
    // The roles are there already from the run's other databases: the login must have been made a member by whoever owns them.
    await query(adminUrl, `create role ${login} login createrole password 'x'; grant tandem_app, tandem_system to ${login}`);
    await query(adminUrl, `alter database ${name} owner to ${login}`);
    const parsed = new URL(url);
    parsed.username = login;
    parsed.password = 'x';
    const files = (await migrationFiles()).filter((each) => each.module.startsWith('platform/'));
    await migrate({ url: parsed.toString(), files });
    const db = createDb({ url: parsed.toString(), size: 1 });
    expect((await walkTables(db)).filter((table) => !table.closed && !table.exception)).toEqual([]);
    await db.close();
    await query(adminUrl, `drop database ${name} with (force)`);
    await query(adminUrl, `drop role ${login}`);
  });

  it('names what is wrong with an address, and never the password', async () => {
    const { adminUrl, url } = await bare();
    const wrong = (change: (parsed: URL) => void) => {
      const parsed = new URL(url);
      change(parsed);
      return migrate({ url: parsed.toString() }).then(
        () => null,
        (error: { code: string; detail: object }) => ({ code: error.code, text: JSON.stringify(error.detail) }),
      );
    };
    const auth = await wrong((parsed) => (parsed.password = 'hunter2'));
    expect(auth?.code).toBe('database.auth');
    expect(auth?.text).not.toContain('hunter2');
    expect(await wrong((parsed) => (parsed.pathname = '/nowhere'))).toMatchObject({
      code: 'database.missing',
      text: expect.stringContaining('nowhere') as string,
    });
    expect((await migrate({ url: 'postgres://u:hunter2@127.0.0.1:1/x' }).catch((error: unknown) => error)) as object).toMatchObject({
      code: 'database.unavailable',
      detail: { host: '127.0.0.1', port: '1', reason: 'ECONNREFUSED' },
    });
    expect(adminUrl).not.toBe('');
  });
});
