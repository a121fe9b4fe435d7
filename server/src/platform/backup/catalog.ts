// What stands in a database of ours, asked of PostgreSQL's own catalogue: tables in an order that foreign keys allow, sequences, schema.
import type pg from 'pg';
import { AppError } from '../errors/types.ts';
import type { Opening } from './parts.ts';

export type Table = { name: string; columns: string[]; forced: boolean };

/** Tables of the program, parents before their children; partitions are read and written through the table they belong to. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { parents: string[]; hidden: boolean }>(`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      c.relrowsecurity and c.relforcerowsecurity as forced,
      c.relrowsecurity and not exists (select from pg_policy p join pg_roles r on r.oid = any (p.polroles)
        where p.polrelid = c.oid and r.rolname = 'tandem_system' and pg_get_expr(p.polqual, c.oid) = 'true') as hidden,
      array(select distinct f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as parents
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`);
  const hidden = rows.find((row) => row.hidden);
  // Row-level security filters in silence: a table we do not see whole must not look like one that is.
  if (hidden) throw new AppError('backup.table-hidden', { table: hidden.name });
  return inOrder(rows).map(({ name, columns, forced }) => ({ name, columns, forced }));
}

function inOrder<T extends { name: string; parents: string[] }>(tables: readonly T[]): T[] {
  const placed = new Map<string, T>();
  const place = (table: T, above: readonly string[]): void => {
    if (placed.has(table.name) || above.includes(table.name)) return;
    for (const parent of tables) if (table.parents.includes(parent.name)) place(parent, [...above, table.name]);
    placed.set(table.name, table);
  };
  for (const table of tables) place(table, []);
  return [...placed.values()];
}

export async function sequencesOf(client: pg.Client): Promise<Opening['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1",
  );
  const sequences: Opening['sequences'][number][] = [];
  for (const { name } of rows) {
    const state = await client.query<{ last: number; called: boolean }>(
      `select last_value as last, is_called as called from ${quoted(name)}`,
    );
    sequences.push({ name, ...state.rows[0]! });
  }
  return sequences;
}

export async function monthsOf(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ name: string }>(
    "select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass('public.event_log') order by 1",
  );
  return rows.flatMap(({ name }) => {
    const [, year, month] = /^event_log_(\d{4})_(\d{2})$/.exec(name) ?? [];
    return year === undefined ? [] : [Date.UTC(Number(year), Number(month) - 1, 1)];
  });
}

/** Null where no migration ever ran. */
export async function migrationsOf(client: pg.Client): Promise<Opening['migrations'] | null> {
  const there = await client.query<{ there: boolean }>("select to_regclass('tandem.schema_migration') is not null as there");
  if (!there.rows[0]?.there) return null;
  return (await client.query('select module, name, checksum from tandem.schema_migration order by module, name')).rows;
}

/** The first table that holds rows other than those that a migration alone puts there; null where the database holds nothing of anybody. */
export async function firstFilled(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema', 'tandem', 'pgboss') and n.nspname not like 'pg\\_t%' order by 1, 2`);
  for (const { schema, name } of rows) {
    const where = schema === 'public' && name === 'event_head' ? ' where seq > 0' : '';
    const found = await client.query<{ filled: boolean }>(
      `select exists (select from ${quoted(schema)}.${quoted(name)}${where}) as filled`,
    );
    if (found.rows[0]?.filled) return schema === 'public' ? name : `${schema}.${name}`;
  }
  return null;
}

/** Programs of ours that work on this database now, ourselves left out. */
export async function othersAtWork(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and application_name in ('tandem server', 'tandem server listen', 'tandem sequencer', 'tandem jobs', 'tandem migrate') order by 1`);
  return rows.map((row) => row.name);
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
