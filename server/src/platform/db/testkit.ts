// For tests: a fresh, migrated database of their own, cloned from a template on the one server of the test run.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import pg from 'pg';
import { masterKey } from '../crypto/master.ts';
import { createKeyring } from '../crypto/keyring.ts';
import { createPersonalData } from '../crypto/personal.ts';
import { createTenantKeys, type TenantKeys } from '../crypto/tenant-keys.ts';
import type { KeyRing, PersonalData } from '../crypto/types.ts';
import { createEventLog } from '../eventlog/eventlog.ts';
import type { EventLog } from '../eventlog/types.ts';
import type { Clock } from '../../kernel/time.ts';
import { connectionConfig, withDatabase } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrationFiles, migrationsHash } from './migration-files.ts';
import { createDb } from './pool.ts';
import type { Db } from './types.ts';

export type TestDatabase = {
  url: string;
  db: Db;
  log: EventLog;
  tenantKeys: TenantKeys;
  keyring: KeyRing;
  personal: PersonalData;
  close(): Promise<void>;
};

/** Set by tests/kit/global-database.ts: the socket that gives out the server's URL, starting the server at the first question. */
export const TEST_SERVER = 'TANDEM_TEST_DATABASE_SOCKET';

/** `modules`: only these modules' tables beside the platform's; all where left out. */
export type TestDatabaseOptions = { clock?: Clock; sequence?: boolean; modules?: readonly string[] };

export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const clock = options.clock ?? { now: () => Date.now() };
  const { url, drop } = await emptyDatabase({ migrated: true, ...(options.modules ? { modules: options.modules } : {}) });
  // Longer than in earnest: the machine of a test run is busy with other tests.
  const db = createDb({ url, name: 'tandem test', size: 6, writeMs: 15_000, readMs: 30_000 });
  const log = createEventLog({ db, url, clock, sequence: options.sequence ?? true });
  const tenantKeys = createTenantKeys({ db, master: masterKey(randomBytes(32)), clock });
  return {
    url,
    db,
    log,
    tenantKeys,
    keyring: createKeyring(tenantKeys),
    personal: createPersonalData({ keys: tenantKeys, clock }),
    async close() {
      await log.stop();
      await db.close();
      await drop();
    },
  };
}

/** A database alone, migrated or bare. */
export async function emptyDatabase(options: {
  migrated: boolean;
  modules?: readonly string[];
}): Promise<{ url: string; adminUrl: string; drop: () => Promise<void> }> {
  const adminUrl = await testServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(connectionConfig(adminUrl, 'tandem testkit'));
  await admin.connect();
  try {
    if (options.migrated) await admin.query(`create database ${name} template ${await template(admin, adminUrl, options.modules)}`);
    else await admin.query(`create database ${name}`);
  } finally {
    await admin.end();
  }
  return {
    url: withDatabase(adminUrl, name),
    adminUrl,
    async drop() {
      const last = new pg.Client(connectionConfig(adminUrl, 'tandem testkit'));
      await last.connect();
      await last.query(`drop database if exists ${name} with (force)`);
      await last.end();
    },
  };
}

/** Made once for each state of the migration files, by whichever test file comes first; the others wait at the lock. */
async function template(admin: pg.Client, adminUrl: string, modules: readonly string[] | undefined): Promise<string> {
  const wanted = modules?.map((module) => `modules/${module}`);
  const files = (await migrationFiles()).filter((file) => !wanted || file.module.startsWith('platform/') || wanted.includes(file.module));
  const name = `tandem_template_${migrationsHash(files).slice(0, 12)}`;
  const lock = createHash('sha256').update(name).digest().readInt32BE(0);
  await admin.query('select pg_advisory_lock($1)', [lock]);
  try {
    const { rows } = await admin.query<{ ready: boolean }>('select datistemplate as ready from pg_database where datname = $1', [name]);
    if (rows[0]?.ready) return name;
    if (rows[0]) await admin.query(`drop database ${name} with (force)`);
    await admin.query(`create database ${name}`);
    await migrate({ url: withDatabase(adminUrl, name), files });
    await admin.query(`alter database ${name} is_template true`);
    return name;
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [lock]);
  }
}

/** URL of the run's server with the right to make databases. */
export function testServer(): Promise<string> {
  const socket = process.env[TEST_SERVER];
  if (!socket) throw new Error(`${TEST_SERVER} is not set: run under vitest with the project int or tests`);
  return new Promise((resolve, reject) => {
    let answer = '';
    const client = connect(socket);
    client.on('data', (chunk) => (answer += chunk.toString()));
    client.on('error', reject);
    client.on('end', () =>
      answer.startsWith('postgres:') ? resolve(answer) : reject(new Error(answer || 'the test server gave no answer')),
    );
  });
}

/** Every row of every table, as text: what a dump of the database holds. */
export async function dumpOf(url: string): Promise<string> {
  const client = new pg.Client(connectionConfig(url, 'tandem testkit'));
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    const parts: string[] = [];
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ text: string | null }>(`select string_agg(t::text, E'\n') as text from ${name} t`);
      parts.push(found[0]?.text ?? '');
    }
    return parts.join('\n');
  } finally {
    await client.end();
  }
}
