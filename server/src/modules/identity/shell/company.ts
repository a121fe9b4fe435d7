// The tenant as its administrators name and place it, and whether it has been set up.
import { ChangeCompany, Company } from '@tandem/contract/api/company.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { actorOf, route, type AnyRoute } from '../../../platform/http/types.ts';
import { changed, type Context } from './context.ts';
import { knownZone } from './places.ts';
import type { Tables } from './tables.ts';

export type Companies = {
  read(tenant: TenantId): Promise<Company>;
  change(tenant: TenantId, change: ChangeCompany, actor: Actor): Promise<Company>;
};

async function companyIn(tx: Tx): Promise<Company> {
  const { secondFactorRequired: _, ...company } = await tenantIn(tx);
  return company;
}

/** The tenant's whole configuration, as its event tells it. */
export async function tenantIn(tx: Tx): Promise<Company & { secondFactorRequired: boolean }> {
  const { set_up_at, second_factor_required, ...fields } = await tx
    .tables<Tables>()
    .selectFrom('identity_tenant')
    .select(['name', 'language', 'zone', 'country', 'set_up_at', 'second_factor_required'])
    .executeTakeFirstOrThrow();
  return { ...fields, setUpAt: set_up_at, secondFactorRequired: second_factor_required };
}

export function createCompany(context: Context): Companies {
  const { db, clock } = context;
  return {
    read: (tenant) => db.tenant(tenant, companyIn, { read: true }),
    change: (tenant, { setUp, zone, ...fields }, actor) =>
      db.tenant(tenant, async (tx) => {
        const before = await tenantIn(tx);
        const set_up_at = setUp === undefined ? before.setUpAt : setUp ? (before.setUpAt ?? clock.now()) : null;
        await tx
          .tables<Tables>()
          .updateTable('identity_tenant')
          .set({ ...fields, ...(zone === undefined ? {} : { zone: knownZone(zone) }), set_up_at })
          .where('tenant', '=', tenant)
          .execute();
        await changed(context, tx, 'tenant', tenant, await tenantIn(tx), actor, before);
        return companyIn(tx);
      }),
  };
}

export function companyRoutes(company: Companies): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/company',
      summary: 'The company: its name, language, time zone and country, and whether it is set up',
      tag: 'users',
      action: 'users:read',
      schema: { response: Company },
      handle: ({ caller }) => company.read(caller.tenant),
    }),
    route({
      method: 'PATCH',
      path: '/company',
      summary: 'Change the company, or say that it is set up',
      tag: 'users',
      action: 'users:write',
      schema: { body: ChangeCompany, response: Company },
      audit: 'company.change',
      handle: ({ caller, body }) => company.change(caller.tenant, body, actorOf(caller)),
    }),
  ];
}
