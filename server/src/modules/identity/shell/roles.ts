// Roles that the tenant makes: named lists of permissions. Nobody makes or changes one into more than he holds himself.
import type { ChangeRole, NewRole, Role } from '@tandem/contract/api/roles.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { Id, TenantId } from '@tandem/contract/ids.ts';
import type { Permission, RoleId, RoleName } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { beyond, named, notOffered, type Held } from '../core/grants.ts';
import { permissionsOf, ROLES } from '../core/permissions.ts';
import { changed, newId, type Context } from './context.ts';
import type { Sessions } from './sessions.ts';
import type { Tables } from './tables.ts';

export type Roles = {
  /** The built-in ones first. */
  list(tenant: TenantId): Promise<Role[]>;
  /** Throws `permission.*`. */
  create(tenant: TenantId, role: NewRole, held: Held, actor: Actor): Promise<Role>;
  /** Acts at once on every session, API key and stream of those who have it. Throws `role.*`, `permission.*`. */
  change(tenant: TenantId, id: RoleId, change: ChangeRole, held: Held, actor: Actor): Promise<Role>;
  remove(tenant: TenantId, id: RoleId, actor: Actor): Promise<void>;
};

const BUILT_IN = Object.keys(ROLES) as RoleName[];
const isBuiltIn = (id: string): id is RoleName => (BUILT_IN as string[]).includes(id);

/** What a role stands for in the user's row. Throws `role.not-found`. */
export async function roleIn(
  tx: Tx,
  id: RoleId,
): Promise<{ role: RoleName; made_role: Id<'rol'> | null; permissions: readonly Permission[] }> {
  if (isBuiltIn(id)) return { role: id, made_role: null, permissions: permissionsOf(id) };
  const row = await tx.tables<Tables>().selectFrom('identity_role').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('role.not-found', { id });
  return { role: row.like_role, made_role: row.id, permissions: row.permissions };
}

/** Throws `permission.scope-not-offered` and `permission.beyond-own`. */
export function requireGivable(held: Held, permissions: readonly Permission[]): void {
  const unknown = notOffered(permissions);
  if (unknown.length > 0) throw new AppError('permission.scope-not-offered', { permissions: named(unknown) });
  requireHeld(held, permissions);
}

function requireHeld(held: Held, permissions: readonly Permission[]): void {
  const more = beyond(held, permissions);
  if (more.length > 0) throw new AppError('permission.beyond-own', { permissions: named(more) });
}

export function createRoles(context: Context, sessions: Sessions): Roles {
  const { db, clock } = context;

  async function read(tx: Tx): Promise<Role[]> {
    const tables = tx.tables<Tables>();
    const rows = await tables.selectFrom('identity_role').selectAll().orderBy('id').execute();
    const counts = await tables
      .selectFrom('identity_user')
      .select((eb) => [eb.fn.coalesce('made_role', 'role').as('id'), eb.fn.countAll<string>().as('n')])
      .groupBy((eb) => eb.fn.coalesce('made_role', 'role'))
      .execute();
    const users = new Map(counts.map(({ id, n }) => [String(id), Number(n)]));
    const common = (id: RoleId) => ({ id, users: users.get(id) ?? 0 });
    return [
      ...BUILT_IN.map((id) => ({ ...common(id), name: null, like: id, builtIn: true, permissions: permissionsOf(id) })),
      ...rows.map(({ id, name, like_role, permissions }) => ({ ...common(id), name, like: like_role, builtIn: false, permissions })),
    ];
  }

  async function one(tx: Tx, id: RoleId): Promise<Role> {
    const role = (await read(tx)).find((each) => each.id === id);
    if (!role) throw new AppError('role.not-found', { id });
    return role;
  }

  async function made(tx: Tx, id: RoleId): Promise<{ id: Id<'rol'>; role: Role }> {
    if (isBuiltIn(id)) throw new AppError('role.built-in');
    return { id, role: await one(tx, id) };
  }

  const tell = (tx: Tx, { id, name, like, permissions }: Role, actor: Actor) =>
    changed(context, tx, 'role', id, { name, like, permissions }, actor);

  return {
    list: (tenant) => db.tenant(tenant, read, { read: true }),

    create(tenant, { id = newId(context, 'rol'), name, like = 'agent', permissions }, held, actor) {
      requireGivable(held, permissions);
      return db.tenant(tenant, async (tx) => {
        const row = {
          id,
          tenant,
          name: JSON.stringify(name),
          like_role: like,
          permissions: JSON.stringify(permissions),
          created_at: clock.now(),
        };
        const done = await tx
          .tables<Tables>()
          .insertInto('identity_role')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        // An id that is another's, be it of this tenant or not.
        if (done.numInsertedOrUpdatedRows !== 1n) throw new AppError('role.id-taken', { id });
        const role = await one(tx, id);
        await tell(tx, role, actor);
        return role;
      });
    },

    async change(tenant, wanted, { name, like, permissions }, held, actor) {
      const { role, touched } = await db.tenant(tenant, async (tx) => {
        const { id, role: before } = await made(tx, wanted);
        // Also what it may now: who holds less must not rewrite the roles of those above him.
        requireHeld(held, before.permissions);
        if (permissions) requireGivable(held, permissions);
        const values = {
          ...(name === undefined ? {} : { name: JSON.stringify(name) }),
          ...(like === undefined ? {} : { like_role: like }),
          ...(permissions === undefined ? {} : { permissions: JSON.stringify(permissions) }),
        };
        const tables = tx.tables<Tables>();
        await tables.updateTable('identity_role').set(values).where('id', '=', id).execute();
        if (like !== undefined) await tables.updateTable('identity_user').set({ role: like }).where('made_role', '=', id).execute();
        const after = await one(tx, id);
        await tell(tx, after, actor);
        const users = await tables.selectFrom('identity_user').select('id').where('made_role', '=', id).execute();
        const live = await sessions.liveOf(
          tx,
          users.map((user) => user.id),
        );
        return { role: after, touched: live };
      });
      sessions.changed(touched);
      return role;
    },

    remove: (tenant, wanted, actor) =>
      db.tenant(tenant, async (tx) => {
        const { id, role } = await made(tx, wanted);
        if (role.users > 0) throw new AppError('role.in-use', { users: role.users });
        try {
          await tx.tables<Tables>().deleteFrom('identity_role').where('id', '=', id).execute();
        } catch (error) {
          // Somebody was given it in this moment.
          if (error instanceof Error && 'code' in error && error.code === '23503')
            throw new AppError('role.in-use', { users: 1 }, { cause: error });
          throw error;
        }
        await changed(context, tx, 'role', id, null, actor);
      }),
  };
}
