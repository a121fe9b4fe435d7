// What holds for all queues of a tenant: kept whole, changed whole, with a history.
import { PutRoutingRules, RoutingRules, USUAL_RULES } from '@tandem/contract/api/routing-rules.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../platform/db/types.ts';
import { actorOf, route } from '../../../platform/http/types.ts';
import type { Recorder } from './changes.ts';
import { readRoutingRules } from './routing-config.ts';
import type { DirectoryTables } from './tables.ts';

export function createRoutingRules({ db, record }: { db: Db; record: Recorder }) {
  return {
    routingRules: (tenant: TenantId): Promise<RoutingRules> => db.tenant(tenant, readRoutingRules, { read: true }),

    setRoutingRules: (tenant: TenantId, wanted: PutRoutingRules, actor: Actor): Promise<RoutingRules> =>
      db.tenant(tenant, async (tx) => {
        const rules: RoutingRules = { ...USUAL_RULES, ...wanted };
        await tx
          .tables<DirectoryTables>()
          .insertInto('directory_routing_rules')
          .values({ tenant, rules: JSON.stringify(rules) })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ rules: JSON.stringify(rules) }))
          .execute();
        await record(tx, { kind: 'routing-rules', id: tenant, value: rules, actor });
        return rules;
      }),
  };
}

export function routingRulesRoutes(directory: ReturnType<typeof createRoutingRules>) {
  return [
    route({
      method: 'GET',
      path: '/routing/rules',
      summary: 'What holds for all queues: what a point of priority is worth, how much an agent has at once, when he gets a pause',
      tag: 'queues',
      action: 'queues:read',
      schema: { response: RoutingRules },
      handle: ({ caller }) => directory.routingRules(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/routing/rules',
      summary: 'Sets all of it; in effect within a second, also for those who wait already',
      tag: 'queues',
      action: 'queues:write',
      audit: 'routing.rules',
      schema: { body: PutRoutingRules, response: RoutingRules },
      handle: ({ caller, body }) => directory.setRoutingRules(caller.tenant, body, actorOf(caller)),
    }),
  ];
}
