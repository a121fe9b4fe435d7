// Tenants, sites and teams: found or made by their natural keys, so that a start-up that runs twice makes them once.
import type { Site, Team } from '@tandem/contract/api/users.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { SiteId, TeamId, TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { BY_SYSTEM, changed, newId, type Context } from './context.ts';
import type { Tables, TenantRow } from './tables.ts';

export type Tenant = {
  id: TenantId;
  key: string;
  name: string;
  /** IANA zone. */ zone: string;
  /** ISO 3166-1. */ country: string;
  language: Language;
};
export type NewTenant = Omit<Tenant, 'id'>;
export type NewTeam = { id?: TeamId; site: SiteId; name: string; parent?: TeamId | null };

export type Places = {
  /** Found by its key, or made. `setUp` false: its administrator is led through the first steps. */
  createTenant(tenant: NewTenant, options?: { setUp: boolean }): Promise<TenantId>;
  createSite(tenant: TenantId, site: { name: string; zone: string }): Promise<SiteId>;
  /** The team of that name at that site, made where it is missing. */
  createTeam(tenant: TenantId, team: NewTeam): Promise<TeamId>;
  /** A new team; throws `team.name-taken`, `team.not-found`, `site.not-found`. */
  addTeam(tenant: TenantId, team: Omit<NewTeam, 'site'> & { site?: SiteId }, actor: Actor): Promise<Team>;
  tenants(): Promise<Tenant[]>;
  tenant(id: TenantId): Promise<Tenant | null>;
  sites(tenant: TenantId): Promise<Site[]>;
  teams(tenant: TenantId): Promise<Team[]>;
};

const tenantOf = ({ tenant, key, name, zone, country, language }: TenantRow): Tenant => ({
  id: tenant,
  key,
  name,
  zone,
  country,
  language,
});

export function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch (cause) {
    throw new AppError('request.invalid', { errors: [{ path: 'zone', message: `not an IANA zone: ${zone}` }] }, { cause });
  }
}

export function createPlaces(context: Context): Places {
  const { db, clock } = context;

  async function insertTeam(
    tx: Tx,
    tenant: TenantId,
    { id = newId(context, 'tem'), site, name, parent = null }: NewTeam,
    actor: Actor,
  ): Promise<Team | null> {
    const row = await tx
      .tables<Tables>()
      .insertInto('identity_team')
      .values({ id, tenant, site, name, parent })
      .onConflict((conflict) => conflict.columns(['site', 'name']).doNothing())
      .returning(['id', 'name', 'site', 'parent'])
      .executeTakeFirst();
    if (row) await changed(context, tx, 'team', row.id, row, actor);
    return row ?? null;
  }

  return {
    createTenant({ key, name, zone, country, language }, { setUp } = { setUp: true }) {
      return db.system(async (tx) => {
        const tables = tx.tables<Tables>();
        const now = clock.now();
        const place = { name, zone: knownZone(zone), country, language };
        const row = { tenant: newId(context, 'tnt'), key, ...place, created_at: now, set_up_at: setUp ? now : null };
        await tables
          .insertInto('identity_tenant')
          .values(row)
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute();
        return (await tables.selectFrom('identity_tenant').select('tenant').where('key', '=', key).executeTakeFirstOrThrow()).tenant;
      });
    },
    createSite(tenant, { name, zone }) {
      return db.tenant(tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        const row = { id: newId(context, 'sit'), tenant, name, zone: knownZone(zone) };
        const made = await tables
          .insertInto('identity_site')
          .values(row)
          .onConflict((conflict) => conflict.columns(['tenant', 'name']).doNothing())
          .returning('id')
          .executeTakeFirst();
        if (made) {
          await changed(context, tx, 'site', made.id, { name, zone }, BY_SYSTEM);
          return made.id;
        }
        return (await tables.selectFrom('identity_site').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id;
      });
    },
    createTeam(tenant, team) {
      return db.tenant(tenant, async (tx) => {
        const made = await insertTeam(tx, tenant, team, BY_SYSTEM);
        if (made) return made.id;
        return (
          await tx
            .tables<Tables>()
            .selectFrom('identity_team')
            .select('id')
            .where('site', '=', team.site)
            .where('name', '=', team.name)
            .executeTakeFirstOrThrow()
        ).id;
      });
    },
    addTeam(tenant, { site: wanted, ...team }, actor) {
      return db
        .tenant(tenant, async (tx) => {
          const sites = await tx.tables<Tables>().selectFrom('identity_site').select('id').orderBy('id').execute();
          const site = wanted ?? sites[0]?.id;
          if (site === undefined || !sites.some((each) => each.id === site)) throw new AppError('site.not-found', { id: site ?? '' });
          await requireTeam(tx, team.parent ?? null);
          const made = await insertTeam(tx, tenant, { ...team, site }, actor);
          if (!made) throw new AppError('team.name-taken', { name: team.name });
          return made;
        })
        .catch((error: unknown) => {
          // The id that the caller chose is another team's.
          throw error instanceof Error && 'code' in error && error.code === '23505'
            ? new AppError('team.name-taken', { name: team.name }, { cause: error })
            : error;
        });
    },
    tenants: () =>
      db.system(
        async (tx) => (await tx.tables<Tables>().selectFrom('identity_tenant').selectAll().orderBy('tenant').execute()).map(tenantOf),
        { read: true },
      ),
    async tenant(id) {
      const row = await db.tenant(id, (tx) => tx.tables<Tables>().selectFrom('identity_tenant').selectAll().executeTakeFirst(), {
        read: true,
      });
      return row ? tenantOf(row) : null;
    },
    sites: (tenant) =>
      db.tenant(tenant, (tx) => tx.tables<Tables>().selectFrom('identity_site').select(['id', 'name', 'zone']).orderBy('name').execute(), {
        read: true,
      }),
    teams: (tenant) =>
      db.tenant(
        tenant,
        (tx) => tx.tables<Tables>().selectFrom('identity_team').select(['id', 'name', 'site', 'parent']).orderBy('name').execute(),
        { read: true },
      ),
  };
}

/** Row-level security hides other tenants' teams: one of them is as unknown as none. */
export async function requireTeam(tx: Tx, team: TeamId | null): Promise<void> {
  if (team === null) return;
  const row = await tx.tables<Tables>().selectFrom('identity_team').select('id').where('id', '=', team).executeTakeFirst();
  if (!row) throw new AppError('team.not-found', { id: team });
}
