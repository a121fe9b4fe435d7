// Tenant keys: read from their table, unwrapped by the master key, kept in memory.
import { randomBytes } from 'node:crypto';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Db, Tx } from '../db/types.ts';
import { AppError } from '../errors/types.ts';
import { formatSealed, KEY_BYTES, openBytes, parseSealed, sealBytes } from './envelope.ts';
import type { MasterKey } from './master.ts';

type Tables = { tenant_key: { tenant: string; version: number; wrapped: string; created_at: number } };
export type TenantKey = { version: number; key: Uint8Array };

export type TenantKeys = {
  /** The key that seals now: the highest version. Made at first use. `tx` saves a connection where the caller holds one. */
  current(tenant: TenantId, tx?: Tx): Promise<TenantKey>;
  version(tenant: TenantId, version: number, tx?: Tx): Promise<TenantKey>;
  /** Adds a version; what was sealed under the earlier ones stays readable. Other processes seal under it after at most a minute. */
  rotate(tenant: TenantId): Promise<number>;
};

/** How long a process goes on sealing under the version it knows. Opening needs no limit: a version never changes. */
const CURRENT_MS = 60_000;

export function createTenantKeys(parts: { db: Db; master: MasterKey; clock: Clock }): TenantKeys {
  const { db, master, clock } = parts;
  const known = new Map<string, TenantKey>();
  const currents = new Map<TenantId, { key: TenantKey; until: number }>();

  function unwrap(tenant: TenantId, version: number, wrapped: string): TenantKey {
    const cached = known.get(`${tenant}/${version}`);
    if (cached) return cached;
    const { key: id, sealed } = parseSealed('tenant-key', wrapped);
    if (id !== master.id) throw new AppError('master-key.mismatch', { tenant, needed: id, given: master.id });
    const key = { version, key: openBytes(master.key, sealed, ['tenant-key', tenant, String(version)]) };
    known.set(`${tenant}/${version}`, key);
    return key;
  }

  async function latest(tx: Tx, tenant: TenantId): Promise<TenantKey | null> {
    const row = await tx
      .tables<Tables>()
      .selectFrom('tenant_key')
      .selectAll()
      .where('tenant', '=', tenant)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? unwrap(tenant, row.version, row.wrapped) : null;
  }

  /** In a transaction of its own, so that no key is used that a rollback takes away. Of two makers one wins. */
  async function make(tenant: TenantId, version: number): Promise<TenantKey> {
    const wrapped = formatSealed(
      'tenant-key',
      master.id,
      sealBytes(master.key, randomBytes(KEY_BYTES), ['tenant-key', tenant, String(version)]),
    );
    await db.tenant(tenant, (tx) =>
      tx
        .tables<Tables>()
        .insertInto('tenant_key')
        .values({ tenant, version, wrapped, created_at: clock.now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    const key = await db.tenant(tenant, (tx) => latest(tx, tenant));
    if (!key) throw new AppError('crypto.no-key', { tenant });
    return key;
  }

  const within = <T>(tenant: TenantId, tx: Tx | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
    tx ? work(tx) : db.tenant(tenant, work);

  async function current(tenant: TenantId, tx?: Tx): Promise<TenantKey> {
    const cached = currents.get(tenant);
    if (cached && cached.until > clock.now()) return cached.key;
    const key = (await within(tenant, tx, (open) => latest(open, tenant))) ?? (await make(tenant, 1));
    currents.set(tenant, { key, until: clock.now() + CURRENT_MS });
    return key;
  }

  return {
    current,
    async version(tenant, version, tx) {
      const cached = known.get(`${tenant}/${version}`);
      if (cached) return cached;
      const row = await within(tenant, tx, (open) =>
        open
          .tables<Tables>()
          .selectFrom('tenant_key')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('version', '=', version)
          .executeTakeFirst(),
      );
      if (!row) throw new AppError('crypto.no-key', { tenant, version });
      return unwrap(tenant, row.version, row.wrapped);
    },
    async rotate(tenant) {
      currents.delete(tenant);
      const before = await current(tenant);
      const key = await make(tenant, before.version + 1);
      currents.set(tenant, { key, until: clock.now() + CURRENT_MS });
      return key.version;
    },
  };
}
