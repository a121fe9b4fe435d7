// Yesterday's figures up to this time of day, for "as against yesterday": asked for at every look at the floor, read once a minute.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import { MINUTE, type EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { NO_QUEUE } from '../core/contributions.ts';
import { addDays, type LocalDays } from '../core/days.ts';
import { NO_FIGURES, type Figures } from '../core/figures.ts';

type Counted = Pick<Figures, 'answered' | 'answeredInTime' | 'abandonedInQueue' | 'abandonedInRing' | 'shortAbandoned'>;
type Row = { queue: QueueId } & Counted;

/** Whole minutes of the day before that have passed as far after midnight as now; a shorter day ends where it ends. */
export function yesterdayUpTo(days: LocalDays, at: EpochMs): { from: EpochMs; to: EpochMs } {
  const today = days.dayOf(at);
  const start = days.startOf(today);
  const from = days.startOf(addDays(today, -1));
  const passed = Math.floor((at - start) / MINUTE) * MINUTE;
  return { from, to: Math.min(start, from + passed) };
}

export function createYesterdays() {
  const known = new Map<TenantId, { to: EpochMs; figures: Map<QueueId, Figures> }>();
  return {
    async upTo(tx: Tx, tenant: TenantId, days: LocalDays, at: EpochMs): Promise<ReadonlyMap<QueueId, Figures>> {
      const { from, to } = yesterdayUpTo(days, at);
      const before = known.get(tenant);
      if (before?.to === to) return before.figures;
      const { rows } = await sql<Row>`
        select queue, sum(answered)::int as "answered", sum(answered_in_time)::int as "answeredInTime",
          sum(abandoned_in_queue)::int as "abandonedInQueue", sum(abandoned_in_ring)::int as "abandonedInRing",
          sum(short_abandoned)::int as "shortAbandoned"
        from kpi_stay where tenant = ${tenant} and at >= ${from} and at < ${to} and queue <> ${NO_QUEUE}
        group by queue`.execute(tx.tables());
      const figures = new Map(rows.map(({ queue, ...counted }) => [queue, { ...NO_FIGURES, ...counted }]));
      known.set(tenant, { to, figures });
      return figures;
    },
  };
}
