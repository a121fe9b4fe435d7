// Writes what lists look for beside the document: facts of a contact and its stays in queues. Only where they changed, for most events change neither.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Insertable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { lastWrapUp } from '../core/derive.ts';
import type { Doc } from '../core/doc.ts';
import type { Stay } from '../core/stays.ts';

export type SearchTables = {
  interaction_fact: {
    tenant: TenantId;
    interaction: Doc['id'];
    started_at: number;
    direction: Doc['direction'];
    local: string;
    left_in_flow: boolean;
    duration_ms: number | null;
    disposition: string | null;
    recorded: boolean;
  };
  interaction_stay: {
    tenant: TenantId;
    interaction: Doc['id'];
    n: number;
    queue: Stay['queue'];
    callback: boolean;
    queued_at: number;
    state: Stay['state'];
    ring: boolean;
    waited_ms: number | null;
    agent: Stay['agent'];
    taken_at: number | null;
    transferred: boolean;
  };
};

/** `before`: as it was last written, null where it never was. */
export async function saveSearched(tx: Tx, tenant: TenantId, before: Doc | null, doc: Doc): Promise<void> {
  const fact = factRow(tenant, doc);
  if (before === null || JSON.stringify(factRow(tenant, before)) !== JSON.stringify(fact)) {
    const { tenant: _, interaction: __, ...values } = fact;
    await tx
      .tables<SearchTables>()
      .insertInto('interaction_fact')
      .values(fact)
      .onConflict((conflict) => conflict.column('interaction').doUpdateSet(values))
      .execute();
  }
  const had = (before?.stays ?? []).map((stay, n) => JSON.stringify(stayRow(tenant, doc, stay, n)));
  for (const [n, stay] of (doc.stays ?? []).entries()) {
    const row = stayRow(tenant, doc, stay, n);
    if (had[n] === JSON.stringify(row)) continue;
    const { tenant: _, interaction: __, n: ___, ...values } = row;
    await tx
      .tables<SearchTables>()
      .insertInto('interaction_stay')
      .values(row)
      .onConflict((conflict) => conflict.columns(['interaction', 'n']).doUpdateSet(values))
      .execute();
  }
}

function factRow(tenant: TenantId, doc: Doc): Insertable<SearchTables['interaction_fact']> {
  return {
    tenant,
    interaction: doc.id,
    direction: doc.direction,
    local: doc.local,
    started_at: doc.startedAt,
    left_in_flow: leftInFlow(doc),
    duration_ms: doc.endedAt === null ? null : doc.endedAt - doc.startedAt,
    disposition: lastWrapUp(doc)?.disposition ?? null,
    recorded: doc.recordings.length > 0,
  };
}

function leftInFlow({ direction, endedBy, endStage, stays = [] }: Doc): boolean {
  if (direction !== 'inbound' || endedBy !== 'customer' || (endStage !== 'flow' && endStage !== 'queue')) return false;
  return stays.every((stay) => stay.state === 'removed');
}

function stayRow(tenant: TenantId, doc: Doc, stay: Stay, n: number): Insertable<SearchTables['interaction_stay']> {
  const { queue, callback, state, ring, agent, transferred } = stay;
  return {
    tenant,
    interaction: doc.id,
    n: n + 1,
    queue,
    callback,
    state,
    ring,
    agent,
    transferred,
    queued_at: stay.queuedAt,
    waited_ms: stay.waitedMs,
    taken_at: stay.takenAt,
  };
}
