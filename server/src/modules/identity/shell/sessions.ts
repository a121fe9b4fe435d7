// Sessions: a random token that only its owner has, its hash in the table, and who is behind it when it comes back.
import { createHash } from 'node:crypto';
import type { AgentId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Authenticator, Caller } from '../../../platform/http/types.ts';
import { scopeOf } from '../core/permissions.ts';
import { sessionState, type SessionLimits } from '../core/session.ts';
import { withDescendants } from '../core/teams.ts';
import type { IdentityPorts } from '../ports.ts';
import { newId, type Context } from './context.ts';
import type { Tables } from './tables.ts';

/** How long a known caller is believed without asking the database: what another process revokes takes effect this late. */
const BELIEVED_MS = 2_000;
const BELIEVED_MOST = 10_000;
/** An address is familiar for so long after the account signed in from it. */
export const FAMILIAR_MS = 30 * 86_400_000;
/** `seen_at` is written at most this often. */
const SEEN_EVERY_MS = 60_000;

export type Sessions = Authenticator & {
  /** A fresh session in the caller's transaction; the token is shown here and never again. */
  open(tx: Tx, user: { tenant: TenantId; id: UserId }, ip: string): Promise<{ token: string; session: string }>;
  end: (tenant: TenantId, session: string) => Promise<void>;
  /** Ends all sessions of a user (but one), in the caller's transaction; call `forget` after it. Returns the ended ids. */
  endAll(tx: Tx, user: UserId, except: string | null): Promise<string[]>;
  forget(sessions: readonly string[]): void;
  /** Active agents of whom at least one session lives: not ended, not idle for too long, not too old. */
  agentsWithLiveSession: (tenant: TenantId) => Promise<AgentId[]>;
  /** Removes sessions that are over and too old to tell a familiar address by, of all tenants; for a daily job. */
  tidy: () => Promise<number>;
};

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

export function createSessions(context: Context, limits: SessionLimits, ports: IdentityPorts): Sessions {
  const { db, clock, random } = context;
  const believed = new Map<string, { caller: Omit<Caller, 'ip'>; until: number }>();
  const listeners = new Set<(session: string) => void>();

  async function lookUp(hash: string, now: number): Promise<Omit<Caller, 'ip'> | null> {
    const found = await db.system(async (tx) => {
      const tables = tx.tables<Tables>();
      const row = await tables
        .selectFrom('identity_session as s')
        .innerJoin('identity_user as u', 'u.id', 's.user_id')
        .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
        .select([
          's.id',
          's.tenant',
          's.created_at',
          's.seen_at',
          's.ended_at',
          'u.id as user',
          'u.role',
          'u.site',
          'u.team',
          'u.active',
          'a.id as agent',
        ])
        .where('s.token_hash', '=', hash)
        .executeTakeFirst();
      if (!row?.active) return null;
      if (sessionState({ createdAt: row.created_at, seenAt: row.seen_at, endedAt: row.ended_at }, limits, now) !== 'live') return null;
      // Half the idle time where that is shorter, or a busy session would count as idle.
      if (now - row.seen_at >= Math.min(SEEN_EVERY_MS, limits.idleMs / 2)) {
        await tables.updateTable('identity_session').set({ seen_at: now }).where('id', '=', row.id).execute();
      }
      const teams =
        row.team === null
          ? []
          : await tables.selectFrom('identity_team').select(['id', 'parent']).where('tenant', '=', row.tenant).execute();
      return { row, teams: row.team === null ? [] : withDescendants(teams, row.team) };
    });
    if (!found) return null;
    const { row, teams } = found;
    const queues = row.agent === null ? [] : await ports.queuesOf(row.tenant, row.agent);
    return {
      tenant: row.tenant,
      user: row.user,
      agent: row.agent,
      teams,
      sites: [row.site],
      queues,
      session: row.id,
      scope: (action) => scopeOf(row.role, action),
    };
  }

  function forget(sessions: readonly string[]): void {
    const gone = new Set(sessions);
    for (const [hash, { caller }] of believed) if (gone.has(caller.session)) believed.delete(hash);
    for (const session of sessions) for (const listener of listeners) listener(session);
  }

  return {
    forget,
    async authenticate(token, ip) {
      const now = clock.now();
      const hash = hashOf(token);
      const known = believed.get(hash);
      if (known && now < known.until) return { ...known.caller, ip };
      believed.delete(hash);
      const caller = await lookUp(hash, now);
      if (!caller) return null;
      believed.set(hash, { caller, until: now + BELIEVED_MS });
      if (believed.size > BELIEVED_MOST) believed.delete(believed.keys().next().value!);
      return { ...caller, ip };
    },
    agentsWithLiveSession: (tenant) =>
      db.tenant(
        tenant,
        async (tx) => {
          const now = clock.now();
          // The same rule as core/session.ts, in the words of the database.
          const rows = await tx
            .tables<Tables>()
            .selectFrom('identity_session as s')
            .innerJoin('identity_user as u', 'u.id', 's.user_id')
            .innerJoin('identity_agent as a', 'a.user_id', 'u.id')
            .select('a.id')
            .distinct()
            .where('s.ended_at', 'is', null)
            .where('s.created_at', '>', now - limits.absoluteMs)
            .where('s.seen_at', '>', now - limits.idleMs)
            .where('u.active', '=', true)
            .where('a.active', '=', true)
            .orderBy('a.id')
            .execute();
          return rows.map((row) => row.id);
        },
        { read: true },
      ),
    tidy: () =>
      db.system(async (tx) => {
        const before = clock.now() - FAMILIAR_MS - limits.absoluteMs;
        const { numDeletedRows } = await tx
          .tables<Tables>()
          .deleteFrom('identity_session')
          .where('created_at', '<', before)
          .executeTakeFirst();
        return Number(numDeletedRows);
      }),
    onRevoked(ended) {
      listeners.add(ended);
      return () => void listeners.delete(ended);
    },
    async open(tx, user, ip) {
      const token = Buffer.from(random.bytes(32)).toString('base64url');
      const now = clock.now();
      const session = newId(context, 'ses');
      const row = {
        id: session,
        tenant: user.tenant,
        user_id: user.id,
        token_hash: hashOf(token),
        created_at: now,
        seen_at: now,
        ended_at: null,
        ip,
      };
      await tx.tables<Tables>().insertInto('identity_session').values(row).execute();
      return { token, session };
    },
    async end(tenant, session) {
      await db.tenant(tenant, (tx) =>
        tx
          .tables<Tables>()
          .updateTable('identity_session')
          .set({ ended_at: clock.now() })
          .where('id', '=', session)
          .where('ended_at', 'is', null)
          .execute(),
      );
      forget([session]);
    },
    async endAll(tx, user, except) {
      let query = tx
        .tables<Tables>()
        .updateTable('identity_session')
        .set({ ended_at: clock.now() })
        .where('user_id', '=', user)
        .where('ended_at', 'is', null);
      if (except !== null) query = query.where('id', '!=', except);
      return (await query.returning('id').execute()).map((row) => row.id);
    },
  };
}
