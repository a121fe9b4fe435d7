// The version of a flow that new runs take: kept in memory, dropped in every process when something is published.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowId, TenantId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { callsOf } from '../core/nesting.ts';
import { MAX_DEPTH } from '../core/run.ts';
import type { FlowTables } from './tables.ts';

export const CHANNEL = 'tandem_flow';

export type Published = { version: number; graph: FlowGraph };
/** A flow with the sub-flows that it may come to, each in the version of now. */
export type PublishedProgram = Published & { subs: Record<string, number>; graphs: Record<string, FlowGraph> };
export type PublishedFlows = {
  current(tenant: TenantId, flow: FlowId): Promise<Published>;
  program(tenant: TenantId, flow: FlowId): Promise<PublishedProgram>;
  /** By the numbers of versions, published or replaced since; null where the flow's own is not there. */
  programOf(tenant: TenantId, flow: FlowId, version: number, subs: Readonly<Record<string, number>>): Promise<PublishedProgram | null>;
  /** Keeps versions in memory from now on. */
  follow(): Promise<void>;
  stop(): Promise<void>;
};

/** Each flow with the version that is published. */
export function publishedVersions(tx: Tx) {
  return tx
    .tables<FlowTables>()
    .selectFrom('flow')
    .innerJoin('flow_version', (join) =>
      join.onRef('flow_version.flow', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.published_version'),
    )
    .select(['flow.id', 'flow_version.version', 'flow_version.graph']);
}

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
    async program(tenant, flow) {
      const main = await current(tenant, flow);
      const found = new Map<string, Published>();
      // Breadth first, so that what is too deep to be entered is not read either.
      let level = callsOf(main.graph);
      for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
        const fresh = [...new Set(level)].filter((each) => !found.has(each));
        const read = await Promise.all(fresh.map(async (each) => [each, await currentOrNull(tenant, each as FlowId)] as const));
        level = [];
        for (const [each, sub] of read) {
          if (!sub) continue;
          found.set(each, sub);
          level.push(...callsOf(sub.graph));
        }
      }
      return { ...main, ...split(found) };
    },
    async programOf(tenant, flow, version, subs) {
      const wanted = [[flow, version] as const, ...Object.entries(subs)];
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<FlowTables>()
            .selectFrom('flow_version')
            .select(['flow', 'version', 'graph'])
            .where((where) => where.or(wanted.map(([id, number]) => where.and({ flow: id as FlowId, version: number }))))
            .execute(),
        { read: true },
      );
      const main = rows.find((row) => row.flow === flow && row.version === version);
      return main ? { ...main, ...split(new Map(rows.filter((row) => row !== main).map((row) => [row.flow, row]))) } : null;
    },
    current,
  };

  async function currentOrNull(tenant: TenantId, flow: FlowId): Promise<Published | null> {
    try {
      return await current(tenant, flow);
    } catch (error) {
      if (error instanceof AppError && error.code === 'flow.not-published') return null;
      throw error;
    }
  }

  async function current(tenant: TenantId, flow: FlowId): Promise<Published> {
    const known = kept.get(flow);
    if (known) return known;
    const seen = changes;
    const row = await db.tenant(tenant, (tx) => publishedVersions(tx).where('flow.id', '=', flow).executeTakeFirst(), { read: true });
    if (!row) throw new AppError('flow.not-published', { id: flow });
    const found = { version: row.version, graph: row.graph };
    // What was read before a publication must not be kept after it.
    if (unlisten && seen === changes) kept.set(flow, found);
    return found;
  }
}

function split(found: ReadonlyMap<string, Published>): { subs: Record<string, number>; graphs: Record<string, FlowGraph> } {
  return {
    subs: Object.fromEntries([...found].map(([flow, { version }]) => [flow, version])),
    graphs: Object.fromEntries([...found].map(([flow, { graph }]) => [flow, graph])),
  };
}
