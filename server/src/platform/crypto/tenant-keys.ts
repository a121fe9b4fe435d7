// Tenant keys: read from their table, unwrapped by the master key, kept in memory.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Db, Tx } from '../db/types.ts';
import { AppError } from '../errors/types.ts';
import { KEY_BYTES } from './envelope.ts';
import { onlyKey, type MasterKey, type MasterKeys } from './master.ts';
import { MASTER_ROTATION, unwrapTenantKey, wrapTenantKey, type TenantKeyRow } from './tenant-key-row.ts';

type Tables = { tenant_key: TenantKeyRow };
export type TenantKey = { version: number; key: Uint8Array };

export type TenantKeys = {
  /** The key that seals now: the highest version. Made at first use. `tx` saves a connection where the caller holds one. */
  current(tenant: TenantId, tx?: Tx): Promise<TenantKey>;
  version(tenant: TenantId, version: number, tx?: Tx): Promise<TenantKey>;
  /**
   * Adds a version; what was sealed under the earlier ones stays readable. Other processes that follow seal under it as soon as the
   * commit is announced to them, and in any case after `CURRENT_MS`. Of two at once both get the same version.
   */
  rotate(tenant: TenantId): Promise<number>;
  /** Hears of rotations in other processes. Returns the stop function. */
  follow(): Promise<() => Promise<void>>;
};

/** How long a process goes on sealing under the version it knows where no announcement reaches it. Opening needs no limit: a version never changes. */
const CURRENT_MS = 5_000;
const CHANNEL = 'tandem_keys';

export function createTenantKeys(parts: { db: Db; master: MasterKey | MasterKeys; clock: Clock }): TenantKeys {
  const { db, clock } = parts;
  const masters = 'key' in parts.master ? onlyKey(parts.master) : parts.master;
  const known = new Map<string, TenantKey>();
  const currents = new Map<TenantId, { key: TenantKey; until: number }>();
  /** Grows with each announcement: what was read before one is not kept after it. */
  let generation = 0;

  async function unwrap(row: TenantKeyRow): Promise<TenantKey> {
    const name = `${row.tenant}/${row.version}`;
    const cached = known.get(name);
    if (cached) return cached;
    const key = { version: row.version, key: await unwrapTenantKey(masters, row) };
    known.set(name, key);
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
    return row ? unwrap(row) : null;
  }

  /** In a transaction of its own, so that no key is used that a rollback takes away. Of two makers one wins. */
  async function make(tenant: TenantId, version: number): Promise<TenantKey> {
    await db.tenant(tenant, async (tx) => {
      // The last step of a master rotation waits for us, or we for it: then the file names the new key.
      await sql`select pg_advisory_xact_lock_shared(${MASTER_ROTATION}::bigint)`.execute(tx.tables());
      const wrapped = wrapTenantKey(await masters.refresh(), tenant, version, randomBytes(KEY_BYTES));
      await tx
        .tables<Tables>()
        .insertInto('tenant_key')
        .values({ tenant, version, wrapped, created_at: clock.now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await sql`select pg_notify(${CHANNEL}, '')`.execute(tx.tables());
    });
    const key = await db.tenant(tenant, (tx) => latest(tx, tenant));
    if (!key) throw new AppError('crypto.no-key', { tenant });
    return key;
  }

  const within = <T>(tenant: TenantId, tx: Tx | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
    tx ? work(tx) : db.tenant(tenant, work);

  async function current(tenant: TenantId, tx?: Tx): Promise<TenantKey> {
    const cached = currents.get(tenant);
    if (cached && cached.until > clock.now()) return cached.key;
    const before = generation;
    const key = (await within(tenant, tx, (open) => latest(open, tenant))) ?? (await make(tenant, 1));
    if (before === generation) currents.set(tenant, { key, until: clock.now() + CURRENT_MS });
    return key;
  }

  function forget(): void {
    generation += 1;
    currents.clear();
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
      return unwrap(row);
    },
    async rotate(tenant) {
      currents.delete(tenant);
      const before = await current(tenant);
      const key = await make(tenant, before.version + 1);
      forget();
      return key.version;
    },
    follow: () => db.listen(CHANNEL, forget),
  };
}
