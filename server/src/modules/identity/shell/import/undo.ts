// Undoes an import: whom it made is taken away, or switched off where history names him, and whom it changed is as he was before.
import type { UndoneUserImport } from '@tandem/contract/api/imports.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, Id, UserId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { beyond, named } from '../../core/grants.ts';
import type { Person, Profile, RoleChoice } from '../../core/import/plan.ts';
import type { IdentityPorts } from '../../ports.ts';
import { readAdministrators } from '../administrators.ts';
import type { Context } from '../context.ts';
import { FAMILIAR_MS, hashOf, type Sessions } from '../sessions.ts';
import type { Imported, Tables } from '../tables.ts';
import { readPeople, readRoles, type Importer } from './world.ts';
import { deleteUsers, endedBy, tellUsers, updateUsers } from './write-users.ts';

type Undo = { id: Id<'imp'>; actor: Actor; locked: (tx: Tx) => Promise<{ done: Imported[]; applied_at: number | null }> };
type Now = Person & { hash: string };

const FIELDS = ['name', 'role', 'team', 'site', 'language', 'takesWork', 'active'] as const;
/** So many are named; the rest is counted. */
const MOST_NAMED = 50;

export async function undoImport(
  context: Context,
  { sessions, ports }: { sessions: Sessions; ports: IdentityPorts },
  importer: Importer,
  { id, actor, locked }: Undo,
): Promise<Omit<UndoneUserImport, 'import'>> {
  const { db, clock } = context;
  const { tenant } = importer;
  // Asked before the transaction, which waits for nobody: who is put into a queue in this moment is taken out of it by being nobody's agent.
  const inUse = await agentsInUse(context, ports, importer, locked);
  const { ended, touched, ...undone } = await db.tenant(tenant, async (tx) => {
    const { done, applied_at } = await locked(tx);
    const administrators = await readAdministrators(tx, true);
    const users = done.map(({ user }) => user);
    const people = new Map((await readPeople(tx, 'id', users, true)).map((person) => [person.id, person]));
    const roles = await readRoles(tx);
    await requireUnchanged(tx, done, people, roles);
    requireAllowed(importer, done, people, roles);
    const known = clock.now() - (applied_at ?? 0) < FAMILIAR_MS;
    const used = await signedIn(tx, users);
    const isUsed = ({ user, key }: Imported): boolean =>
      // Sessions are forgotten after a month: what was used then is not known any more.
      !known || used.has(user) || inUse.has(user) || user === importer.user || hashOf(people.get(user)!.hash) !== key;
    const made = done.filter(({ before }) => before === null);
    const [off, gone] = [made.filter(isUsed), made.filter((each) => !isUsed(each))];
    const changes = [
      ...off.map(({ user, after }) => ({ id: user, was: after, profile: { ...after, active: false } })),
      ...done.flatMap(({ user, before, after }) => (before === null ? [] : [{ id: user, was: after, profile: before }])),
    ];
    requireAdministrator(administrators, gone, changes);
    await updateUsers(context, tx, tenant, changes, roles);
    const ends = await endedBy(sessions, tx, changes);
    await deleteUsers(
      tx,
      gone.map(({ user }) => user),
    );
    await tellUsers(context, tx, users, actor);
    await tx
      .tables<Tables>()
      .updateTable('identity_import')
      .set({ state: 'undone', undone_at: clock.now() })
      .where('id', '=', id)
      .execute();
    return { ...ends, removed: gone.length, deactivated: off.length, putBack: changes.length - off.length };
  });
  sessions.forget(ended);
  sessions.changed(touched);
  return undone;
}

/** Users made by it whose agents stand in queues, have skills or phones. */
async function agentsInUse({ db }: Context, ports: IdentityPorts, { tenant }: Importer, locked: Undo['locked']): Promise<Set<UserId>> {
  const agents = await db.tenant(tenant, async (tx) => {
    const { done } = await locked(tx);
    const made = done.filter(({ before }) => before === null).map(({ user }) => user);
    if (made.length === 0) return [];
    return tx.tables<Tables>().selectFrom('identity_agent').select(['id', 'user_id']).where('user_id', 'in', made).execute();
  });
  const known = new Set<AgentId>(await ports.agentsInUse(tenant));
  return new Set(agents.filter(({ id }) => known.has(id)).map(({ user_id }) => user_id));
}

async function signedIn(tx: Tx, users: readonly UserId[]): Promise<Set<UserId>> {
  if (users.length === 0) return new Set();
  const rows = await tx
    .tables<Tables>()
    .selectFrom('identity_session')
    .select('user_id')
    .distinct()
    .where('user_id', 'in', users)
    .execute();
  return new Set(rows.map(({ user_id }) => user_id));
}

/** Everybody is as the import left him, and what he is to get back is still there. */
async function requireUnchanged(
  tx: Tx,
  done: readonly Imported[],
  people: ReadonlyMap<UserId, Now>,
  roles: readonly RoleChoice[],
): Promise<void> {
  const tables = tx.tables<Tables>();
  const teams = new Set((await tables.selectFrom('identity_team').select('id').execute()).map(({ id }) => id));
  const ends = (profile: Profile): boolean =>
    (profile.team !== null && !teams.has(profile.team)) || !roles.some((role) => role.id === profile.role);
  const changed = done.filter(({ user, before, after }) => {
    const now = people.get(user);
    return now === undefined || FIELDS.some((field) => now[field] !== after[field]) || (before !== null && ends(before));
  });
  if (changed.length === 0) return;
  const errors = changed.slice(0, MOST_NAMED).map(({ user }) => ({ path: `/users/${user}`, message: people.get(user)?.name ?? user }));
  throw new AppError('user-import.changed-since', { count: changed.length, errors });
}

/** As the form would: nobody above him is changed, and no role is given that he may not give. */
function requireAllowed(
  { held }: Importer,
  done: readonly Imported[],
  people: ReadonlyMap<UserId, Now>,
  roles: readonly RoleChoice[],
): void {
  const more = (id: string) => beyond(held, roles.find((role) => role.id === id)?.permissions ?? []);
  for (const { user, before, after } of done) {
    if (more(people.get(user)!.role).length > 0) throw new AppError('user.beyond-own');
    if (before === null || before.role === after.role) continue;
    const given = more(before.role);
    if (given.length > 0) throw new AppError('permission.beyond-own', { permissions: named(given) });
  }
}

function requireAdministrator(
  now: readonly UserId[],
  gone: readonly Imported[],
  changes: readonly { id: UserId; profile: Profile }[],
): void {
  const left = new Set(now);
  for (const { user } of gone) left.delete(user);
  for (const { id, profile } of changes)
    if (profile.active && profile.role === 'administrator') left.add(id);
    else left.delete(id);
  if (left.size === 0) throw new AppError('user.last-administrator');
}
