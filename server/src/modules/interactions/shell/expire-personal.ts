// Numbers and notes leave interactions that are over, by age; what happened when, and who served, stays.
import type { InteractionId, TenantId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { InteractionsTables } from './tables.ts';

const AT_ONCE = 100;

/**
 * `redact` does the same to their events, and is called first: a row that still holds its number is found again where it was cut off there.
 * Returns how many interactions were emptied.
 */
export async function expirePersonal(
  db: Db,
  tenant: TenantId,
  before: EpochMs,
  signal: AbortSignal,
  redact: (streams: readonly string[]) => Promise<void>,
): Promise<number> {
  await expireMatters(db, tenant, before, signal, redact);
  let emptied = 0;
  let after = 0;
  while (!signal.aborted) {
    const rows = await db.tenant(
      tenant,
      (tx) =>
        tx
          .tables<InteractionsTables>()
          .selectFrom('interaction')
          .select(['id', 'started_at', 'doc'])
          .where('tenant', '=', tenant)
          .where('remote', '<>', '')
          .where('state', '=', 'closed')
          .where('started_at', '<', before)
          .where('started_at', '>=', after)
          .orderBy('started_at')
          .limit(AT_ONCE)
          .execute(),
      { read: true },
    );
    const due = rows.filter(({ doc }) => doc.endedAt !== null && doc.endedAt < before).map((row) => row.id);
    if (due.length > 0) {
      await redact(due);
      await db.tenant(tenant, (tx) => empty(tenantTables(tx), due));
      emptied += due.length;
    }
    const last = rows.at(-1)?.started_at;
    if (rows.length < AT_ONCE || last === undefined) return emptied;
    // What stayed began before and ended after: it must not be met for ever.
    after = due.length === 0 ? last + 1 : last;
  }
  return emptied;
}

type Tables = ReturnType<typeof tenantTables>;
const tenantTables = (tx: Parameters<Parameters<Db['tenant']>[1]>[0]) => tx.tables<InteractionsTables>();

async function empty(tables: Tables, ids: readonly InteractionId[]): Promise<void> {
  // In one order with the projection, so that the two cannot wait for each other.
  const rows = await tables
    .selectFrom('interaction')
    .select(['id', 'doc'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, doc } of rows) {
    const without = { ...doc, wrapUps: doc.wrapUps.map((each) => ({ ...each, notes: null })) };
    await tables
      .updateTable('interaction')
      .set({ remote: '', doc: JSON.stringify(without) })
      .where('id', '=', id)
      .execute();
  }
}

/** Closed matters lose their texts; that there was one, of what kind, with which contacts, stays. */
async function expireMatters(
  db: Db,
  tenant: TenantId,
  before: EpochMs,
  signal: AbortSignal,
  redact: (streams: readonly string[]) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const due = await db.tenant(
      tenant,
      async (tx) =>
        (
          await tenantTables(tx)
            .selectFrom('matter')
            .select('id')
            .where('tenant', '=', tenant)
            .where('state', '=', 'closed')
            .where('title', '<>', '')
            .where('closed_at', '<', before)
            .orderBy('id')
            .limit(AT_ONCE)
            .execute()
        ).map((row) => row.id),
      { read: true },
    );
    if (due.length === 0) return;
    await redact(due);
    await db.tenant(tenant, (tx) =>
      // Opened again meanwhile: it is at work.
      tenantTables(tx)
        .updateTable('matter')
        .set({ title: '', reference: null })
        .where('id', 'in', due)
        .where('state', '=', 'closed')
        .execute(),
    );
    if (due.length < AT_ONCE) return;
  }
}
