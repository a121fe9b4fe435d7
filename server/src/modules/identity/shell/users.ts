// Users: made, changed and listed. A change that takes rights away ends the sessions that had them.
import { Type } from 'typebox';
import type { ChangeUser, CreateUser, User } from '@tandem/contract/api/users.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, SiteId, TeamId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { RoleId, RoleName } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Page } from '../../../platform/http/types.ts';
import { beyond, named, type Held } from '../core/grants.ts';
import { isWeak } from '../core/password.ts';
import { readAdministrators } from './administrators.ts';
import { setAgent } from './agents.ts';
import { changed, newId, type Context } from './context.ts';
import type { Passwords } from './passwords.ts';
import { keepProfiles } from './profiles.ts';
import { requireTeam } from './places.ts';
import { roleIn } from './roles.ts';
import type { SecondFactors } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import type { Tables, UserRow } from './tables.ts';

export type Users = {
  /** `held`: what the caller may, for rights are given by those who have them. Throws `user.*`, `team.not-found`, `site.not-found`, `role.not-found`, `permission.beyond-own`. */
  create: (tenant: TenantId, user: CreateUser, actor: Actor, held?: Held) => Promise<User>;
  change: (tenant: TenantId, id: UserId, change: ChangeUser, actor: Actor, held?: Held) => Promise<User>;
  /** Takes away the second factor of somebody who lost it, and ends his sessions. */
  resetSecondFactor: (tenant: TenantId, id: UserId, actor: Actor, held: Held) => Promise<void>;
  /** All of the agent's; he is put out. */
  endSessionsOf: (tenant: TenantId, agent: AgentId) => Promise<void>;
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
    .leftJoin('identity_second_factor as f', (join) => join.onRef('f.user_id', '=', 'u.id').on('f.confirmed_at', 'is not', null))
    .select(['u.id', 'u.email', 'u.name', 'u.language', 'u.role', 'u.made_role', 'u.site', 'u.team'])
    .select(['a.id as agent', 'f.confirmed_at', 'u.active', 'u.created_at']);
}

type Row = Omit<UserRow, 'tenant' | 'password_hash'> & { agent: AgentId | null; confirmed_at: number | null };
const shown = ({ created_at, made_role, confirmed_at, ...row }: Row): User => ({
  ...row,
  roleId: made_role ?? row.role,
  secondFactor: confirmed_at !== null,
  createdAt: created_at,
});

