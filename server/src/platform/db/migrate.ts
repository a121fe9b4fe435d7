// Brings a database to the schema of this program: each new SQL file once, in one transaction, under a lock that a second starter waits for.
import pg from 'pg';
import { AppError } from '../errors/types.ts';
import { silentLog, type Log } from '../lifecycle/types.ts';
import { connectionConfig } from './connection.ts';
import { migrationFiles, type MigrationFile } from './migration-files.ts';
import { connectProblem, refuseOldVersion } from './problems.ts';

/** `tandem` in ASCII: the advisory lock that all starters of all versions share. */
const LOCK = 0x74616e64656d;

/** Returns the names of the files applied now (`modules/routing/0001_work.sql`). */
export async function migrate(options: { url: string; files?: readonly MigrationFile[]; log?: Log }): Promise<string[]> {
  const log = options.log ?? silentLog;
  const files = options.files ?? (await migrationFiles());
  const client = new pg.Client(connectionConfig(options.url, 'tandem migrate'));
  // A connection that breaks between two queries says so here; the next query rejects.
  client.on('error', (error) => log.warn('migration connection lost', { error: error.message }));
  try {
    await client.connect();
    await refuseOldServer(client);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error instanceof AppError ? error : connectProblem(options.url, error);
  }
  try {
    // Not "$user": a login called tandem would put the tables into the schema of the helpers.
    await client.query('set search_path = public');
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      `create schema if not exists tandem;
       create table if not exists tandem.schema_migration (
         module text not null, name text not null, checksum text not null, applied_at bigint not null, primary key (module, name))`,
    );
    const { rows } = await client.query<{ module: string; name: string; checksum: string }>(
      'select module, name, checksum from tandem.schema_migration',
    );
    const applied = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.checksum]));
    const now: string[] = [];
    for (const file of files) {
      const key = `${file.module}/${file.name}`;
      const checksum = applied.get(key);
      if (checksum === file.checksum) continue;
      if (checksum !== undefined) throw new AppError('migration.changed', { file: key });
      await apply(client, file, key);
      log.info('migration applied', { file: key });
      now.push(key);
    }
    return now;
  } catch (error) {
    throw error instanceof AppError || !(error instanceof pg.DatabaseError && error.code === '42501')
      ? error
      : connectProblem(options.url, error);
  } finally {
    // Ends the session and with it the advisory lock.
    await client.end().catch(() => undefined);
  }
}

async function apply(client: pg.Client, file: MigrationFile, key: string): Promise<void> {
  try {
    await client.query('begin');
    await client.query(file.sql);
    await client.query('insert into tandem.schema_migration (module, name, checksum, applied_at) values ($1, $2, $3, $4)', [
      file.module,
      file.name,
      file.checksum,
      Date.now(),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new AppError('migration.failed', { file: key, reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
  refuseOldVersion(rows[0]?.version ?? 0);
}
