// The limits of the alert feed, kept and changed. Read at each look at the floor, so that they are kept in memory for a moment.
import { USUAL_ALERT_LIMITS, type AlertLimits } from '@tandem/contract/api/alert-limits.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { SECOND, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { limitsInOrder } from '../core/alert-limits.ts';
import type { ThresholdsDeps } from './thresholds.ts';

/** Another process learns of a change after so long at the latest. */
const KNOWN_MS: DurationMs = 2 * SECOND;
/** Of the shape of the event's value, for whoever replays a day. */
const ENGINE = 'alert-limits/1';

type Tables = { kpi_alert_limits: { tenant: TenantId; doc: AlertLimits } };

export function createAlertLimits({ db, log, clock, queueNames }: Omit<ThresholdsDeps, 'newId'>) {
  const known = new Map<TenantId, { limits: AlertLimits; readAt: EpochMs }>();

  async function read(tenant: TenantId): Promise<AlertLimits> {
    const row = await db.tenant(
      tenant,
      (tx) => tx.tables<Tables>().selectFrom('kpi_alert_limits').select('doc').where('tenant', '=', tenant).executeTakeFirst(),
      { read: true },
    );
    // What a later version knows beside what was set.
    const limits = { ...USUAL_ALERT_LIMITS, ...row?.doc };
    known.set(tenant, { limits, readAt: clock.now() });
    return limits;
  }

  return {
    get: read,

    /** As they were a moment ago. */
    async current(tenant: TenantId): Promise<AlertLimits> {
      const kept = known.get(tenant);
      return kept && clock.now() - kept.readAt < KNOWN_MS ? kept.limits : read(tenant);
    },

    /** Rejects with `threshold.bad-limits`, `queue.not-found`. */
    async put(tenant: TenantId, limits: AlertLimits, actor: Actor): Promise<AlertLimits> {
      if (!limitsInOrder(limits)) throw new AppError('threshold.bad-limits');
      const [names, before] = await Promise.all([queueNames(tenant), read(tenant)]);
      const gone = limits.queues.find(({ queue }) => !names.has(queue));
      if (gone) throw new AppError('queue.not-found', { id: gone.queue });
      await db.tenant(tenant, async (tx) => {
        const doc = JSON.stringify(limits) as never;
        await tx
          .tables<Tables>()
          .insertInto('kpi_alert_limits')
          .values({ tenant, doc })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ doc }))
          .execute();
        const data = { kind: 'alert-limits', id: tenant, value: limits, before, engine: ENGINE } as const;
        await log.append(tx, [{ stream: tenant, type: 'config.changed', data, actor }]);
      });
      known.set(tenant, { limits, readAt: clock.now() });
      return limits;
    },
  };
}
