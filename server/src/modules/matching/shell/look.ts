// One look at a queue: learns where it is time, judges what matching did, and gives routing what follows, with its event, in one transaction.
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '@tandem/contract/events.ts';
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import { DAY, HOUR, type EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { learn, matchingOf } from '../core/model.ts';
import { shareComingTrue, upliftOf, type Measured, type Uplift } from '../core/uplift.ts';
import { harmOf, stateOf, type State } from '../core/verdict.ts';
import { armsOf, batchesOf, errorsOf } from './history.ts';
import type { MatchingDeps } from './matching.ts';
import { lockedRow, putRow } from './store.ts';
import type { QueueRow, Settings } from './tables.ts';

const SYSTEM = { kind: 'system', part: 'matching' } as const;
const LEARN_EVERY_MS = 12 * HOUR;
/** Predictions of longer ago say little of those of today. */
const DRIFT_MS = 14 * DAY;

/** `learn`: now, whenever it was learned last. `resume`: what made it fall back is past, and it is measured anew. */
export type Wish = { learn?: boolean; resume?: boolean; settings?: Partial<Settings> };

export function createLook({ db, log, clock, ports }: MatchingDeps) {
  /** True where routing was given something else. */
  return async (tenant: TenantId, queue: QueueId, wish: Wish = {}, actor: Actor = SYSTEM): Promise<boolean> => {
    const changed = await db.tenant(tenant, async (tx) => {
      const now = clock.now();
      const before = await lockedRow(tx, tenant, queue);
      const after = await judged(tx, tenant, await learned(tx, tenant, wished(before, wish, now), wish, now), now);
      // Not by their texts: the database keeps no order of keys.
      if (isDeepStrictEqual(after, before)) return false;
      await putRow(tx, tenant, after);
      if (isDeepStrictEqual(after.applied, before.applied) && stateOfRow(after) === stateOfRow(before)) return false;
      const data = { queue, state: stateOfRow(after), fallBack: after.record.fallBack, matching: after.applied };
      await log.append(tx, [{ stream: queue, type: 'matching.applied', data, actor }]);
      return true;
    });
    if (changed) await ports.changed(tenant);
    return changed;
  };
}

function wished(row: QueueRow, { settings, resume }: Wish, now: EpochMs): QueueRow {
  const next = settings ? { ...row, settings: { ...row.settings, ...settings } } : row;
  return resume ? { ...next, record: { ...next.record, fallBack: null, since: now } } : next;
}

async function learned(tx: Tx, tenant: TenantId, row: QueueRow, wish: Wish, now: EpochMs): Promise<QueueRow> {
  const { settings, record } = row;
  const due = record.learnedAt === null || now - record.learnedAt >= LEARN_EVERY_MS;
  if (settings.mode === 'off' || !(due || wish.learn === true || wish.settings?.goal !== undefined)) return row;
  const model = learn(await batchesOf(tx, tenant, row.queue, now), settings.goal);
  if (model === null) return row;
  return { ...row, model, record: { ...record, version: record.version + 1, learnedAt: now, since: record.since ?? now } };
}

/** Who fell back stays so until a person says otherwise: what is not matched tells nothing of matching. */
async function judged(tx: Tx, tenant: TenantId, row: QueueRow, now: EpochMs): Promise<QueueRow> {
  const { settings, model } = row;
  const { uplift, comesTrue } = await measure(tx, tenant, row, now);
  const fallBack = row.record.fallBack ?? (settings.mode === 'automatic' && model ? harmOf(uplift, comesTrue, now) : null);
  const next = { ...row, record: { ...row.record, fallBack } };
  const { holdOut, cap } = settings;
  const applied = model && stateOfRow(next) === 'matching' ? matchingOf(model, { version: next.record.version, holdOut, cap }) : null;
  return { ...next, applied };
}

export async function measure(
  tx: Tx,
  tenant: TenantId,
  { queue, record }: QueueRow,
  now: EpochMs,
): Promise<{ uplift: Uplift; comesTrue: Measured | null }> {
  const since = record.since ?? now;
  const { matched, heldOut } = await armsOf(tx, tenant, queue, since);
  const errors = await errorsOf(tx, tenant, queue, Math.max(since, now - DRIFT_MS));
  return { uplift: upliftOf(matched, heldOut), comesTrue: shareComingTrue(errors) };
}

export function stateOfRow({ settings, model, record }: QueueRow): State {
  return stateOf({ mode: settings.mode, learned: model !== null, fallBack: record.fallBack });
}