async function userIn(tx: Tx, id: UserId): Promise<User> {
  const row = await select(tx).where('u.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('user.not-found', { id });
  return shown(row);
}

/** Appends the user as he is now, without his name and address: these stand under the version that `profile` tells. */
export async function tellUser(context: Context, tx: Tx, user: UserId, actor: Actor): Promise<void> {
  const { id, role, roleId, secondFactor, site, team, agent, active, language } = await userIn(tx, user);
  const profile = (await keepProfiles(tx, [id])).get(id);
  await changed(context, tx, 'user', id, { role, roleId, secondFactor, site, team, agent, active, language, profile }, actor);
}

/** Throws where somebody who may more than the caller would be changed by him: a password set for another is a way into his account. */
export async function requireBelow(tx: Tx, held: Held, user: UserId): Promise<void> {
  const { roleId } = await userIn(tx, user);
  if (beyond(held, (await roleIn(tx, roleId)).permissions).length > 0) throw new AppError('user.beyond-own');
}

export function createUsers(
  context: Context,
  parts: { passwords: Passwords; sessions: Sessions; factors: Pick<SecondFactors, 'reset'> },
): Users {
  const { db, clock } = context;
  const { passwords, sessions, factors } = parts;

  function refuseWeak(password: string, person: { email: string; name: string }): void {
    if (isWeak(password, person)) throw new AppError('user.password-weak');
  }

  async function siteOf(tx: Tx, wanted: SiteId | undefined): Promise<SiteId> {
    let query = tx.tables<Tables>().selectFrom('identity_site').select('id').orderBy('id').limit(1);
    if (wanted !== undefined) query = query.where('id', '=', wanted);
    const row = await query.executeTakeFirst();
    if (!row) throw new AppError('site.not-found', { id: wanted ?? '' });
    return row.id;
  }

  /** The wanted role, where the caller may give it. */
  async function given(tx: Tx, wanted: RoleId, held: Held | undefined) {
    const role = await roleIn(tx, wanted);
    const more = held ? beyond(held, role.permissions) : [];
    if (more.length > 0) throw new AppError('permission.beyond-own', { permissions: named(more) });
    return role;
  }

  async function keepAdministrator(tx: Tx, id: UserId): Promise<void> {
    const [first, ...others] = await readAdministrators(tx, true);
    if (first === id && others.length === 0) throw new AppError('user.last-administrator');
  }

  return {
    async create(tenant, user, actor, held) {
      const email = user.email.trim().toLowerCase();
      refuseWeak(user.password, { email, name: user.name });
      const password_hash = await passwords.hash(user.password);
      const id = user.id ?? newId(context, 'usr');
      try {
        return await db.tenant(tenant, async (tx) => {
          await requireTeam(tx, user.team ?? null);
          const site = await siteOf(tx, user.site);
          const { name, language = 'en', team = null } = user;
          const { role, made_role } = await given(tx, user.role, held);
          await tx
            .tables<Tables>()
            .insertInto('identity_user')
            .values({
              id,
              tenant,
              email,
              name,
              language,
              role,
              made_role,
              site,
              team,
              password_hash,
              active: true,
              created_at: clock.now(),
            })
            .execute();
          await setAgent(context, tx, tenant, id, user.takesWork ?? role === 'agent');
          await tellUser(context, tx, id, actor);
          return await userIn(tx, id);
        });
      } catch (error) {
        if (isTaken(error)) throw new AppError('user.email-taken', { email }, { cause: error });
        throw error;
      }
    },

    async change(tenant, id, { takesWork, password, role: wanted, ...fields }, actor, held) {
      const password_hash = password === undefined ? undefined : await passwords.hash(password);
      const { user, ended, touched } = await db.tenant(tenant, async (tx) => {
        const before = await userIn(tx, id);
        if (held) await requireBelow(tx, held, id);
        if (password !== undefined) refuseWeak(password, before);
        if (fields.team !== undefined) await requireTeam(tx, fields.team);
        if (fields.site !== undefined) await siteOf(tx, fields.site);
        const demoted = wanted !== undefined && wanted !== before.roleId;
        const { role, made_role } = await given(tx, wanted ?? before.roleId, demoted ? held : undefined);
        if (before.roleId === 'administrator' && (demoted || fields.active === false)) await keepAdministrator(tx, id);
        const values = { ...fields, ...(demoted ? { role, made_role } : {}), ...(password_hash === undefined ? {} : { password_hash }) };
        if (Object.keys(values).length > 0)
          await tx.tables<Tables>().updateTable('identity_user').set(values).where('id', '=', id).execute();
        if (takesWork !== undefined) await setAgent(context, tx, tenant, id, takesWork);
        await tellUser(context, tx, id, actor);
        // Rights are read with the session: ending them is what makes a demotion or a new password take effect at once, everywhere.
        const over = demoted || fields.active === false || password !== undefined;
        const closed = over ? await sessions.endAll(tx, id, null) : [];
        // His API keys shrink with him, or are dead while he is put out.
        return { user: await userIn(tx, id), ended: closed, touched: await sessions.liveOf(tx, [id]) };
      });
      sessions.forget(ended);
      sessions.changed(touched);
      return user;
    },

    async resetSecondFactor(tenant, id, actor, held) {
      const ended = await db.tenant(tenant, async (tx) => {
        await requireBelow(tx, held, id);
        return await factors.reset(tx, id, actor);
      });
      sessions.forget(ended);
    },

    async endSessionsOf(tenant, agent) {
      const ended = await db.tenant(tenant, async (tx) => {
        const of = await tx.tables<Tables>().selectFrom('identity_agent').select('user_id').where('id', '=', agent).executeTakeFirst();
        return of === undefined ? [] : await sessions.endAll(tx, of.user_id, null);
      });
      sessions.forget(ended);
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
