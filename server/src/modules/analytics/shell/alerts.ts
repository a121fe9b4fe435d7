// Keeps the alert feed true: compares what stands on the floor with the open entries, and writes each change with its event in one transaction.
import type { AlertLimits } from '@tandem/contract/api/alert-limits.ts';
import type { AlarmId, TenantId } from '@tandem/contract/ids.ts';
import { MINUTE, type Clock, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog, NewEvent } from '../../../platform/eventlog/types.ts';
import { feedChanges, standing, type AlertDoc, type FeedChange, type Kept, type Standing } from '../core/alert.ts';
import type { AnalyticsPorts } from '../ports.ts';
import type { AlertTables } from './alert-tables.ts';
import type { FloorRead } from './floor.ts';
import type { ThresholdsDeps } from './thresholds.ts';

/** What comes back sooner is the same entry once more. */
const SAME_AGAIN_MS: DurationMs = 10 * MINUTE;
const actor = { kind: 'system', part: 'analytics' } as const;

export type AlertsDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  newId: ThresholdsDeps['newId'];
  ports: Pick<AnalyticsPorts, 'agentsSince' | 'troubles'>;
  limitsOf: (tenant: TenantId) => Promise<AlertLimits>;
};

/** One look at a tenant's floor. */
export function createAlerts({ db, log, clock, newId, ports, limitsOf }: AlertsDeps) {
  return async (tenant: TenantId, floor: FloorRead): Promise<void> => {
    const timed = (floor.people ?? []).some(({ state }) => state === 'wrap-up' || state === 'away');
    const [since, troubles, limits] = await Promise.all([
      timed ? ports.agentsSince(tenant) : new Map<never, never>(),
      ports.troubles(tenant),
      limitsOf(tenant),
    ]);
    const at = clock.now();
    const now = standing({ ...floor, since, troubles, limits });
    if (feedChanges(await openOf(db, tenant), now, at).length === 0) return;
    await db.tenant(tenant, async (tx) => {
      const open = await openIn(tx, tenant, true);
      const events: NewEvent[] = [];
      for (const change of feedChanges(open, now, at)) events.push(...(await apply(tx, tenant, change, at)));
      if (events.length > 0) await log.append(tx, events);
    });
  };

  async function apply(tx: Tx, tenant: TenantId, change: FeedChange<AlarmId>, at: EpochMs): Promise<NewEvent[]> {
    const tables = tx.tables<AlertTables>();
    const row = (id: AlarmId) => tables.updateTable('kpi_alarm').where('tenant', '=', tenant).where('id', '=', id);
    switch (change.do) {
      case 'clear':
        await row(change.id).set({ cleared_at: at, rests_until: null }).execute();
        return [{ stream: change.id, type: 'alert.cleared', data: told(change.id, change.doc), actor }];
      case 'change':
      case 'wake': {
        const anew = change.do === 'wake' || change.worse;
        // Who took it took what it was: now it is worse, or has rested long enough.
        const again = anew ? { acknowledged: null, rests_until: null } : {};
        await row(change.id)
          .set({ doc: docOf(change.as), ...again })
          .execute();
        return [raised(change.id, change.as)];
      }
      case 'raise': {
        const id = await raise(tx, tenant, change.as, at);
        return id === null ? [] : [raised(id, change.as)];
      }
    }
  }

  /** Null where another process was quicker. */
  async function raise(tx: Tx, tenant: TenantId, as: Standing, at: EpochMs): Promise<AlarmId | null> {
    const tables = tx.tables<AlertTables>();
    const before = await tables
      .selectFrom('kpi_alarm')
      .select(['id', 'times'])
      .where('tenant', '=', tenant)
      .where('cause', '=', as.cause)
      .where('cleared_at', '>', at - SAME_AGAIN_MS)
      .orderBy('cleared_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (before) {
      await tables
        .updateTable('kpi_alarm')
        .set({ doc: docOf(as), times: before.times + 1, cleared_at: null, acknowledged: null, rests_until: null })
        .where('tenant', '=', tenant)
        .where('id', '=', before.id)
        .execute();
      return before.id;
    }
    const id: AlarmId = newId('alm');
    const made = await tables
      .insertInto('kpi_alarm')
      .values({ tenant, id, threshold: null, cause: as.cause, doc: docOf(as), raised_at: at, cleared_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return made.numInsertedOrUpdatedRows === 1n ? id : null;
  }
}

const docOf = ({ cause: _, ...doc }: Standing): string => JSON.stringify(doc);
const told = (alert: AlarmId, { kind, queue, agent, contact }: AlertDoc) => ({ alert, kind, queue, agent, contact });

function raised(id: AlarmId, as: Standing): NewEvent {
  return { stream: id, type: 'alert.raised', data: { ...told(id, as), level: as.level }, actor };
}

const openOf = (db: Db, tenant: TenantId) => db.tenant(tenant, (tx) => openIn(tx, tenant, false), { read: true });

async function openIn(tx: Tx, tenant: TenantId, lock: boolean): Promise<Kept<AlarmId>[]> {
  const select = tx
    .tables<AlertTables>()
    .selectFrom('kpi_alarm')
    .select(['id', 'cause', 'doc', 'rests_until'])
    .where('tenant', '=', tenant)
    .where('cause', 'is not', null)
    .where('cleared_at', 'is', null);
  const rows = await (lock ? select.forUpdate() : select).execute();
  return rows.map(({ id, cause, doc, rests_until: restsUntil }) => ({ id, cause: cause!, doc: doc as AlertDoc, restsUntil }));
}
