// Who is behind a token, read from the tables: the user of a live session, or an API key within what its maker may.
import type { Permission } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { heldOf, within, type Held } from '../core/grants.ts';
import { permissionsOf } from '../core/permissions.ts';
import { sessionState, type SessionLimits } from '../core/session.ts';
import { withDescendants } from '../core/teams.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Context } from './context.ts';
import type { Tables, UserRow } from './tables.ts';

export type Known = Omit<Caller, 'ip'>;
export type Callers = {
  session(hash: string, now: number): Promise<Known | null>;
  key(hash: string, now: number): Promise<Known | null>;
};

/** `seen_at` and `last_used_at` are written at most this often. */
const SEEN_EVERY_MS = 60_000;
const PERSON = ['u.id as user', 'u.role', 'u.site', 'u.team', 'u.active', 'a.id as agent', 'r.permissions as made'] as const;

/** What a user may, by his role. */
export function rightsOf(user: Pick<UserRow, 'role'>, made: Permission[] | null): Held {
  return heldOf(made ?? permissionsOf(user.role));
}

export function createCallers(context: Context, limits: SessionLimits, ports: IdentityPorts): Callers {
  const { db } = context;

  async function teamsOf(tx: Tx, tenant: string, team: string | null): Promise<string[]> {
    if (team === null) return [];
    const rows = await tx.tables<Tables>().selectFrom('identity_team').select(['id', 'parent']).where('tenant', '=', tenant).execute();
    return withDescendants(rows, team);
  }

  return {
    async session(hash, now) {
      const found = await db.system(async (tx) => {
        const tables = tx.tables<Tables>();
        const row = await tables
          .selectFrom('identity_session as s')
          .innerJoin('identity_user as u', 'u.id', 's.user_id')
          .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
          .leftJoin('identity_role as r', 'r.id', 'u.made_role')
          .select([...PERSON, 's.id', 's.tenant', 's.created_at', 's.seen_at', 's.ended_at', 's.must_enrol'])
          .where('s.token_hash', '=', hash)
          .executeTakeFirst();
        if (!row?.active) return null;
        if (sessionState({ createdAt: row.created_at, seenAt: row.seen_at, endedAt: row.ended_at }, limits, now) !== 'live') return null;
        // Half the idle time where that is shorter, or a busy session would count as idle.
        if (now - row.seen_at >= Math.min(SEEN_EVERY_MS, limits.idleMs / 2))
          await tables.updateTable('identity_session').set({ seen_at: now }).where('id', '=', row.id).execute();
        return { row, teams: await teamsOf(tx, row.tenant, row.team) };
      });
      if (!found) return null;
      const { row, teams } = found;
      const { tenant, user, site, id: session } = row;
      // Nothing is open to him, and as an agent he is not there yet.
      if (row.must_enrol)
        return { tenant, user, agent: null, teams: [], sites: [], queues: [], session, mustEnrol: true, scope: () => null };
      const queues = row.agent === null ? [] : await ports.queuesOf(tenant, row.agent);
      return { tenant, user, agent: row.agent, teams, sites: [site], queues, session, scope: rightsOf(row, row.made) };
    },

    async key(hash, now) {
      const found = await db.system(async (tx) => {
        const tables = tx.tables<Tables>();
        const row = await tables
          .selectFrom('identity_api_key as k')
          .innerJoin('identity_user as u', 'u.id', 'k.made_by')
          .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
          .leftJoin('identity_role as r', 'r.id', 'u.made_role')
          .select([...PERSON, 'k.id', 'k.tenant', 'k.permissions', 'k.per_second', 'k.expires_at', 'k.last_used_at', 'k.revoked_at'])
          .where('k.key_hash', '=', hash)
          .executeTakeFirst();
        if (!row?.active || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now)) return null;
        if (row.last_used_at === null || now - row.last_used_at >= SEEN_EVERY_MS)
          await tables.updateTable('identity_api_key').set({ last_used_at: now }).where('id', '=', row.id).execute();
        return { row, teams: await teamsOf(tx, row.tenant, row.team) };
      });
      if (!found) return null;
      const { row, teams } = found;
      const { tenant, user, agent, site, id: session } = row;
      const queues = agent === null ? [] : await ports.queuesOf(tenant, agent);
      const scope = within(heldOf(row.permissions), rightsOf(row, row.made));
      const limit = row.per_second === null ? {} : { perSecond: row.per_second };
      return { tenant, user, agent, teams, sites: [site], queues, session, via: 'api-key', ...limit, scope };
    },
  };
}
