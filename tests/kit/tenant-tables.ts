// What one tenant can do to another's rows, table by table, tried as the role that modules' transactions run as.
import { sql } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../server/src/platform/db/types.ts';

type Outcome = number | 'refused' | 'closed';
export type Trespass = { seen: Outcome; updated: Outcome; deleted: Outcome; inserted: Outcome; given: Outcome };

/** What a table that is closed answers; `closed`: the role was not even granted the right. */
export const KEPT_OUT: Readonly<Record<keyof Trespass, readonly Outcome[]>> = {
  seen: [0],
  updated: [0, 'closed'],
  deleted: [0, 'closed'],
  inserted: ['refused', 'closed'],
  given: ['refused', 'closed', 0],
};

const run = async (tx: Tx, text: string): Promise<{ rows: Record<string, unknown>[]; changed: number }> => {
  const { rows, numAffectedRows } = await sql.raw<Record<string, unknown>>(text).execute(tx.tables<object>());
  return { rows, changed: Number(numAffectedRows ?? 0) };
};
const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** SQLSTATE 42501 is raised for a missing grant and for a policy alike; only the words tell them apart. */
function refusalOf(error: unknown): 'refused' | 'closed' {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== '42501') throw error;
  return /row-level security/.test(message ?? '') ? 'refused' : 'closed';
}

/** `thief` tries everything on `owner`'s rows. What goes through is rolled back, so that one hole does not hide the next. */
export async function trespass(db: Db, table: string, thief: TenantId, owner: TenantId): Promise<Trespass> {
  const attempt = async (text: string): Promise<Outcome> => {
    let changed = 0;
    try {
      await db.tenant(thief, async (tx) => {
        ({ changed } = await run(tx, text));
        throw new Undo();
      });
    } catch (error) {
      return error instanceof Undo ? changed : refusalOf(error);
    }
    return changed;
  };
  const theirs = `where tenant = ${quoted(owner)}`;
  const [seen] = (await db.tenant(thief, (tx) => run(tx, `select count(*)::int as n from ${table} ${theirs}`), { read: true })).rows;
  const [sample] = (await db.system((tx) => run(tx, `select to_jsonb(t) as row from ${table} t ${theirs} limit 1`), { read: true })).rows;
  const copy = quoted(JSON.stringify(sample?.['row'] ?? { tenant: owner }));
  return {
    seen: Number(seen?.['n']),
    updated: await attempt(`update ${table} set tenant = tenant ${theirs}`),
    deleted: await attempt(`delete from ${table} ${theirs}`),
    inserted: await attempt(`insert into ${table} select * from jsonb_populate_record(null::${table}, ${copy})`),
    // Rows of his own that the thief slips under the owner's name.
    given: await attempt(`update ${table} set tenant = ${quoted(owner)}`),
  };
}

class Undo extends Error {}

export async function countOf(db: Db, table: string, tenant: TenantId): Promise<{ own: number; all: number }> {
  const [own] = (await db.tenant(tenant, (tx) => run(tx, `select count(*)::int as n from ${table}`), { read: true })).rows;
  const [all] = (
    await db.system((tx) => run(tx, `select count(*)::int as n from ${table} where tenant = ${quoted(tenant)}`), { read: true })
  ).rows;
  return { own: Number(own?.['n']), all: Number(all?.['n']) };
}

/** All rows of the tenant as text, to see whether anything changed and what is named in them. */
export async function rowsOf(db: Db, table: string, tenant: TenantId): Promise<string[]> {
  const { rows } = await db.system((tx) => run(tx, `select t::text as row from ${table} t where tenant = ${quoted(tenant)} order by 1`), {
    read: true,
  });
  return rows.map((row) => String(row['row']));
}
