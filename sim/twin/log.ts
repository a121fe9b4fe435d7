// Reads what a replay needs from an installation's log, and writes nothing: routing's facts, agents' presence, configuration.
import { sql } from 'kysely';
import type { TenantId } from '@tandem/contract/ids.ts';
import { dayIn, gather, HISTORY_TYPES, type History } from '../../server/src/modules/routing/core/twin/history.ts';
import { createDb } from '../../server/src/platform/db/pool.ts';
import { eventCatalogue } from '../../server/src/platform/eventlog/catalogue.ts';
import { readLog } from '../../server/src/platform/eventlog/read.ts';

const SLICE = 5_000;

/** `tenant` is its short name; `day` as 2026-11-22, in the tenant's own zone. Throws a sentence where there is no such tenant or day. */
export async function readHistory(options: {
  url: string;
  tenant: string;
  day: string;
}): Promise<{ history: History; from: number; to: number }> {
  const db = createDb({ url: options.url, name: 'tandem replay', size: 1 });
  try {
    const { rows } = await db.system(
      (tx) =>
        sql<{ tenant: TenantId; zone: string }>`select tenant, zone from identity_tenant where key = ${options.tenant}`.execute(
          tx.tables(),
        ),
      { read: true },
    );
    const [found] = rows;
    if (!found) throw new Error(`There is no tenant ${options.tenant}.`);
    const day = dayIn(options.day, found.zone);
    if (!day) throw new Error(`A day is written as 2026-11-22, not ${options.day}.`);
    const catalogue = eventCatalogue();
    const query = { limit: SLICE, tenant: found.tenant, types: HISTORY_TYPES, before: day.to };
    const read = (after: number) => db.tenant(found.tenant, (tx) => readLog(tx, { ...query, after }, catalogue), { read: true });
    return { history: await gather(read, day.from), ...day };
  } finally {
    await db.close();
  }
}
