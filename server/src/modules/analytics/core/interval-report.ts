// A report put together: counts by interval and key added up to lines, totals and intervals, and shown by the formulas of core/report.ts.
import type { AgentReportFigures, Report, ReportFigures, ReportLine } from '@tandem/contract/api/reports.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, plus, plusAgent, type AgentFigures, type Figures } from './figures.ts';
import { parityOf, sumOfWaits, type Waits } from './parity.ts';
import { agentKpis, queueKpis } from './report.ts';

/** What was counted in interval `slot` (0 is the first) for one queue, agent or number; no key: for the whole only. */
export type Cell<C> = { slot: number; key: string | null; counts: C };

/** Of queues or numbers; `waits` by kind of contact stand in no row of a day. */
export type QueueCounts = Figures & { waits: Waits };

/** How counts of one kind add up and how they are shown; `whole`: of all keys together. */
export type Sums<C, F> = { sum: (many: readonly C[]) => C; show: (counts: C, whole: boolean) => F };

type Table<F> = Pick<Report<F>, 'total' | 'items' | 'intervals'>;

/** Contacts of no queue are shown where the report is of all queues: in each line of numbers, and in totals. */
export function queueSums(arrivals: 'none' | 'totals' | 'lines'): Sums<QueueCounts, ReportFigures> {
  const show = (counts: QueueCounts, whole: boolean): ReportFigures => ({
    ...(arrivals === 'lines' || (arrivals === 'totals' && whole)
      ? { arrived: counts.arrived, abandonedInFlow: counts.abandonedInFlow }
      : { arrived: null, abandonedInFlow: null }),
    ...queueKpis(counts),
    ...parityShown(counts.waits),
  });
  const sum = (many: readonly QueueCounts[]): QueueCounts => ({
    ...many.reduce<Figures>((total, counts) => plus(total, counts), NO_FIGURES),
    waits: sumOfWaits(many.map(({ waits }) => waits)),
  });
  return { sum, show };
}

function parityShown(waits: Waits): Pick<ReportFigures, 'waitParity' | 'waitParityLeast'> {
  const parity = parityOf(waits);
  return { waitParity: parity?.index ?? null, waitParityLeast: parity?.least ?? null };
}

/** `timed`: not of one queue only, to which no time belongs. */
export function agentSums(timed: boolean): Sums<AgentFigures, AgentReportFigures> {
  const show = (counts: AgentFigures): AgentReportFigures =>
    timed ? agentKpis(counts) : { ...agentKpis(counts), onQueueMs: null, busyMs: null, occupancy: null };
  return { sum: (many) => many.reduce(plusAgent, NO_AGENT_FIGURES), show };
}

export function tabulate<C, F>(
  cells: readonly Cell<C>[],
  bounds: readonly EpochMs[],
  sums: Sums<C, F>,
  names: { nameOf: (key: string) => string; order: (a: ReportLine<F>, b: ReportLine<F>) => number },
): Table<F> {
  const add = (some: readonly Cell<C>[]) => sums.sum(some.map(({ counts }) => counts));
  function lines(some: readonly Cell<C>[]): ReportLine<F>[] {
    return [...Map.groupBy(some, (cell) => cell.key)]
      .flatMap(([key, its]) => (key === null ? [] : [{ id: key, name: names.nameOf(key), figures: sums.show(add(its), false) }]))
      .toSorted(names.order);
  }
  const intervals = [...Map.groupBy(cells, (cell) => cell.slot)]
    .toSorted(([a], [b]) => a - b)
    .map(([slot, its]) => ({
      startAt: bounds[slot]!,
      endAt: bounds[slot + 1]!,
      total: sums.show(add(its), true),
      items: lines(its),
    }));
  return { total: sums.show(add(cells), true), items: lines(cells), intervals };
}
