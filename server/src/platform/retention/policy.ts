// The policy of a tenant, kept and changed; what is older than it is erased by the nightly job (roles/retention.ts).
import type { Retention, RetentionPolicy } from '@tandem/contract/api/retention.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { DAY, type EpochMs } from '../../kernel/time.ts';
import type { Db } from '../db/types.ts';
import type { EventLog } from '../eventlog/types.ts';

type Row = {
  tenant: string;
  log_days: number | null;
  recording_days: number | null;
  personal_days: number | null;
  audit_days: number | null;
  log_erased_before: number | null;
};
type Tables = { retention: Row };

export type RetentionSettings = ReturnType<typeof createRetentionSettings>;

const KEEP: Retention = { logDays: null, recordingDays: null, personalDays: null, auditDays: null, logErasedBefore: null };
/** Of the shape of the event's value, for whoever replays a day. */
const ENGINE = 'retention/1';

export function createRetentionSettings({ db, log }: { db: Db; log: EventLog }) {
  async function get(tenant: TenantId): Promise<Retention> {
    const row = await db.tenant(
      tenant,
      (tx) => tx.tables<Tables>().selectFrom('retention').selectAll().where('tenant', '=', tenant).executeTakeFirst(),
      { read: true },
    );
    if (!row) return KEEP;
    return {
      logDays: row.log_days,
      recordingDays: row.recording_days,
      personalDays: row.personal_days,
      auditDays: row.audit_days,
      logErasedBefore: row.log_erased_before,
    };
  }
  return {
    get,
    async put(tenant: TenantId, policy: RetentionPolicy, actor: Actor): Promise<Retention> {
      const { logErasedBefore: _, ...before } = await get(tenant);
      await db.tenant(tenant, async (tx) => {
        const values = {
          log_days: policy.logDays,
          recording_days: policy.recordingDays,
          personal_days: policy.personalDays,
          audit_days: policy.auditDays,
        };
        await tx
          .tables<Tables>()
          .insertInto('retention')
          .values({ tenant, ...values, log_erased_before: null })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet(values))
          .execute();
        const data = { kind: 'retention', id: tenant, value: policy, before, engine: ENGINE } as const;
        await log.append(tx, [{ stream: tenant, type: 'config.changed', data, actor }]);
      });
      return get(tenant);
    },
    /** Before the first of those events goes, so that nobody trusts a log that is half gone. It only grows. */
    async noteLogErased(tenant: TenantId, before: EpochMs): Promise<void> {
      await db.tenant(tenant, (tx) =>
        tx
          .tables<Tables>()
          .updateTable('retention')
          .set((row) => ({ log_erased_before: row.fn<number>('greatest', ['log_erased_before', row.val(before)]) }))
          .where('tenant', '=', tenant)
          .execute(),
      );
    },
  };
}

/** Null: nothing goes. */
export function cutoff(days: number | null, now: EpochMs): EpochMs | null {
  return days === null ? null : now - days * DAY;
}
