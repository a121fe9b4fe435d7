// What users were called and their addresses, in versions: an event says which version held, so that the history can name it and the log need not.
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { Tables } from './tables.ts';

export type PastProfile = { user: UserId; version: number; name: string; email: string };

/** Keeps the users' names and addresses as they are now, where they changed. Returns the version that holds, by user. */
export async function keepProfiles(tx: Tx, users: readonly UserId[]): Promise<Map<UserId, number>> {
  const { rows } = await sql<{ user: UserId; version: number }>`
    with last as (
      select u.id, u.tenant, u.name, u.email, p.version, (p.name, p.email) is not distinct from (u.name, u.email) as same
      from identity_user u
      left join lateral (select version, name, email from identity_user_profile where user_id = u.id order by version desc limit 1) p on true
      where u.id = any(${[...users]}::text[])
    ), kept as (
      insert into identity_user_profile (tenant, user_id, version, name, email)
      select tenant, id, coalesce(version, 0) + 1, name, email from last where not same
    )
    select id as user, case when same then version else coalesce(version, 0) + 1 end as version from last`.execute(tx.tables<Tables>());
  return new Map(rows.map((row) => [row.user, row.version]));
}

/** Every version of the given users. */
export function pastProfiles(db: Db, tenant: TenantId, users: readonly UserId[]): Promise<PastProfile[]> {
  if (users.length === 0) return Promise.resolve([]);
  return db.tenant(
    tenant,
    (tx) =>
      tx
        .tables<Tables>()
        .selectFrom('identity_user_profile')
        .select(['user_id as user', 'version', 'name', 'email'])
        .where('user_id', 'in', [...new Set(users)])
        .execute(),
    { read: true },
  );
}
