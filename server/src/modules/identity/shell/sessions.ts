// Sessions: a random token that only its owner has, its hash in the table, and who is behind it when it comes back.
import { createHash } from 'node:crypto';
import type { AgentId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Authenticator } from '../../../platform/http/types.ts';
import type { SessionLimits } from '../core/session.ts';
import type { IdentityPorts } from '../ports.ts';
import { createCallers, type Known } from './callers.ts';
import { newId, type Context } from './context.ts';
import type { Tables } from './tables.ts';

/** How long a known caller is believed without asking the database: what another process revokes takes effect this late. */
const BELIEVED_MS = 2_000;
const BELIEVED_MOST = 10_000;
/** An address is familiar for so long after the account signed in from it. */
export const FAMILIAR_MS = 30 * 86_400_000;
/** How an API key begins: to be told apart, and found by whoever searches code for secrets. */
export const API_KEY = 'tdk_';

export type Sessions = Authenticator & {
  /** A fresh session in the caller's transaction; the token is shown here and never again. */
  open(tx: Tx, user: { tenant: TenantId; id: UserId }, ip: string, mustEnrol: boolean): Promise<{ token: string; session: string }>;
  end: (tenant: TenantId, session: string) => Promise<void>;
  /** Ends all sessions of a user (but one), in the caller's transaction; call `forget` after it. Returns the ended ids. */
  endAll(tx: Tx, user: UserId, except: string | null): Promise<string[]>;
  /** After the commit that ended them: sessions and API keys are believed no more, and their streams are closed. */
  forget(sessions: readonly string[]): void;
  /** After the commit that changed what they may: it is read anew at the next request, and before the next event of a stream. */
  changed(sessions: readonly string[]): void;
  onChanged(heard: (session: string) => void): () => void;
  /** Open sessions and API keys of these users. */
  liveOf(tx: Tx, users: readonly UserId[]): Promise<string[]>;
  /** Active agents of whom at least one session lives: not ended, not idle for too long, not too old. */
  agentsWithLiveSession: (tenant: TenantId) => Promise<AgentId[]>;
  /** Removes sessions that are over and too old to tell a familiar address by, of all tenants; for a daily job. */
  tidy: () => Promise<number>;
};

export const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

async function keysOf(tx: Tx, users: readonly UserId[]): Promise<string[]> {
  const keys = tx
    .tables<Tables>()
    .selectFrom('identity_api_key')
    .select('id')
    .where('made_by', 'in', users)
    .where('revoked_at', 'is', null);
  return (await keys.execute()).map((row) => row.id);
}

export function createSessions(context: Context, limits: SessionLimits, ports: IdentityPorts): Sessions {
  const { db, clock, random } = context;
  const callers = createCallers(context, limits, ports);
  const believed = new Map<string, { caller: Known; until: number }>();
  const listeners = new Set<(session: string) => void>();
  const changes = new Set<(session: string) => void>();
  let generation = 0;

  function disbelieve(ids: readonly string[]): void {
    const gone = new Set(ids);
    generation++;
    for (const [hash, { caller }] of believed) if (gone.has(caller.session)) believed.delete(hash);
  }

  function forget(sessions: readonly string[]): void {
    disbelieve(sessions);
    for (const session of sessions) for (const listener of listeners) listener(session);
  }

  return {
    forget,
    changed(ids) {
      disbelieve(ids);
      for (const id of ids) for (const heard of changes) heard(id);
    },
    onChanged(heard) {
      changes.add(heard);
      return () => void changes.delete(heard);
    },
    async liveOf(tx, users) {
      if (users.length === 0) return [];
      const tables = tx.tables<Tables>();
      const sessions = await tables
        .selectFrom('identity_session')
        .select('id')
        .where('user_id', 'in', users)
        .where('ended_at', 'is', null)
        .execute();
      return [...sessions.map((row) => row.id), ...(await keysOf(tx, users))];
    },
    async authenticate(token, ip) {
      const now = clock.now();
      const hash = hashOf(token);
      const known = believed.get(hash);
      if (known && now < known.until) return { ...known.caller, ip };
      believed.delete(hash);
      const asOf = generation;
      const caller = await (token.startsWith(API_KEY) ? callers.key(hash, now) : callers.session(hash, now));
      if (!caller) return null;
      // What was read while somebody's rights were changed may be what they were before.
      if (asOf === generation) believed.set(hash, { caller, until: now + BELIEVED_MS });
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
    async open(tx, user, ip, mustEnrol) {
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
        must_enrol: mustEnrol,
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
