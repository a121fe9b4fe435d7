// Many users written at once: made, changed and taken away in a handful of statements, as a transaction may take a second.
import { sql } from 'kysely';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import type { RoleName } from '@tandem/contract/permissions.ts';
import type { Tx } from '../../../../platform/db/types.ts';
import type { Profile, RoleChoice } from '../../core/import/plan.ts';
import { changedMany, newId, type Context } from '../context.ts';
import { keepProfiles } from '../profiles.ts';
import type { Sessions } from '../sessions.ts';
import type { Tables } from '../tables.ts';

export type Written = { id: UserId; profile: Profile };
export type NewPerson = Written & { email: string; hash: string };

/** So many rows a statement: each may take a second. */
const SLICE = 500;

async function inSlices<T>(items: readonly T[], work: (slice: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += SLICE) await work(items.slice(at, at + SLICE));
}

/** The two columns that a role is kept in. */
function roleColumns(id: Profile['role'], roles: readonly RoleChoice[]): { role: RoleName; made_role: string | null } {
  const { like, name } = roles.find((role) => role.id === id)!;
  return { role: like, made_role: name === null ? null : id };
}

export async function insertUsers(context: Context, tx: Tx, tenant: TenantId, people: readonly NewPerson[], roles: readonly RoleChoice[]) {
  const created_at = context.clock.now();
  await inSlices(people, async (slice) => {
    const rows = slice.map(({ id, email, hash, profile: { role, takesWork: _, ...fields } }) => ({
      ...fields,
      ...roleColumns(role, roles),
      id,
      email,
      password_hash: hash,
    }));
    await sql`
      insert into identity_user (id, tenant, email, name, language, role, made_role, site, team, password_hash, active, created_at)
      select id, ${tenant}, email, name, language, role, made_role, site, team, password_hash, active, ${created_at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(id text, email text, name text, language text, role text, made_role text, site text, team text, password_hash text, active boolean)
    `.execute(tx.tables<Tables>());
  });
  await setAgents(context, tx, tenant, people);
}

export async function updateUsers(context: Context, tx: Tx, tenant: TenantId, people: readonly Written[], roles: readonly RoleChoice[]) {
  await inSlices(people, async (slice) => {
    const rows = slice.map(({ id, profile: { role, takesWork: _, ...fields } }) => ({ ...fields, ...roleColumns(role, roles), id }));
    await sql`
      update identity_user u
      set name = x.name, language = x.language, role = x.role, made_role = x.made_role, site = x.site, team = x.team, active = x.active
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(id text, name text, language text, role text, made_role text, site text, team text, active boolean)
      where u.id = x.id
    `.execute(tx.tables<Tables>());
  });
  await setAgents(context, tx, tenant, people);
}

async function setAgents(context: Context, tx: Tx, tenant: TenantId, people: readonly Written[]): Promise<void> {
  const tables = tx.tables<Tables>();
  await inSlices(
    people.filter(({ profile }) => profile.takesWork),
    (slice) =>
      tables
        .insertInto('identity_agent')
        .values(slice.map(({ id }) => ({ id: newId(context, 'agt'), tenant, user_id: id, active: true })))
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ active: true }))
        .execute(),
  );
  await inSlices(
    people.filter(({ profile }) => !profile.takesWork),
    (slice) =>
      tables
        .updateTable('identity_agent')
        .set({ active: false })
        .where(
          'user_id',
          'in',
          slice.map(({ id }) => id),
        )
        .execute(),
  );
}

/** For people whom nothing names: who was never signed in, in no queue, with no phone. */
export async function deleteUsers(tx: Tx, people: readonly UserId[]): Promise<void> {
  await inSlices(people, async (slice) => {
    await tx.tables<Tables>().deleteFrom('identity_agent').where('user_id', 'in', slice).execute();
    await tx.tables<Tables>().deleteFrom('identity_user').where('id', 'in', slice).execute();
  });
}

/** Appends each user as he is now, without his name and address; null for who is gone. */
export async function tellUsers(context: Context, tx: Tx, people: readonly UserId[], actor: Actor): Promise<void> {
  await inSlices(people, async (slice) => {
    const rows = await tx
      .tables<Tables>()
      .selectFrom('identity_user as u')
      .leftJoin('identity_agent as a', (join) => join.onRef('a.user_id', '=', 'u.id').on('a.active', '=', true))
      .leftJoin('identity_second_factor as f', (join) => join.onRef('f.user_id', '=', 'u.id').on('f.confirmed_at', 'is not', null))
      .select(['u.id', 'u.language', 'u.role', 'u.made_role', 'u.site', 'u.team', 'u.active', 'a.id as agent', 'f.confirmed_at'])
      .where('u.id', 'in', slice)
      .execute();
    const profiles = await keepProfiles(tx, slice);
    const now = new Map(
      rows.map(({ id, role, made_role, confirmed_at, ...row }) => [
        id,
        { ...row, role, roleId: made_role ?? role, secondFactor: confirmed_at !== null, profile: profiles.get(id) },
      ]),
    );
    await changedMany(
      context,
      tx,
      'user',
      slice.map((id) => ({ id, value: now.get(id) ?? null })),
      actor,
    );
  });
}

type Change = { id: UserId; was: { role: string; active: boolean }; profile: { role: string; active: boolean } };

/** Rights are read with the session: ending it is what makes a demotion take effect at once. */
export async function endedBy(sessions: Sessions, tx: Tx, changes: readonly Change[]): Promise<{ ended: string[]; touched: string[] }> {
  const ended: string[] = [];
  for (const { id, was, profile } of changes)
    if (was.role !== profile.role || (was.active && !profile.active)) ended.push(...(await sessions.endAll(tx, id, null)));
  const touched = await sessions.liveOf(
    tx,
    changes.map(({ id }) => id),
  );
  return { ended, touched };
}
