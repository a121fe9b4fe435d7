// The flows that play a prompt, in their published version or their draft.
import type { FlowId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Db } from '../../../platform/db/types.ts';
import { playsPrompt } from '../core/prompt-uses.ts';
import type { FlowTables } from './tables.ts';

export function createPromptUses({ db }: { db: Db }) {
  return {
    async playing(tenant: TenantId, key: string): Promise<{ id: FlowId; name: TenantText }[]> {
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<FlowTables>()
            .selectFrom('flow')
            .leftJoin('flow_version', (join) =>
              join.onRef('flow_version.flow', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.published_version'),
            )
            .select(['flow.id', 'flow.name', 'flow.draft', 'flow_version.graph'])
            .where('flow.removed_at', 'is', null)
            .orderBy('flow.key')
            .execute(),
        { read: true },
      );
      return rows.filter(({ draft, graph }) => playsPrompt(draft, key) || playsPrompt(graph, key)).map(({ id, name }) => ({ id, name }));
    },
  };
}
