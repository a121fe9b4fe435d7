// Which published flows lead straight into a queue.
import type { FlowId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../platform/db/types.ts';
import { straightInto } from '../core/straight.ts';
import { publishedVersions } from './published.ts';

export function createStraight({ db }: { db: Db }) {
  return {
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
