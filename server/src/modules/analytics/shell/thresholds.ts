// Limits of live measures: kept, changed, removed. An alarm belongs to the limits that raised it, so a change of them ends it.
import type { NewThreshold, Threshold, ThresholdPatch } from '@tandem/contract/api/thresholds.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AlarmId, QueueId, TenantId, ThresholdId } from '@tandem/contract/ids.ts';
import { SECOND, type Clock, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { inOrder } from '../core/alarm.ts';
import { isMeasured } from '../core/measures.ts';
import type { AlarmDoc, AnalyticsTables, ThresholdDoc } from './tables.ts';

const MOST = 100;
const HOLD_MS: DurationMs = 10 * SECOND;
/** Of the shape of the event's value, for whoever replays a day. */
const ENGINE = 'thresholds/1';

export type ThresholdsDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  newId: <P extends string>(prefix: P) => `${P}_${string}`;
  queueNames(tenant: TenantId): Promise<ReadonlyMap<QueueId, unknown>>;
};

export function createThresholds(deps: ThresholdsDeps) {
  const { db, log, clock } = deps;

  function checked(doc: ThresholdDoc, queues: ReadonlyMap<QueueId, unknown>): ThresholdDoc {
    if (doc.queue !== null && !queues.has(doc.queue)) throw new AppError('queue.not-found', { id: doc.queue });
    if (!isMeasured(doc.measure, doc.queue === null ? 'floor' : 'queue'))
      throw new AppError('threshold.unknown-measure', { measure: doc.measure });
    if (!inOrder(doc)) throw new AppError('threshold.bad-limits');
    return doc;
  }
  async function record(tx: Tx, id: ThresholdId, value: ThresholdDoc | null, actor: Actor): Promise<void> {
    const data = { kind: 'threshold', id, value, engine: ENGINE } as const;
    await log.append(tx, [{ stream: id, type: 'config.changed', data, actor }]);
  }
  async function locked(tx: Tx, tenant: TenantId, id: ThresholdId): Promise<{ doc: ThresholdDoc; revision: number }> {
    const row = await tx
      .tables<AnalyticsTables>()
      .selectFrom('kpi_threshold')
      .select(['doc', 'revision'])
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError('threshold.not-found', { id });
    return row;
  }
  async function endAlarm(tx: Tx, tenant: TenantId, id: ThresholdId, actor: Actor): Promise<void> {
    const open = await openAlarm(tx, tenant, id);
    if (open === null) return;
    await closeAlarm(tx, tenant, open.id, clock.now());
    const { measure, queue } = open.doc;
    const data = { threshold: id, alarm: open.id, measure, queue, value: null, reason: 'changed' } as const;
    await log.append(tx, [{ stream: id, type: 'kpi.alarm-cleared', data, actor }]);
  }

  return {
    list: (tenant: TenantId): Promise<Threshold[]> =>
      db.tenant(
        tenant,
        async (tx) => {
          const rows = await tx
            .tables<AnalyticsTables>()
            .selectFrom('kpi_threshold')
            .select(['id', 'doc'])
            .where('tenant', '=', tenant)
            .execute();
          return rows.map(({ id, doc }) => ({ id, ...doc }));
        },
        { read: true },
      ),

    async create(tenant: TenantId, { id = deps.newId('thr'), ...wish }: NewThreshold, actor: Actor): Promise<Threshold> {
      const doc = checked({ holdMs: HOLD_MS, ...wish }, await deps.queueNames(tenant));
      return db.tenant(tenant, async (tx) => {
        const tables = tx.tables<AnalyticsTables>();
        const { count } = await tables
          .selectFrom('kpi_threshold')
          .select((row) => row.fn.countAll<number>().as('count'))
          .where('tenant', '=', tenant)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST) throw new AppError('threshold.too-many', { most: MOST });
        const made = await tables
          .insertInto('kpi_threshold')
          .values({ tenant, id, doc: JSON.stringify(doc), revision: 1 })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (made.numInsertedOrUpdatedRows !== 1n) throw new AppError('threshold.id-taken', { id });
        await record(tx, id, doc, actor);
        return { id, ...doc };
      });
    },

    async change(tenant: TenantId, id: ThresholdId, patch: ThresholdPatch, actor: Actor): Promise<Threshold> {
      const queues = await deps.queueNames(tenant);
      return db.tenant(tenant, async (tx) => {
        const before = await locked(tx, tenant, id);
        const doc = checked({ ...before.doc, ...patch }, queues);
        await endAlarm(tx, tenant, id, actor);
        await tx
          .tables<AnalyticsTables>()
          .updateTable('kpi_threshold')
          .set({ doc: JSON.stringify(doc), revision: before.revision + 1 })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .execute();
        await record(tx, id, doc, actor);
        return { id, ...doc };
      });
    },

    async remove(tenant: TenantId, id: ThresholdId, actor: Actor): Promise<void> {
      await db.tenant(tenant, async (tx) => {
        await locked(tx, tenant, id);
        await endAlarm(tx, tenant, id, actor);
        await tx.tables<AnalyticsTables>().deleteFrom('kpi_threshold').where('tenant', '=', tenant).where('id', '=', id).execute();
        await record(tx, id, null, actor);
      });
    },
  };
}

export async function openAlarm(tx: Tx, tenant: TenantId, threshold: ThresholdId): Promise<{ id: AlarmId; doc: AlarmDoc } | null> {
  const row = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_alarm')
    .select(['id', 'doc'])
    .where('tenant', '=', tenant)
    .where('threshold', '=', threshold)
    .where('cleared_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

export async function closeAlarm(tx: Tx, tenant: TenantId, id: AlarmId, at: EpochMs): Promise<void> {
  await tx
    .tables<AnalyticsTables>()
    .updateTable('kpi_alarm')
    .set({ cleared_at: at })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}
