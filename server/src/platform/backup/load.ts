// Puts the parts of a backup into an empty database: the schema as it was then, all rows in one transaction, then the newer migrations.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { migrate } from '../db/migrate.ts';
import { migrationFiles, type MigrationFile } from '../db/migration-files.ts';
import { codeOf, connectProblem } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { firstFilled, migrationsOf, othersAtWork, quoted, tablesOf } from './catalog.ts';
import { copyIn } from './copy.ts';
import { connect } from './dump.ts';
import type { Opening, Part, TableSum } from './parts.ts';

export type LoadOptions = {
  url: string;
  parts: AsyncIterable<Part>;
  /** For messages: where the parts come from. */
  from: string;
  log?: Log;
  files?: readonly MigrationFile[];
};

/**
 * All rows or none. Throws `restore.not-empty` where the database holds anything, `restore.newer-schema` where the backup is of a newer
 * program, `backup.damaged` where the sums do not fit. Needs no superuser: the owner of the tables lifts their forced row-level security
 * inside the transaction, because COPY refuses to write under it, and puts it back before the commit.
 */
export async function load({ url, parts, from, log, files }: LoadOptions): Promise<{ opening: Opening; tables: TableSum[] }> {
  const reader = parts[Symbol.asyncIterator]();
  try {
    const first = await reader.next();
    const opening = openingOf(first.done ? null : first.value, from);
    const known = files ?? (await migrationFiles());
    const then = schemaOf(opening, known);
    await refuseFilled(url, opening);
    await migrate({ url, files: then, ...(log ? { log } : {}) });
    const tables = await fill(url, opening, reader, from);
    await migrate({ url, files: known, ...(log ? { log } : {}) });
    return { opening, tables };
  } finally {
    await reader.return?.();
  }
}

export function openingOf(part: Part | null, from: string): Opening {
  if (part?.kind !== 'begin') throw new AppError('backup.damaged', { file: from });
  if ((part.opening.format as number) !== 1) throw new AppError('backup.newer-format', { file: from, format: part.opening.format });
  return part.opening;
}

/** Those of our migrations that had run when the backup was made. */
export function schemaOf(opening: Opening, known: readonly MigrationFile[]): MigrationFile[] {
  const ours = new Map(known.map((file) => [`${file.module}/${file.name}`, file]));
  const wanted = new Set<MigrationFile>();
  for (const { module, name, checksum } of opening.migrations) {
    const file = ours.get(`${module}/${name}`);
    if (!file) throw new AppError('restore.newer-schema', { file: `${module}/${name}` });
    if (file.checksum !== checksum) throw new AppError('migration.changed', { file: `${module}/${name}` });
    wanted.add(file);
  }
  // In the order in which they run.
  return known.filter((file) => wanted.has(file));
}

async function refuseFilled(url: string, opening: Opening): Promise<void> {
  const client = await connect(url, 'tandem restore');
  try {
    const others = await othersAtWork(client);
    if (others.length > 0) throw new AppError('move.still-running', { programs: others.join(', ') });
    const table = await firstFilled(client);
    if (table !== null) throw new AppError('restore.not-empty', { table });
    const then = new Set(opening.migrations.map(({ module, name }) => `${module}/${name}`));
    const ahead = ((await migrationsOf(client)) ?? []).find(({ module, name }) => !then.has(`${module}/${name}`));
    // Tables of a newer shape would not take the rows: the program itself brings them there afterwards.
    if (ahead) throw new AppError('restore.not-empty', { table: `${ahead.module}/${ahead.name}` });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function fill(url: string, opening: Opening, reader: AsyncIterator<Part>, from: string): Promise<TableSum[]> {
  const client = await connect(url, 'tandem restore');
  try {
    await client.query('begin');
    const tables = await tablesOf(client);
    const forced = tables.filter((table) => table.forced).map((table) => table.name);
    // What migrations put there themselves is in the backup too.
    await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
    for (const name of forced) await client.query(`alter table ${quoted(name)} no force row level security`);
    for (const month of opening.months) await client.query('select tandem.ensure_event_month($1)', [month]);
    const sums: TableSum[] = [];
    for (;;) {
      const { value: part, done } = await reader.next();
      if (done || (part.kind !== 'table' && part.kind !== 'end')) throw new AppError('backup.damaged', { file: from });
      if (part.kind === 'end') {
        if (JSON.stringify(part.tables) !== JSON.stringify(sums)) throw new AppError('backup.damaged', { file: from });
        break;
      }
      sums.push(await fillTable(client, part, reader, from));
    }
    for (const { name, last, called } of opening.sequences)
      await client.query('select setval($1::regclass, $2, $3)', [quoted(name), last, called]);
    for (const name of forced) await client.query(`alter table ${quoted(name)} force row level security`);
    await client.query('commit');
    await client.query('analyze');
    return sums;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw codeOf(error) === '42501' ? connectProblem(url, error) : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function fillTable(
  client: pg.Client,
  { table, columns }: Extract<Part, { kind: 'table' }>,
  reader: AsyncIterator<Part>,
  from: string,
): Promise<TableSum> {
  const hash = createHash('sha256');
  const said: { sum: TableSum | null } = { sum: null };
  async function* rows(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { value: part, done } = await reader.next();
      if (done || (part.kind !== 'rows' && part.kind !== 'sum')) throw new AppError('backup.damaged', { file: from });
      if (part.kind === 'sum') {
        said.sum = part.sum;
        return;
      }
      hash.update(part.bytes);
      yield part.bytes;
    }
  }
  const count = await copyIn(client, `copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`, rows());
  const sum = { table, rows: count, sha256: hash.digest('hex') };
  if (JSON.stringify(said.sum) !== JSON.stringify(sum)) throw new AppError('backup.damaged', { file: from, table });
  return sum;
}
