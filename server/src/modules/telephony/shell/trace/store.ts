// The table of SIP traces: sealed rows of legs, and the mark of calls whose customer was erased.
import { sql } from 'kysely';
import type { CallId, InteractionId, LegId, TenantId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';

type Row = { tenant: string; call: string; leg: string; started_at: number; sealed: string | null };
type Tables = { telephony_sip_trace: Row; telephony_call: { tenant: string; call: string; interaction: string } };

/** Of an erasure: no leg has this id. */
const ERASED = '';
const AT_ONCE = 500;
/** An erasure waits for those who store at this moment, and who stores later sees it. */
const lock = (tx: Tx, kind: '' | '_shared') =>
  sql`select ${sql.raw(`pg_advisory_xact_lock${kind}`)}(hashtextextended(${`sip-traces ${tx.tenant}`}, 0))`.execute(tx.tables());

export type SealedTrace = { call: CallId; leg: LegId; startedAt: number; sealed: string };

/** A leg told twice is stored once. Nothing of a call whose customer was erased. */
export async function putTraces(tx: Tx, traces: readonly SealedTrace[]): Promise<void> {
  await lock(tx, '_shared');
  const erased = await erasedCalls(tx, traces.map(({ call }) => call)); // prettier-ignore
  const rows = traces
    .filter(({ call }) => !erased.has(call))
    .map(({ call, leg, startedAt, sealed }) => ({ tenant: tx.tenant!, call, leg, started_at: startedAt, sealed }));
  if (rows.length === 0) return;
  await tx
    .tables<Tables>()
    .insertInto('telephony_sip_trace')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenant', 'call', 'leg']).doUpdateSet((row) => ({ sealed: row.ref('excluded.sealed') })))
    .execute();
}

async function erasedCalls(tx: Tx, calls: readonly string[]): Promise<Set<string>> {
  if (calls.length === 0) return new Set();
  const rows = await tx
    .tables<Tables>()
    .selectFrom('telephony_sip_trace')
    .select('call')
    .where('tenant', '=', tx.tenant!)
    .where('leg', '=', ERASED)
    .where('call', 'in', calls)
    .execute();
  return new Set(rows.map(({ call }) => call));
}

/** The calls of a contact of which something may be told, and what is stored of them. */
export async function tracesOf(tx: Tx, interaction: InteractionId): Promise<{ calls: CallId[]; stored: { leg: LegId; sealed: string }[] }> {
  const calls = await callsOf(tx, [interaction]);
  if (calls.length === 0) return { calls: [], stored: [] };
  const rows = await tx
    .tables<Tables>()
    .selectFrom('telephony_sip_trace')
    .select(['call', 'leg', 'sealed'])
    .where('tenant', '=', tx.tenant!)
    .where('call', 'in', calls)
    .execute();
  const erased = new Set(rows.filter(({ leg }) => leg === ERASED).map(({ call }) => call));
  return {
    calls: calls.filter((call) => !erased.has(call)),
    stored: rows.flatMap(({ call, leg, sealed }) => (sealed === null || erased.has(call) ? [] : [{ leg: leg as LegId, sealed }])),
  };
}

async function callsOf(tx: Tx, interactions: readonly InteractionId[]): Promise<CallId[]> {
  if (interactions.length === 0) return [];
  const rows = await tx
    .tables<Tables>()
    .selectFrom('telephony_call')
    .select('call')
    .where('tenant', '=', tx.tenant!)
    .where('interaction', 'in', interactions)
    .execute();
  return rows.map(({ call }) => call as CallId);
}

/** In the erasure's transaction. What the edge tells later finds the mark. */
export async function eraseTraces(tx: Tx, interactions: readonly InteractionId[], now: number): Promise<void> {
  const calls = await callsOf(tx, interactions);
  if (calls.length === 0) return;
  await lock(tx, '');
  const tables = tx.tables<Tables>();
  await tables
    .insertInto('telephony_sip_trace')
    .values(calls.map((call) => ({ tenant: tx.tenant!, call, leg: ERASED, started_at: now, sealed: null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tables
    .deleteFrom('telephony_sip_trace')
    .where('tenant', '=', tx.tenant!)
    .where('call', 'in', calls)
    .where('leg', '!=', ERASED)
    .execute();
}

/** Legs that began before `before` (epoch ms), a few in each transaction. Returns how many went. */
export async function expireTraces(db: Db, tenant: TenantId, before: number, signal: AbortSignal): Promise<number> {
  let gone = 0;
  while (!signal.aborted) {
    const count = await db.tenant(tenant, async (tx) => {
      const tables = tx.tables<Tables>();
      const due = tables
        .selectFrom('telephony_sip_trace')
        .select('leg')
        .where('tenant', '=', tenant)
        .where('started_at', '<', before)
        .limit(AT_ONCE);
      const done = await tables
        .deleteFrom('telephony_sip_trace')
        .where('tenant', '=', tenant)
        .where('started_at', '<', before)
        .where('leg', 'in', due)
        .executeTakeFirst();
      return Number(done.numDeletedRows);
    });
    gone += count;
    if (count < AT_ONCE) break;
  }
  return gone;
}
