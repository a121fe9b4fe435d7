// The table of calls under control.
import type { CallId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { CallState, ControlEffect } from '../../core/control/state.ts';

type CallRow = {
  tenant: string;
  call: string;
  interaction: string;
  state: string;
  last_n: string | number;
  pending: string;
  started_at: string | number;
  ended_at: string | number | null;
};
type Tables = { telephony_call: CallRow };

export type StoredCall = { state: CallState; lastN: number; pending: ControlEffect[] };

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
      pending: '[]',
      started_at: at,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'call']).doNothing())
    .execute();
}

export async function saveCall(tx: Tx, state: CallState, lastN: number, pending: ControlEffect[], endedAt: number | null): Promise<void> {
  await tx
    .tables<Tables>()
    .updateTable('telephony_call')
    .set({ state: JSON.stringify(state), last_n: lastN, pending: JSON.stringify(pending), ended_at: endedAt })
    .where('tenant', '=', state.tenant)
    .where('call', '=', state.call)
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

/** jsonb comes back parsed. */
function fromRow(row: CallRow): StoredCall {
  return { state: row.state as unknown as CallState, lastN: Number(row.last_n), pending: row.pending as unknown as ControlEffect[] };
}
