// The table of calls under control.
import type { CallId, TenantId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { CallState, ControlEffect } from '../../core/control/state.ts';

type CallRow = {
  tenant: string;
  call: string;
  interaction: string;
  state: string;
  last_n: string | number;
  version: string | number;
  pending: string;
  started_at: string | number;
  ended_at: string | number | null;
};
type Tables = { telephony_call: CallRow };

/** `version`: how many steps are in it. */
export type StoredCall = { state: CallState; lastN: number; version: number; pending: ControlEffect[] };

export async function insertCall(tx: Tx, state: CallState, lastN: number, at: number): Promise<void> {
  await tx
    .tables<Tables>()
    .insertInto('telephony_call')
    .values({
      tenant: state.tenant,
      call: state.call,
      interaction: state.interaction,
      state: JSON.stringify(state),
      last_n: lastN,
      version: 0,
      pending: '[]',
      started_at: at,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'call']).doNothing())
    .execute();
}

/** A step, with the effects that follow from it. False where it is written already: a commit whose answer was lost, or that took its time. */
export async function saveCall(tx: Tx, { state, lastN, version, pending }: StoredCall): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .tables<Tables>()
    .updateTable('telephony_call')
    .set({ state: JSON.stringify(state), last_n: lastN, version, pending: JSON.stringify(pending) })
    .where('tenant', '=', state.tenant)
    .where('call', '=', state.call)
    .where('version', '<', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Nothing of it is left to be done, its last effects included: of its state, with the numbers it dialled, only whose call it was is kept. */
export async function closeCall(tx: Tx, { tenant, call, interaction, person }: CallState, endedAt: number): Promise<void> {
  await tx
    .tables<Tables>()
    .updateTable('telephony_call')
    .set({ ended_at: endedAt, pending: '[]', state: JSON.stringify({ tenant, call, interaction, person }) })
    .where('tenant', '=', tenant)
    .where('call', '=', call)
    .execute();
}

export async function readCall(tx: Tx, call: CallId): Promise<{ stored: StoredCall; ended: boolean } | null> {
  const row = await tx
    .tables<Tables>()
    .selectFrom('telephony_call')
    .selectAll()
    .where('tenant', '=', tx.tenant!)
    .where('call', '=', call)
    .executeTakeFirst();
  return row ? { stored: fromRow(row), ended: row.ended_at !== null } : null;
}

export async function openCalls(db: Db): Promise<StoredCall[]> {
  return db.system(async (tx) => {
    const rows = await tx
      .tables<Tables>()
      .selectFrom('telephony_call')
      .selectAll()
      .where('ended_at', 'is', null)
      .orderBy('started_at')
      .execute();
    return rows.map(fromRow);
  });
}

const AT_ONCE = 500;

/** Rows of calls that were over before `before` (epoch ms): by then the edge has told all it will ever tell of them. Returns how many. */
export async function expireCalls(db: Db, tenant: TenantId, before: number, signal: AbortSignal): Promise<number> {
  let gone = 0;
  while (!signal.aborted) {
    const count = await db.tenant(tenant, async (tx) => {
      const tables = tx.tables<Tables>();
      const due = tables
        .selectFrom('telephony_call')
        .select('call')
        .where('tenant', '=', tenant)
        .where('ended_at', '<', before)
        .limit(AT_ONCE);
      const done = await tables.deleteFrom('telephony_call').where('tenant', '=', tenant).where('call', 'in', due).executeTakeFirst();
      return Number(done.numDeletedRows);
    });
    gone += count;
    if (count < AT_ONCE) break;
  }
  return gone;
}

/** What a state of an older program does not have. */
const SINCE: Partial<CallState> = {
  out: null,
  ringing: null,
  consult: null,
  monitor: null,
  parked: null,
  line: null,
  coming: null,
  giving: null,
  joining: null,
  taking: null,
  tone: null,
};

/** jsonb comes back parsed. */
function fromRow(row: CallRow): StoredCall {
  return {
    state: { ...SINCE, ...(row.state as unknown as CallState) },
    lastN: Number(row.last_n),
    version: Number(row.version),
    pending: row.pending as unknown as ControlEffect[],
  };
}
