// After a rotation of a tenant's key: the keys of customers, which are small, wrapped anew by it, and what each version still holds.
import { sql } from 'kysely';
import type { KeyVersion } from '@tandem/contract/api/keys.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../db/types.ts';
import { formatSealed, openBytes, parseSealed, sealBytes } from './envelope.ts';
import { parseVersion } from './keyring.ts';
import { masterIdOf, type TenantKeyRow } from './tenant-key-row.ts';
import type { TenantKeys } from './tenant-keys.ts';

type Tables = { tenant_key: TenantKeyRow; customer_key: { customer: string; tenant: string; wrapped: string } };
const SLICE = 100;

/**
 * Safe to repeat and to cut off. Keys that are locked right now (an erasure under way) are passed over; returns how many were wrapped anew
 * and how many are left.
 */
export async function rewrapCustomerKeys(
  parts: { db: Db; keys: TenantKeys },
  tenant: TenantId,
): Promise<{ wrapped: number; left: number }> {
  const { db, keys } = parts;
  const { version, key } = await keys.current(tenant);
  const wanted = `customer-key:v1:${version}:%`;
  let wrapped = 0;
  for (;;) {
    const slice = await db.tenant(tenant, async (tx) => {
      const rows = await tx
        .tables<Tables>()
        .selectFrom('customer_key')
        .selectAll()
        .where('wrapped', 'not like', wanted)
        .limit(SLICE)
        // Not a full lock: sealing holds KEY SHARE on the row, and both may go on.
        .forNoKeyUpdate()
        .skipLocked()
        .execute();
      for (const row of rows) {
        const { key: under, sealed } = parseSealed('customer-key', row.wrapped);
        const binding = ['customer-key', tenant, row.customer] as const;
        const old = await keys.version(tenant, parseVersion(under), tx);
        const next = formatSealed('customer-key', String(version), sealBytes(key, openBytes(old.key, sealed, binding), binding));
        await tx.tables<Tables>().updateTable('customer_key').set({ wrapped: next }).where('customer', '=', row.customer).execute();
      }
      return rows.length;
    });
    wrapped += slice;
    if (slice === 0) break;
  }
  const left = await db.tenant(
    tenant,
    (tx) =>
      tx
        .tables<Tables>()
        .selectFrom('customer_key')
        .select(sql<number>`count(*)::int`.as('n'))
        .where('wrapped', 'not like', wanted)
        .executeTakeFirstOrThrow(),
    { read: true },
  );
  return { wrapped, left: left.n };
}

/** Newest first. */
export function listVersions(db: Db, tenant: TenantId): Promise<KeyVersion[]> {
  return db.tenant(
    tenant,
    async (tx) => {
      const rows = await tx.tables<Tables>().selectFrom('tenant_key').selectAll().orderBy('version', 'desc').execute();
      const counts = await tx
        .tables<Tables>()
        .selectFrom('customer_key')
        .select([sql<string>`split_part(wrapped, ':', 3)`.as('version'), sql<number>`count(*)::int`.as('n')])
        .groupBy(sql`split_part(wrapped, ':', 3)`)
        .execute();
      return rows.map((row, at) => ({
        version: row.version,
        createdAt: Number(row.created_at),
        current: at === 0,
        masterKey: masterIdOf(row.wrapped),
        customers: counts.find((each) => each.version === String(row.version))?.n ?? 0,
      }));
    },
    { read: true },
  );
}
