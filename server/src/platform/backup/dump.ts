// Reads a whole database as parts of a backup, from one snapshot: what commits meanwhile is not in it, and nobody waits for it.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { connectionConfig } from '../db/connection.ts';
import { connectProblem } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import { migrationsOf, monthsOf, othersAtWork, quoted, sequencesOf, tablesOf } from './catalog.ts';
import { copyOut } from './copy.ts';
import type { Part, TableSum } from './parts.ts';

export type DumpOptions = {
  url: string;
  /** UTC epoch ms. */
  now: number;
  /** Refuse where a Tandem still works on it: what it writes after the snapshot would be left behind. */
  idle?: boolean;
};

/** Throws `database.*` where it cannot be read, `backup.not-ours` where no Tandem ever ran on it, `move.still-running`. */
export async function* dump({ url, now, idle = false }: DumpOptions): AsyncGenerator<Part> {
  const client = await connect(url, 'tandem backup');
  try {
    if (idle) {
      const others = await othersAtWork(client);
      if (others.length > 0) throw new AppError('move.still-running', { programs: others.join(', ') });
    }
    await client.query('begin isolation level repeatable read read only');
    const migrations = await migrationsOf(client);
    if (migrations === null) throw new AppError('backup.not-ours');
    const tables = await tablesOf(client);
    // A month that retention drops, or a migration, waits until the backup is done.
    await client.query(`lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
    const { rows } = await client.query<{ server: number }>("select current_setting('server_version_num')::int as server");
    const opening = { format: 1, madeAt: now, server: rows[0]!.server, migrations } as const;
    yield { kind: 'begin', opening: { ...opening, months: await monthsOf(client), sequences: await sequencesOf(client) } };
    const sums: TableSum[] = [];
    for (const { name, columns } of tables) {
      yield { kind: 'table', table: name, columns };
      const list = columns.map(quoted).join(', ');
      const hash = createHash('sha256');
      const out = copyOut(client, `copy (select ${list} from ${quoted(name)}) to stdout`);
      for await (const bytes of out.chunks) {
        hash.update(bytes);
        yield { kind: 'rows', bytes };
      }
      const sum = { table: name, rows: out.rows(), sha256: hash.digest('hex') };
      sums.push(sum);
      yield { kind: 'sum', sum };
    }
    await client.query('commit');
    yield { kind: 'end', tables: sums };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ids of the master keys that wrap the tenants' keys in this database; none where there is no Tandem in it. */
export async function masterKeyIds(url: string): Promise<string[]> {
  const client = await connect(url, 'tandem backup');
  try {
    if ((await migrationsOf(client)) === null) return [];
    // `tenant-key:v1:<id>:...`
    return (await client.query<{ id: string }>("select distinct split_part(wrapped, ':', 3) as id from tenant_key order by 1")).rows.map(
      (row) => row.id,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** With everything set that the text of values depends on. */
export async function connect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client(connectionConfig(url, name));
  // A connection that breaks between two queries says so here; the next query rejects.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      "set search_path = public; set client_encoding = 'UTF8'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; " +
        "set timezone = 'UTC'; set extra_float_digits = 1; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0",
    );
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw connectProblem(url, error);
  }
}
