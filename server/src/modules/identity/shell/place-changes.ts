// Sites and teams as an administrator works on them: made, renamed, and taken away where nobody is in them.
import type { ChangeSite, ChangeTeam, CreateSite, Site, Team } from '@tandem/contract/api/users.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { SiteId, TeamId, TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { changed, newId, type Context } from './context.ts';
import { knownZone } from './places.ts';
import type { Tables } from './tables.ts';

export type PlaceChanges = {
  /** Throws `site.name-taken`. */
  addSite(tenant: TenantId, site: CreateSite, actor: Actor): Promise<Site>;
  /** Throws `site.not-found`, `site.name-taken`. */
  changeSite(tenant: TenantId, id: SiteId, change: ChangeSite, actor: Actor): Promise<Site>;
  /** Throws `team.not-found`, `team.name-taken`. */
  changeTeam(tenant: TenantId, id: TeamId, change: ChangeTeam, actor: Actor): Promise<Team>;
  /** Throws `team.not-found`, and `team.in-use` with who and what is in it. */
  removeTeam(tenant: TenantId, id: TeamId, actor: Actor): Promise<void>;
};

const takenOr = (code: 'site.name-taken' | 'team.name-taken', name: string) => (error: unknown) => {
  throw error instanceof Error && 'code' in error && error.code === '23505' ? new AppError(code, { name }, { cause: error }) : error;
};

export function createPlaceChanges(context: Context): PlaceChanges {
  const { db } = context;
  return {
    addSite: (tenant, { name, zone }, actor) =>
      db
        .tenant(tenant, async (tx) => {
          const site: Site = { id: newId(context, 'sit'), name, zone: knownZone(zone) };
          await tx
            .tables<Tables>()
            .insertInto('identity_site')
            .values({ tenant, ...site })
            .execute();
          await changed(context, tx, 'site', site.id, { name, zone }, actor);
          return site;
        })
        .catch(takenOr('site.name-taken', name)),

    changeSite: (tenant, id, change, actor) =>
      db
        .tenant(tenant, async (tx) => {
          const site = await tx
            .tables<Tables>()
            .updateTable('identity_site')
            .set({
              ...(change.name === undefined ? {} : { name: change.name }),
              ...(change.zone === undefined ? {} : { zone: knownZone(change.zone) }),
            })
            .where('id', '=', id)
            .returning(['id', 'name', 'zone'])
            .executeTakeFirst();
          if (!site) throw new AppError('site.not-found', { id });
          await changed(context, tx, 'site', id, { name: site.name, zone: site.zone }, actor);
          return site;
        })
        .catch(takenOr('site.name-taken', change.name ?? '')),

    changeTeam: (tenant, id, { name }, actor) =>
      db
        .tenant(tenant, async (tx) => {
          const team = await tx
            .tables<Tables>()
            .updateTable('identity_team')
            .set({ name })
            .where('id', '=', id)
            .returning(['id', 'name', 'site', 'parent'])
            .executeTakeFirst();
          if (!team) throw new AppError('team.not-found', { id });
          await changed(context, tx, 'team', id, team, actor);
          return team;
        })
        .catch(takenOr('team.name-taken', name)),

    removeTeam: (tenant, id, actor) =>
      db.tenant(tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        // Locked, so that nobody is put into it meanwhile.
        const team = await tables.selectFrom('identity_team').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
        if (!team) throw new AppError('team.not-found', { id });
        const below = await tables.selectFrom('identity_team').select(['id', 'name']).where('parent', '=', id).orderBy('name').execute();
        const people = await tables.selectFrom('identity_user').select(['id', 'name']).where('team', '=', id).orderBy('name').execute();
        const errors = [
          ...below.map((each) => ({ path: `/teams/${each.id}`, message: each.name })),
          ...people.map((each) => ({ path: `/users/${each.id}`, message: each.name })),
        ];
        if (errors.length > 0) throw new AppError('team.in-use', { places: errors.length, errors });
        await tables.deleteFrom('identity_team').where('id', '=', id).execute();
        await changed(context, tx, 'team', id, null, actor);
      }),
  };
}
