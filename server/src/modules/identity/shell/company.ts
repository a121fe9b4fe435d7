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
  const { set_up_at, ...fields } = await tx
    .tables<Tables>()
    .selectFrom('identity_tenant')
    .select(['name', 'language', 'zone', 'country', 'set_up_at'])
    .executeTakeFirstOrThrow();
  return { ...fields, setUpAt: set_up_at };
}

export function createCompany(context: Context): Companies {
  const { db, clock } = context;
  return {
    read: (tenant) => db.tenant(tenant, companyIn, { read: true }),
    change: (tenant, { setUp, zone, ...fields }, actor) =>
      db.tenant(tenant, async (tx) => {
        const before = await companyIn(tx);
        const set_up_at = setUp === undefined ? before.setUpAt : setUp ? (before.setUpAt ?? clock.now()) : null;
        await tx
          .tables<Tables>()
          .updateTable('identity_tenant')
          .set({ ...fields, ...(zone === undefined ? {} : { zone: knownZone(zone) }), set_up_at })
          .where('tenant', '=', tenant)
          .execute();
        const after = await companyIn(tx);
        await changed(context, tx, 'tenant', tenant, after, actor);
        return after;
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
