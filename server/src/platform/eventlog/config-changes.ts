// Changes of configuration as the log has them: newest first, each with the state before it and the state that is now.
import type { Actor } from '@tandem/contract/events.ts';
import { sql, type RawBuilder } from 'kysely';
import { invariant } from '../../kernel/assert.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Tx } from '../db/types.ts';

/** States are what the object's module told: an object, or null where there was none (any more). */
export type ConfigChange = {
  id: string;
  stream: string;
  kind: string;
  at: EpochMs;
  version: number;
  actor: Actor;
  before: unknown;
  after: unknown;
  now: unknown;
  /** Nobody changed the object since. */
  newest: boolean;
};

export type ChangesQuery = {
  kinds: readonly string[];
  /** One object. */
  object?: string | undefined;
  /** One change. */
  id?: string;
  /** The place of the last one read. */
  after?: { at: EpochMs; version: number; id: string } | null;
  limit: number;
};

/** What is in the log and what the sequencer has not moved there yet. */
const changesAs = (tx: Tx, alias: string): RawBuilder<unknown> => sql`
  (select id, stream, version, data, actor, at from event_log where tenant = ${tx.tenant} and type = 'config.changed'
   union all
   select id, stream, version, data, actor, at from event_pending where tenant = ${tx.tenant} and type = 'config.changed'
  ) ${sql.raw(alias)}`;

/** Of the transaction's tenant, those not yet sequenced too. */
export async function readConfigChanges(tx: Tx, { kinds, object, id, after, limit }: ChangesQuery): Promise<ConfigChange[]> {
  invariant(tx.tenant !== null, 'changes are read in a transaction of their tenant');
  const where = [
    sql`c.data ->> 'kind' = any(${[...kinds]}::text[])`,
    ...(object === undefined ? [] : [sql`c.stream = ${object}`]),
    ...(id === undefined ? [] : [sql`c.id = ${id}`]),
    ...(after ? [sql`(c.at, c.version, c.id) < (${after.at}::bigint, ${after.version}::int, ${after.id}::text)`] : []),
  ];
  const { rows } = await sql<ConfigChange>`
    select c.id, c.stream, c.data ->> 'kind' as kind, c.at, c.version, c.actor,
      coalesce(c.data -> 'before', earlier.data -> 'value') as before,
      c.data -> 'value' as after,
      coalesce(later.data, c.data) -> 'value' as now,
      later.data is null as newest
    from ${changesAs(tx, 'c')}
    left join lateral (
      select p.data from ${changesAs(tx, 'p')}
      where p.stream = c.stream and p.version < c.version and p.data ->> 'kind' = c.data ->> 'kind'
      order by p.version desc limit 1
    ) earlier on true
    left join lateral (
      select n.data from ${changesAs(tx, 'n')}
      where n.stream = c.stream and n.version > c.version and n.data ->> 'kind' = c.data ->> 'kind'
      order by n.version desc limit 1
    ) later on true
    where ${sql.join(where, sql` and `)}
    order by c.at desc, c.version desc, c.id desc
    limit ${limit}`.execute(tx.tables<unknown>());
  return rows;
}

/** What objects are now, or were last, by their ids; of several things under one id (a queue and its dispositions) the named kinds alone. */
export async function readLastStates(tx: Tx, objects: readonly string[], kinds: readonly string[]): Promise<Map<string, unknown>> {
  if (objects.length === 0) return new Map();
  const { rows } = await sql<{ stream: string; value: unknown }>`
    select o.stream, last.value from unnest(${[...objects]}::text[]) o (stream)
    join lateral (
      select c.data -> 'value' as value from ${changesAs(tx, 'c')}
      where c.stream = o.stream and c.data ->> 'kind' = any(${[...kinds]}::text[]) and c.data -> 'value' <> 'null'::jsonb
      order by c.version desc limit 1
    ) last on true`.execute(tx.tables<unknown>());
  return new Map(rows.map((row) => [row.stream, row.value]));
}
