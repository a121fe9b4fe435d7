// What a file of users is held against: the people it names, and the teams, sites and roles of the tenant.
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../../platform/db/types.ts';
import type { Held } from '../../core/grants.ts';
import type { Person, RoleChoice, World } from '../../core/import/plan.ts';
import { permissionsOf, ROLES } from '../../core/permissions.ts';
import type { RoleName } from '@tandem/contract/permissions.ts';
import { readAdministrators } from '../administrators.ts';
import type { Context } from '../context.ts';
import type { Tables } from '../tables.ts';

/** Who imports, and what he may. */
export type Importer = { tenant: TenantId; user: UserId; held: Held };

/** By `email` or `id`. `lock`: nobody else changes them before the transaction ends. */
export async function readPeople(
  tx: Tx,
  by: 'email' | 'id',
  keys: readonly string[],
  lock: boolean,
): Promise<(Person & { hash: string })[]> {
  if (keys.length === 0) return [];
  let query = tx
    .tables<Tables>()
    .selectFrom('identity_user as u')
    .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
    .select([
      'u.id',
      'u.email',
      'u.name',
      'u.language',
      'u.role',
      'u.made_role',
      'u.site',
      'u.team',
      'u.active',
      'u.password_hash',
      'a.id as agent',
    ])
    .where(`u.${by}`, 'in', keys as never)
    .orderBy('u.id');
  if (lock) query = query.forUpdate('u');
  return (await query.execute()).map(({ role, made_role, agent, password_hash, ...row }) => ({
    ...row,
    role: made_role ?? role,
    takesWork: agent !== null,
    hash: password_hash,
  }));
}

export async function readRoles(tx: Tx): Promise<RoleChoice[]> {
  const made = await tx.tables<Tables>().selectFrom('identity_role').selectAll().orderBy('id').execute();
  return [
    ...(Object.keys(ROLES) as RoleName[]).map((id) => ({ id, name: null, like: id, permissions: permissionsOf(id) })),
    ...made.map(({ id, name, like_role, permissions }) => ({ id, name, like: like_role, permissions })),
  ];
}

export async function readWorld(
  tx: Tx,
  emails: readonly string[],
  { importer, taken, lock }: { importer: Importer; taken: ReadonlySet<string>; lock: boolean },
): Promise<World> {
  const tables = tx.tables<Tables>();
  const administrators = await readAdministrators(tx, lock);
  const people = await readPeople(tx, 'email', emails, lock);
  const sites = await tables.selectFrom('identity_site').select(['id', 'name']).orderBy('id').execute();
  const tenant = await tables.selectFrom('identity_tenant').select('language').executeTakeFirstOrThrow();
  return {
    people: new Map(people.map(({ hash: _, ...person }) => [person.email, person])),
    taken,
    teams: await tables.selectFrom('identity_team').select(['id', 'name', 'site']).orderBy('id').execute(),
    sites,
    roles: await readRoles(tx),
    administrators,
    held: importer.held,
    self: importer.user,
    defaults: { site: sites[0]!.id, language: tenant.language },
  };
}

/** Of the addresses, those of other tenants: one address signs in to one tenant, which row-level security hides. */
export async function takenElsewhere({ db }: Pick<Context, 'db'>, tenant: TenantId, emails: readonly string[]): Promise<Set<string>> {
  if (emails.length === 0) return new Set();
  const rows = await db.system(
    (tx) =>
      tx.tables<Tables>().selectFrom('identity_user').select('email').where('email', 'in', emails).where('tenant', '!=', tenant).execute(),
    { read: true },
  );
  return new Set(rows.map(({ email }) => email));
}
