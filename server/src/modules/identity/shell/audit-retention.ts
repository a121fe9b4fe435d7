// Old entries leave the audit trail, where its tenant set an age for them.
import type { TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Db } from '../../../platform/db/types.ts';

/** Entries older than `before` (epoch ms), and older than three months whatever it says. Returns how many went. */
export async function expireAudit(db: Db, tenant: TenantId, before: number): Promise<number> {
  let gone = 0;
  for (;;) {
    const { rows } = await db.system((tx) =>
      sql<{ n: number }>`select tandem.expire_audit(${tenant}, ${before}) as n`.execute(tx.tables()),
    );
    const n = Number(rows[0]?.n ?? 0);
    gone += n;
    if (n === 0) return gone;
  }
}
