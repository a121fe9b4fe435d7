// Work whose changes of one object hold only while nobody else has changed it: looked at in the very transaction that appends the change.
import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import type { Tx } from '../db/types.ts';

type Unchanged = {
  stream: string;
  /** Of the state: several things may stand under one id. */
  kind: string;
  /** Of the last change that is known of. */
  version: number;
  /** Thrown where there was another: what the transaction wrote is rolled back. */
  refusal: () => Error;
};
type Standing = Unchanged & { own: string[] };
type Appended = { id: string; stream: string; type: string; data: unknown };

/** The requests that do the work know nothing of it: the condition is its asker's, and reaches every append beneath him. */
const asked = new AsyncLocalStorage<Standing>();

/** Any number of changes by `work` itself are its own. Throws what it throws, and the refusal. */
export function unlessChanged<T>(of: Unchanged, work: () => Promise<T>): Promise<T> {
  return asked.run({ ...of, own: [] }, work);
}

/** After the append: it holds the stream's head, so whoever changed the object is committed and seen, or comes after this transaction. */
export async function refuseChanged(tx: Tx, appended: readonly Appended[]): Promise<void> {
  const standing = asked.getStore();
  if (!standing) return;
  const { stream, kind, version, own, refusal } = standing;
  const mine = appended.filter(
    (event) => event.stream === stream && event.type === 'config.changed' && (event.data as { kind: string }).kind === kind,
  );
  if (mine.length === 0) return;
  own.push(...mine.map((event) => event.id));
  const others = (table: 'event_log' | 'event_pending') => sql`
    select 1 from ${sql.table(table)} where tenant = ${tx.tenant} and stream = ${stream} and type = 'config.changed'
      and data ->> 'kind' = ${kind} and version > ${version} and id <> all(${own}::text[])`;
  const { rows } = await sql`${others('event_log')} union all ${others('event_pending')} limit 1`.execute(tx.tables<unknown>());
  if (rows.length > 0) throw refusal();
}
