// The audit trail: who did what to what, from where, and how it ended. Written once, read by page.
import { Type } from 'typebox';
import type { AuditEntry } from '@tandem/contract/api/audit.ts';
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Auditor, Page } from '../../../platform/http/types.ts';
import { newId, type Context } from './context.ts';
import type { Tables } from './tables.ts';

export type AuditFilter = {
  limit?: number;
  cursor?: string;
  user?: UserId;
  action?: string;
  object?: string;
  outcome?: AuditEntry['outcome'];
  from?: number;
  to?: number;
};

const Place = Type.Tuple([Type.Integer(), Type.String()]);

export type Audit = Auditor & {
  /** In the caller's own transaction, so that the act and its entry stand or fall together. */
  recordIn(tx: Tx, entry: Parameters<Auditor['record']>[0]): Promise<void>;
  /** Newest first; entries written meanwhile do not move the pages. */
  list: (tenant: TenantId, filter: AuditFilter) => Promise<Page<AuditEntry>>;
};

export function createAudit(context: Context): Audit {
  const { db, clock } = context;

  async function recordIn(
    tx: Tx,
    { tenant, user, key = null, action, object, outcome, ip, details }: Parameters<Auditor['record']>[0],
  ): Promise<void> {
    const row = {
      id: newId(context, 'aud'),
      tenant,
      at: clock.now(),
      user_id: user,
      key_id: key,
      action,
      object,
      outcome,
      ip,
      details: JSON.stringify(details),
    };
    await tx.tables<Tables>().insertInto('identity_audit').values(row).execute();
  }

  return {
    recordIn,
    record: (entry) => db.tenant(entry.tenant, (tx) => recordIn(tx, entry), { single: true }),
    async list(tenant, { limit = 50, cursor, user, action, object, outcome, from, to }) {
      const place = cursor === undefined ? null : decodeCursor(cursor, Place);
      const rows = await db.tenant(
        tenant,
        (tx) => {
          let query = tx
            .tables<Tables>()
            .selectFrom('identity_audit as a')
            .leftJoin('identity_user as u', 'u.id', 'a.user_id')
            .leftJoin('identity_api_key as k', 'k.id', 'a.key_id')
            .selectAll('a')
            .select(['u.name as user_name', 'k.id as key', 'k.name as key_name']);
          if (user !== undefined) query = query.where('a.user_id', '=', user);
          if (action !== undefined)
            query = query.where((eb) =>
              eb.or([eb('a.action', '=', action), eb(eb.fn('starts_with', ['a.action', eb.val(`${action}.`)]), '=', true)]),
            );
          if (object !== undefined) query = query.where('a.object', '=', object);
          if (outcome !== undefined) query = query.where('a.outcome', '=', outcome);
          if (from !== undefined) query = query.where('a.at', '>=', from);
          if (to !== undefined) query = query.where('a.at', '<', to);
          if (place) query = query.where((eb) => eb(eb.refTuple('a.at', 'a.id'), '<', eb.tuple(place[0], place[1] as `aud_${string}`)));
          return query
            .orderBy('a.at', 'desc')
            .orderBy('a.id', 'desc')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map((row) => ({
          id: row.id,
          at: row.at,
          user: row.user_id === null ? null : { id: row.user_id, name: row.user_name ?? '' },
          key: row.key === null ? null : { id: row.key, name: row.key_name ?? '' },
          action: row.action,
          object: row.object,
          outcome: row.outcome,
          ip: row.ip,
          details: row.details,
        })),
        nextCursor: rows.length > limit && last ? encodeCursor([last.at, last.id]) : null,
      };
    },
  };
}
