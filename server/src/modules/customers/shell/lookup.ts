// Lookup tables that flows read: key -> a small record of texts. Orders are one.
import type { Actor } from '@tandem/contract/events.ts';
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { CustomersTables } from './tables.ts';

export type LookupRow = { key: string; value: Record<string, string>; customer?: CustomerId };

export function createLookup(deps: { db: Db; log: EventLog }) {
  const { db, log } = deps;
  return {
    /** The record under the key, or null. */
    async lookup(tenant: TenantId, table: string, key: string): Promise<Record<string, string> | null> {
      const row = await db.tenant(tenant, (tx) =>
        tx
          .tables<CustomersTables>()
          .selectFrom('lookup_row')
          .select('value')
          .where('table_name', '=', table)
          .where('key', '=', key)
          .executeTakeFirst(),
      );
      return row?.value ?? null;
    },

    async lookupTables(tenant: TenantId): Promise<string[]> {
      const rows = await db.tenant(tenant, (tx) =>
        tx.tables<CustomersTables>().selectFrom('lookup_row').select('table_name').distinct().orderBy('table_name').execute(),
      );
      return rows.map((row) => row.table_name);
    },

    /** Adds or replaces rows. The event names the keys only: the values may be about a person. */
    async putLookupRows(tenant: TenantId, table: string, rows: readonly LookupRow[], actor: Actor): Promise<void> {
      if (rows.length === 0) return;
      await db.tenant(tenant, async (tx) => {
        await tx
          .tables<CustomersTables>()
          .insertInto('lookup_row')
          .values(
            rows.map((row) => ({
              tenant,
              table_name: table,
              key: row.key,
              value: JSON.stringify(row.value),
              customer: row.customer ?? null,
            })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'table_name', 'key'])
              .doUpdateSet((set) => ({ value: set.ref('excluded.value'), customer: set.ref('excluded.customer'), joined_from: null })),
          )
          .execute();
        await log.append(tx, [
          {
            stream: `${tenant}/lookup/${table}`,
            type: 'config.changed',
            data: { kind: 'lookup-table', id: table, value: { keys: rows.map((row) => row.key) }, engine: 'customers/1' },
            actor,
          },
        ]);
      });
    },
  };
}
