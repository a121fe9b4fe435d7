// Looks at the surge rules of closed lanes every two seconds, and makes good at those in line what an opening or closing could not do.
import type { SurgeRule } from '@tandem/contract/api/lanes.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { SECOND, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import { createChores } from '../../../platform/lifecycle/every.ts';
import { lateOf, surging, windowsBefore, type Counted } from '../core/surge.ts';
import type { LaneDoc } from '../core/lane.ts';
import type { InLine } from '../ports.ts';
import type { LanesDeps } from './lanes.ts';
import { standing, type Standing } from './line.ts';
import type { Openings } from './opening.ts';
import { rowsOfAll } from './store.ts';
import type { LaneRow, LanesTables } from './tables.ts';

const EVERY_MS: DurationMs = 2 * SECOND;
const SYSTEM = { kind: 'system', part: 'lanes' } as const;

export function createWatch(deps: LanesDeps, openings: Openings) {
  const { db, ports, clock, logger } = deps;

  async function counted(tenant: TenantId, doc: LaneDoc, rule: SurgeRule, now: EpochMs): Promise<Counted> {
    const { numbers } = await ports.known(tenant);
    const keys = doc.numbers.flatMap((each) => numbers.get(each) ?? []);
    const among = { queues: doc.queues, numbers: doc.numbers.length === 0 ? null : keys };
    const count = (from: EpochMs, to: EpochMs) => ports.arrivals(tenant, among, from, to);
    const { arrivals, times, late } = rule;
    const inQueues = ({ queue }: InLine) => doc.queues.length === 0 || doc.queues.includes(queue);
    const mine = ({ number }: Standing) => doc.numbers.length === 0 || (number !== null && keys.includes(number));
    const line = async (levels: string[]) => (await standing(ports, tenant, { numbers: doc.numbers, levels }, inQueues)).filter(mine);
    return {
      arrivals: arrivals && (await count(now - arrivals.withinMs, now)),
      now: times && (await count(now - times.withinMs, now)),
      before: times ? await Promise.all(windowsBefore(now, times.withinMs).map(({ from, to }) => count(from, to))) : [],
      waiting: rule.waiting === null ? 0 : (await line([])).length,
      late: late ? lateOf(late, await line(late.levels), now) : 0,
    };
  }

  async function lookAt({ tenant, id, doc, state }: LaneRow & { tenant: TenantId }): Promise<void> {
    const now = clock.now();
    if (!doc.surge || state.state !== 'closed' || state.quietUntil > now) return;
    const seen = surging(doc.surge, await counted(tenant, doc, doc.surge, now));
    if (seen === null) return;
    if (doc.surge.confirm) await openings.propose(tenant, id, seen);
    else await openings.open(tenant, id, { reason: null, seen }, SYSTEM);
  }

  /** Lanes closed while routing was not there. */
  async function lowered(rows: readonly (LaneRow & { tenant: TenantId })[]): Promise<void> {
    const left = await db.system(
      (tx) =>
        tx.tables<LanesTables>().selectFrom('lane_contact').select(['tenant', 'lane']).distinct().where('settled', '=', false).execute(),
      { read: true },
    );
    for (const { tenant, lane } of left) {
      const row = rows.find((each) => each.tenant === tenant && each.id === lane);
      if (row?.state.state === 'closed') await openings.lower(tenant, row);
    }
  }

  async function lookAtAll(): Promise<void> {
    const rows = await rowsOfAll(db);
    for (const row of rows) {
      try {
        await lookAt(row);
        // Whoever came into the line in the very moment of the opening, and those whom an earlier process left undone.
        if (row.state.state === 'open') await openings.raise(row.tenant, row);
      } catch (error) {
        logger.warn('a lane could not be looked at', { lane: row.id, error: String(error) });
      }
    }
    if (rows.length > 0) await lowered(rows);
  }

  return createChores({ log: logger, chores: [{ name: 'lanes', everyMs: EVERY_MS, run: lookAtAll }] });
}
