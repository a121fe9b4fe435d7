// The version of a flow that new runs take: kept in memory, dropped in every process when something is published.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowId, TenantId } from '@tandem/contract/ids.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { FlowTables } from './tables.ts';

export const CHANNEL = 'tandem_flow';

export type Published = { version: number; graph: FlowGraph };
export type PublishedFlows = {
  current(tenant: TenantId, flow: FlowId): Promise<Published>;
  /** A version by its number, published or replaced since. */
  version(tenant: TenantId, flow: FlowId, version: number): Promise<Published | null>;
  /** Keeps versions in memory from now on. */
  follow(): Promise<void>;
  stop(): Promise<void>;
};

export function createPublished(db: Db): PublishedFlows {
  const kept = new Map<FlowId, Published>();
  let changes = 0;
  const forget = () => {
    changes++;
    kept.clear();
  };
  // Until somebody tells of changes nothing may be kept.
  let unlisten: (() => Promise<void>) | null = null;

  return {
    async follow() {
      unlisten ??= await db.listen(CHANNEL, forget);
    },
    async stop() {
      await unlisten?.();
      unlisten = null;
      kept.clear();
    },
    async version(tenant, flow, version) {
      const row = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<FlowTables>()
            .selectFrom('flow_version')
            .select(['version', 'graph'])
            .where('flow', '=', flow)
            .where('version', '=', version)
            .executeTakeFirst(),
        { read: true },
      );
      return row ?? null;
    },
    async current(tenant, flow) {
      const known = kept.get(flow);
      if (known) return known;
      const seen = changes;
      const found = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<FlowTables>()
            .selectFrom('flow')
            .innerJoin('flow_version', (join) =>
              join.onRef('flow_version.flow', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.published_version'),
            )
            .select(['flow_version.version', 'flow_version.graph'])
            .where('flow.id', '=', flow)
            .executeTakeFirst(),
        { read: true },
      );
      if (!found) throw new AppError('flow.not-published', { id: flow });
      // What was read before a publication must not be kept after it.
      if (unlisten && seen === changes) kept.set(flow, found);
      return found;
    },
  };
}
