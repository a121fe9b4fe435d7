// Users: made, changed and listed. A change that takes rights away ends the sessions that had them.
import { Type } from 'typebox';
import type { ChangeUser, CreateUser, User } from '@tandem/contract/api/users.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, SiteId, TeamId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { RoleName } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Page } from '../../../platform/http/types.ts';
import { isWeak } from '../core/password.ts';
import { setAgent } from './agents.ts';
import { changed, newId, type Context } from './context.ts';
import type { Passwords } from './passwords.ts';
import { requireTeam } from './places.ts';
import type { Sessions } from './sessions.ts';
import type { Tables, UserRow } from './tables.ts';

export type Users = {
  /** Throws `user.email-taken`, `user.password-weak`, `team.not-found`, `site.not-found`. */
  create: (tenant: TenantId, user: CreateUser, actor: Actor) => Promise<User>;
  change: (tenant: TenantId, id: UserId, change: ChangeUser, actor: Actor) => Promise<User>;
  changePassword: (tenant: TenantId, id: UserId, passwords: { present: string; next: string }, session: string) => Promise<void>;
  list: (tenant: TenantId, filter: { limit?: number; cursor?: string; team?: TeamId; role?: RoleName }) => Promise<Page<User>>;
  byEmail: (tenant: TenantId, email: string) => Promise<User | null>;
};

const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23505';

function select(tx: Tx) {
  return tx
    .tables<Tables>()
    .selectFrom('identity_user as u')
    .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
    .select(['u.id', 'u.email', 'u.name', 'u.language', 'u.role', 'u.site', 'u.team', 'a.id as agent', 'u.active', 'u.created_at']);
}

const shown = ({ created_at, ...row }: Omit<UserRow, 'tenant' | 'password_hash'> & { agent: AgentId | null }): User => ({
  ...row,
  createdAt: created_at,
});

export function createUsers(context: Context, parts: { passwords: Passwords; sessions: Sessions }): Users {
  const { db, clock } = context;
  const { passwords, sessions } = parts;

  async function get(tx: Tx, id: UserId): Promise<User> {
    const row = await select(tx).where('u.id', '=', id).executeTakeFirst();
    if (!row) throw new AppError('user.not-found', { id });
    return shown(row);
  }

  function refuseWeak(password: string, person: { email: string; name: string }): void {
    if (isWeak(password, person)) throw new AppError('user.password-weak');
  }

  async function tell(tx: Tx, user: User, actor: Actor): Promise<void> {
    const { id, role, site, team, agent, active, language } = user;
    await changed(context, tx, 'user', id, { role, site, team, agent, active, language }, actor);
  }

  async function siteOf(tx: Tx, wanted: SiteId | undefined): Promise<SiteId> {
    let query = tx.tables<Tables>().selectFrom('identity_site').select('id').orderBy('id').limit(1);
    if (wanted !== undefined) query = query.where('id', '=', wanted);
    const row = await query.executeTakeFirst();
    if (!row) throw new AppError('site.not-found', { id: wanted ?? '' });
    return row.id;
  }

  /** Locks the tenant's administrators, so that two changes at once cannot remove the last two. */
  async function keepAdministrator(tx: Tx, id: UserId): Promise<void> {
    const rows = await tx
      .tables<Tables>()
      .selectFrom('identity_user')
      .select('id')
      .where('role', '=', 'administrator')
      .where('active', '=', true)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (rows.length === 1 && rows[0]?.id === id) throw new AppError('user.last-administrator');
  }

  return {
    async create(tenant, user, actor) {
      const email = user.email.trim().toLowerCase();
      refuseWeak(user.password, { email, name: user.name });
      const password_hash = await passwords.hash(user.password);
      const id = user.id ?? newId(context, 'usr');
      try {
        return await db.tenant(tenant, async (tx) => {
          await requireTeam(tx, user.team ?? null);
          const site = await siteOf(tx, user.site);
          const { name, role, language = 'en', team = null } = user;
          await tx
            .tables<Tables>()
            .insertInto('identity_user')
            .values({ id, tenant, email, name, language, role, site, team, password_hash, active: true, created_at: clock.now() })
            .execute();
          await setAgent(context, tx, tenant, id, user.takesWork ?? role === 'agent');
          const made = await get(tx, id);
          await tell(tx, made, actor);
          return made;
        });
      } catch (error) {
        if (isTaken(error)) throw new AppError('user.email-taken', { email }, { cause: error });
        throw error;
      }
    },

    async change(tenant, id, { takesWork, password, ...fields }, actor) {
      const password_hash = password === undefined ? undefined : await passwords.hash(password);
      const { user, ended } = await db.tenant(tenant, async (tx) => {
        const before = await get(tx, id);
        if (password !== undefined) refuseWeak(password, before);
        if (fields.team !== undefined) await requireTeam(tx, fields.team);
        const demoted = fields.role !== undefined && fields.role !== before.role;
        if (before.role === 'administrator' && (demoted || fields.active === false)) await keepAdministrator(tx, id);
        const values = { ...fields, ...(password_hash === undefined ? {} : { password_hash }) };
        if (Object.keys(values).length > 0)
          await tx.tables<Tables>().updateTable('identity_user').set(values).where('id', '=', id).execute();
        if (takesWork !== undefined) await setAgent(context, tx, tenant, id, takesWork);
        const after = await get(tx, id);
        await tell(tx, after, actor);
        // Rights are read with the session: ending them is what makes a demotion or a new password take effect at once, everywhere.
        const over = demoted || fields.active === false || password !== undefined;
        return { user: after, ended: over ? await sessions.endAll(tx, id, null) : [] };
      });
      sessions.forget(ended);
      return user;
    },

    async changePassword(tenant, id, { present, next }, session) {
      const row = await db.tenant(tenant, (tx) =>
        tx.tables<Tables>().selectFrom('identity_user').select(['password_hash', 'email', 'name']).where('id', '=', id).executeTakeFirst(),
      );
      if (!row || !(await passwords.verify(present, row.password_hash))) throw new AppError('auth.wrong-password');
      refuseWeak(next, row);
      const password_hash = await passwords.hash(next);
      const ended = await db.tenant(tenant, async (tx) => {
        await tx.tables<Tables>().updateTable('identity_user').set({ password_hash }).where('id', '=', id).execute();
        return await sessions.endAll(tx, id, session);
      });
      sessions.forget(ended);
    },

    async list(tenant, { limit = 50, cursor, team, role }) {
      const after = cursor === undefined ? null : decodeCursor(cursor, Type.String());
      const rows = await db.tenant(
        tenant,
        (tx) => {
          let query = select(tx);
          if (team !== undefined) query = query.where('u.team', '=', team);
          if (role !== undefined) query = query.where('u.role', '=', role);
          if (after !== null) query = query.where('u.id', '>', after as UserId);
          return query
            .orderBy('u.id')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const items = rows.slice(0, limit).map(shown);
      return { items, nextCursor: rows.length > limit ? encodeCursor(items.at(-1)!.id) : null };
    },

    async byEmail(tenant, email) {
      const row = await db.tenant(tenant, (tx) => select(tx).where('u.email', '=', email.trim().toLowerCase()).executeTakeFirst(), {
        read: true,
      });
      return row ? shown(row) : null;
    },
  };
}
