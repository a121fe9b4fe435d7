// Rows of runs that have not ended.
import type { CallId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { RunState } from '../core/run.ts';
import type { RunInfo } from './journal.ts';
import type { FlowTables } from './tables.ts';

export type OpenRun = RunInfo & { startedAt: number; state: RunState | null; work: WorkId | null };

/** Of one call, or of all tenants. */
export async function openRuns(db: Db, of: { tenant: TenantId; call: CallId } | null): Promise<OpenRun[]> {
  const read = (tx: Tx) => {
    const select = tx.tables<FlowTables>().selectFrom('flow_run').selectAll().where('ended_at', 'is', null).orderBy('id');
    return (of ? select.where('call', '=', of.call) : select).execute();
  };
  const rows = of ? await db.tenant(of.tenant, read) : await db.system(read);
  return rows.map((row) => ({
    run: row.id,
    line: { tenant: row.tenant, interaction: row.interaction, call: row.call, leg: row.leg },
    flow: row.flow,
    version: row.version,
    subs: row.subs,
    startedAt: row.started_at,
    state: row.state,
    work: row.work,
  }));
}
