// Walks every table of the database and tells how it is closed by tenant: for the isolation test and for a check at start.
import { sql } from 'kysely';
import { isException } from './rls-exceptions.ts';
import type { Db } from './types.ts';

export type TableClosure = {
  /** `schema.table` */
  table: string;
  hasTenant: boolean;
  /** Enabled, forced on the owner too, and with the tenant's policy (a partition is closed without one). */
  closed: boolean;
  partition: boolean;
  exception: boolean;
  /** What `tandem_app` was granted, e.g. `['INSERT', 'SELECT']`. */
  appMay: readonly string[];
};

export async function walkTables(db: Db): Promise<TableClosure[]> {
  const { rows } = await db.system(
    (tx) =>
      sql<{ table: string; partition: boolean; forced: boolean; policies: string[]; tenant: boolean; grants: string[] }>`
        select n.nspname || '.' || c.relname as table,
          c.relispartition as partition,
          c.relrowsecurity and c.relforcerowsecurity as forced,
          array(select pol.polname::text from pg_policy pol where pol.polrelid = c.oid order by 1) as policies,
          exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and a.attnotnull and not a.attisdropped) as tenant,
          array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p where has_table_privilege('tandem_app', c.oid, p) order by 1) as grants
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_t%'
        order by 1`.execute(tx.tables()),
    { read: true },
  );
  return rows.map((row) => ({
    table: row.table,
    hasTenant: row.tenant,
    closed: row.forced && (row.partition ? row.grants.length === 0 : row.tenant && row.policies.includes('own_tenant')),
    partition: row.partition,
    exception: isException(row.table),
    appMay: row.grants,
  }));
}
