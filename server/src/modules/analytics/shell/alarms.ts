// Looks at every threshold once a second, and writes what came of it: the alarm's row and its event, in one transaction.
import type { AlarmId, QueueId, TenantId, ThresholdId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { DAY, SECOND, type Clock, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import { calm, levelOf, look, worse, type Watch } from '../core/alarm.ts';
import { factsOfFloor, factsOfQueue } from '../core/floor.ts';
import { measured } from '../core/measures.ts';
import type { Floors, FloorRead } from './floor.ts';
import { queuesOf } from './present-live.ts';
import type { AnalyticsTables, ThresholdDoc } from './tables.ts';
import { closeAlarm, openAlarm, type ThresholdsDeps } from './thresholds.ts';

const EVERY_MS: DurationMs = SECOND;
/** A tenant without limits is looked at for its alerts alone, which may be told within three seconds: every second look. */
const UNLIMITED_EVERY = 2;
/** A floor that takes long to read is read seldom: at most this share of the time. */
const SHARE = 0.2;
/** What is over is kept for a week. */
const KEPT_MS = 7 * DAY;
const actor = { kind: 'system', part: 'analytics' } as const;

type Watched = { tenant: TenantId; id: ThresholdId; doc: ThresholdDoc; revision: number; level: Watch['level'] };

export function createAlarms(deps: {
  db: Db;
  log: EventLog;
  clock: Clock;
  logger: Log;
  floors: Floors;
  newId: ThresholdsDeps['newId'];
  queueNames: (tenant: TenantId) => Promise<ReadonlyMap<QueueId, TenantText>>;
  tenants: () => Promise<readonly TenantId[]>;
  /** What is watched without a threshold, on the same floor. */
  watch: (tenant: TenantId, floor: FloorRead) => Promise<void>;
}) {
  const { db, log, clock, logger } = deps;
  /** What is under way, by threshold and revision; what was told stands in the rows. */
  let watches = new Map<string, Watch>();
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const loop = { stopped: true };

  const thresholds = (): Promise<Watched[]> =>
    db.system(
      async (tx) => {
        const rows = await tx
          .tables<AnalyticsTables>()
          .selectFrom('kpi_threshold as t')
          .leftJoin('kpi_alarm as a', (join) =>
            join.onRef('a.tenant', '=', 't.tenant').onRef('a.threshold', '=', 't.id').on('a.cleared_at', 'is', null),
          )
          .select(['t.tenant', 't.id', 't.doc', 't.revision', 'a.doc as alarm'])
          .execute();
        return rows.map(({ alarm, ...row }) => ({ ...row, level: alarm?.level ?? 'ok' }));
      },
      { read: true },
    );

  async function valuesOf(floor: FloorRead, tenant: TenantId): Promise<(doc: ThresholdDoc) => number | null> {
    const names = await deps.queueNames(tenant);
    const whole = measured(factsOfFloor(floor, queuesOf(floor, names), true), 'floor');
    return ({ queue, measure }) => {
      if (queue === null) return whole[measure] ?? null;
      return names.has(queue) ? (measured(factsOfQueue(floor, queue), 'queue')[measure] ?? null) : null;
    };
  }

  /** One look at all. */
  async function lookAtAll(everybody = true): Promise<void> {
    const before = watches;
    const after = new Map<string, Watch>();
    const limits = Map.groupBy(await thresholds(), (each) => each.tenant);
    const rest = everybody ? await deps.tenants() : [];
    for (const tenant of new Set([...limits.keys(), ...rest])) {
      const floor = await deps.floors.read(tenant);
      await deps.watch(tenant, floor);
      const those = limits.get(tenant);
      if (those === undefined) continue;
      const valueOf = await valuesOf(floor, tenant);
      for (const one of those) {
        const key = `${one.id}:${one.revision}`;
        const known = before.get(key);
        // Where another process has told it meanwhile, its word holds.
        const watch = known?.level === one.level ? known : calm(one.level);
        const value = valueOf(one.doc);
        const next = look(watch, levelOf(value, one.doc), floor.at, one.doc.holdMs);
        after.set(key, next.level === watch.level || (await tell(one, next.level, value)) ? next : calm(one.level));
      }
    }
    watches = after;
  }

  /** False where the threshold was changed, or somebody else was quicker. */
  async function tell({ tenant, id, doc, revision, level: from }: Watched, level: Watch['level'], value: number | null): Promise<boolean> {
    return db.tenant(tenant, async (tx) => {
      const tables = tx.tables<AnalyticsTables>();
      const row = await tables
        .selectFrom('kpi_threshold')
        .select('revision')
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      const open = await openAlarm(tx, tenant, id);
      if (row?.revision !== revision || (open?.doc.level ?? 'ok') !== from) return false;
      const { measure, queue, comparison } = doc;
      const at = clock.now();
      const about = { threshold: id, measure, queue, value };
      if (level === 'ok') {
        await closeAlarm(tx, tenant, open!.id, at);
        const data = { ...about, alarm: open!.id, reason: 'back' } as const;
        await log.append(tx, [{ stream: id, type: 'kpi.alarm-cleared', data, actor }]);
        await forgetAlarms(tx, tenant, at);
        return true;
      }
      const alarm: AlarmId = open?.id ?? deps.newId('alm');
      const limit = doc[level]!;
      const kept = JSON.stringify({ measure, queue, comparison, level, limit, value });
      if (open === null)
        await tables
          .insertInto('kpi_alarm')
          .values({ tenant, id: alarm, threshold: id, doc: kept, raised_at: at, cleared_at: null })
          .execute();
      else
        await tables
          .updateTable('kpi_alarm')
          // Who took it took what it was: now it is worse, and wants somebody again.
          .set({ doc: kept, ...(worse(level, from) ? { acknowledged: null } : {}) })
          .where('tenant', '=', tenant)
          .where('id', '=', alarm)
          .execute();
      await log.append(tx, [{ stream: id, type: 'kpi.alarm-raised', data: { ...about, alarm, level, limit, comparison }, actor }]);
      return true;
    });
  }

  function again(afterMs: DurationMs): void {
    if (loop.stopped) return;
    timer = setTimeout(() => {
      const began = performance.now();
      looking = lookAtAll(++looks % UNLIMITED_EVERY === 0)
        .catch((error: unknown) => logger.warn('the thresholds could not be looked at', { error: String(error) }))
        .finally(() => again(Math.max(EVERY_MS, (performance.now() - began) * (1 / SHARE - 1))));
    }, afterMs).unref();
  }

  return {
    look: () => lookAtAll(),
    start(): void {
      loop.stopped = false;
      again(0);
    },
    async stop(): Promise<void> {
      loop.stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** Those that are long over. */
export async function forgetAlarms(tx: Tx, tenant: TenantId, now: EpochMs): Promise<void> {
  await tx
    .tables<AnalyticsTables>()
    .deleteFrom('kpi_alarm')
    .where('tenant', '=', tenant)
    .where('cleared_at', '<', now - KEPT_MS)
    .execute();
}
