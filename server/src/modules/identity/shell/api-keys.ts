// API keys: made by a user within what he may, shown once, kept as a hash, revoked at once.
import { Type } from 'typebox';
import type { ApiKey, ApiKeyCreated, NewApiKey } from '@tandem/contract/api/api-keys.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { ApiKeyId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Page } from '../../../platform/http/types.ts';
import type { Held } from '../core/grants.ts';
import { changed, newId, type Context } from './context.ts';
import { requireGivable } from './roles.ts';
import { API_KEY, hashOf, type Sessions } from './sessions.ts';
import type { Tables } from './tables.ts';

export type ApiKeys = {
  /** Throws `permission.*`, `api-key.expired`. */
  create(tenant: TenantId, key: NewApiKey, by: { user: UserId; held: Held; actor: Actor }): Promise<ApiKeyCreated>;
  /** Newest first; with `madeBy` those of one user. */
  list(tenant: TenantId, filter: { limit?: number; cursor?: string; madeBy?: UserId }): Promise<Page<ApiKey>>;
  /** Its requests fail and its streams close from here on. With `madeBy` only where it is that user's. */
  revoke(tenant: TenantId, id: ApiKeyId, madeBy: UserId | undefined, actor: Actor): Promise<void>;
};

const KEY_BYTES = 32;
/** Enough to tell keys apart; the 200 bits that stay unknown are beyond guessing. */
const SHOWN = API_KEY.length + 8;

export function createApiKeys(context: Context, sessions: Sessions): ApiKeys {
  const { db, clock, random } = context;

  function select(tx: Tx) {
    return tx
      .tables<Tables>()
      .selectFrom('identity_api_key as k')
      .innerJoin('identity_user as u', 'u.id', 'k.made_by')
      .select(['k.id', 'k.name', 'k.start', 'k.permissions', 'k.per_second', 'k.made_by', 'u.name as maker'])
      .select(['k.created_at', 'k.expires_at', 'k.last_used_at', 'k.revoked_at']);
  }
  type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;
  const shown = (row: Row): ApiKey => ({
    id: row.id,
    name: row.name,
    start: row.start,
    permissions: row.permissions,
    perSecond: row.per_second,
    madeBy: { id: row.made_by, name: row.maker },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  });

  function tell(tx: Tx, { id, name, permissions, perSecond, madeBy, expiresAt, revokedAt }: ApiKey, actor: Actor): Promise<void> {
    return changed(context, tx, 'api-key', id, { name, permissions, perSecond, madeBy: madeBy.id, expiresAt, revokedAt }, actor);
  }

  return {
    create(tenant, { id = newId(context, 'key'), name, permissions, expiresAt = null, perSecond = null }, { user, held, actor }) {
      requireGivable(held, permissions);
      const now = clock.now();
      if (expiresAt !== null && expiresAt <= now) throw new AppError('api-key.expired');
      const secret = API_KEY + Buffer.from(random.bytes(KEY_BYTES)).toString('base64url');
      return db.tenant(tenant, async (tx) => {
        const { numInsertedOrUpdatedRows } = await tx
          .tables<Tables>()
          .insertInto('identity_api_key')
          .values({
            id,
            tenant,
            name: name.trim(),
            key_hash: hashOf(secret),
            start: secret.slice(0, SHOWN),
            permissions: JSON.stringify(permissions),
            per_second: perSecond,
            made_by: user,
            created_at: now,
            expires_at: expiresAt,
            last_used_at: null,
            revoked_at: null,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) throw new AppError('api-key.id-taken', { id });
        const key = shown(await select(tx).where('k.id', '=', id).executeTakeFirstOrThrow());
        await tell(tx, key, actor);
        return { key, secret };
      });
    },

    async list(tenant, { limit = 50, cursor, madeBy }) {
      const before = cursor === undefined ? null : decodeCursor(cursor, Type.String());
      const rows = await db.tenant(
        tenant,
        (tx) => {
          let query = select(tx);
          if (madeBy !== undefined) query = query.where('k.made_by', '=', madeBy);
          if (before !== null) query = query.where('k.id', '<', before as ApiKeyId);
          return query
            .orderBy('k.id', 'desc')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const items = rows.slice(0, limit).map(shown);
      return { items, nextCursor: rows.length > limit ? encodeCursor(items.at(-1)!.id) : null };
    },

    async revoke(tenant, id, madeBy, actor) {
      await db.tenant(tenant, async (tx) => {
        const row = await select(tx).where('k.id', '=', id).executeTakeFirst();
        if (!row || (madeBy !== undefined && row.made_by !== madeBy)) throw new AppError('api-key.not-found', { id });
        if (row.revoked_at !== null) return;
        const revoked = clock.now();
        await tx.tables<Tables>().updateTable('identity_api_key').set({ revoked_at: revoked }).where('id', '=', id).execute();
        await tell(tx, shown({ ...row, revoked_at: revoked }), actor);
      });
      sessions.forget([id]);
    },
  };
}
