// What published flows lead to: straight into a queue, and to a person at all.
import type { FlowId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { straightInto } from '../core/straight.ts';
import { withoutPerson } from '../core/way-out.ts';
import { publishedVersions } from './published.ts';

export function createStraight({ db }: { db: Db }) {
  return {
    /** Nodes of the published flow from which nobody reaches a person; empty where all is well. Rejects with `flow.not-published`. */
    async withoutPerson(tenant: TenantId, flow: FlowId): Promise<string[]> {
      const row = await db.tenant(tenant, (tx) => publishedVersions(tx).where('flow.id', '=', flow).executeTakeFirst(), { read: true });
      if (!row) throw new AppError('flow.not-published', { id: flow });
      return withoutPerson(row.graph);
    },

    async straightFlows(tenant: TenantId): Promise<Map<FlowId, QueueId>> {
      const rows = await db.tenant(tenant, (tx) => publishedVersions(tx).execute(), { read: true });
      return new Map(
        rows.flatMap(({ id, graph }) => {
          const queue = straightInto(graph);
          return queue === null ? [] : [[id, queue] as const];
        }),
      );
    },
  };
}
