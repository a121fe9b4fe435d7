// Which published flows lead straight into a queue.
import type { FlowId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../platform/db/types.ts';
import { straightInto } from '../core/straight.ts';
import type { FlowTables } from './tables.ts';

export function createStraight({ db }: { db: Db }) {
  return {
    async straightFlows(tenant: TenantId): Promise<Map<FlowId, QueueId>> {
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<FlowTables>()
            .selectFrom('flow')
            .innerJoin('flow_version', (join) =>
              join.onRef('flow_version.flow', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.published_version'),
            )
            .select(['flow.id', 'flow_version.graph'])
            .execute(),
        { read: true },
      );
      return new Map(
        rows.flatMap(({ id, graph }) => {
          const queue = straightInto(graph);
          return queue === null ? [] : [[id, queue] as const];
        }),
      );
    },
  };
}
