// From rows to what the API shows. Pure but for its place: it joins what three reads brought.
import type { AgentKpiReport, KpiReport, QueueKpis } from '@tandem/contract/api/kpis.ts';
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { openParts, type AgentNow } from '../core/agent.ts';
import { NO_QUEUE } from '../core/contributions.ts';
import { addDays, type Day, type LocalDays } from '../core/days.ts';
import { KPI_DEFINITIONS } from '../core/definitions.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, plus, plusAgent, type AgentFigures, type Figures } from '../core/figures.ts';
import { USUAL_SERVICE_LEVEL, type ServiceLevel } from '../core/ledger.ts';
import { agentKpis, queueKpis } from '../core/report.ts';
import type { QueueDay } from './read.ts';

type Names = ReadonlyMap<QueueId, TenantText>;
type Levels = ReadonlyMap<QueueId, ServiceLevel>;

const definitions = KPI_DEFINITIONS.version;
export const targetOf = (levels: Levels, queue: QueueId): number => (levels.get(queue) ?? USUAL_SERVICE_LEVEL).target;
const sum = (rows: readonly { figures: Figures }[]): Figures => rows.reduce((total, row) => plus(total, row.figures), NO_FIGURES);
const ofQueues = (rows: readonly QueueDay[]) => rows.filter((row): row is QueueDay & { queue: QueueId } => row.queue !== NO_QUEUE);

export function named(queue: QueueId, names: Names, language: Language): { id: QueueId; name: string } {
  const text = names.get(queue);
  return { id: queue, name: text?.[language] ?? text?.en ?? text?.['zh-CN'] ?? '' };
}
export function byName(language: Language) {
  const collator = new Intl.Collator(language, { numeric: true });
  return (a: { name: string; id: string }, b: { name: string; id: string }) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

export function queueReport(of: {
  zone: string;
  days: LocalDays;
  wanted: readonly Day[];
  rows: readonly QueueDay[];
  levels: Levels;
  names: Names;
  language: Language;
  /** The caller sees every queue, and what reached none. */
  whole: boolean;
  shortAbandonMs: DurationMs;
}): KpiReport {
  const { rows, levels, names, language, whole } = of;
  const order = byName(language);

  function total(some: readonly QueueDay[]): QueueKpis {
    const none = sum(some.filter((row) => row.queue === NO_QUEUE));
    const outside = whole ? { arrived: none.arrived, abandonedInFlow: none.abandonedInFlow } : { arrived: null, abandonedInFlow: null };
    return { queue: null, ...outside, ...queueKpis(sum(ofQueues(some))), serviceLevelTarget: null };
  }
  function each(some: readonly QueueDay[]): QueueKpis[] {
    return [...Map.groupBy(ofQueues(some), (row) => row.queue)]
      .map(([queue, its]) => ({
        queue: named(queue, names, language),
        arrived: null,
        abandonedInFlow: null,
        ...queueKpis(sum(its)),
        serviceLevelTarget: targetOf(levels, queue),
      }))
      .toSorted((a, b) => order(a.queue, b.queue));
  }
  const byDay = Map.groupBy(rows, (row) => row.day);
  const days = of.wanted.map((day) => {
    const its = byDay.get(day) ?? [];
    return { day, startAt: of.days.startOf(day), endAt: of.days.startOf(addDays(day, 1)), total: total(its), queues: each(its) };
  });
  return { zone: of.zone, definitions, shortAbandonMs: of.shortAbandonMs, total: total(rows), queues: each(rows), days };
}

export function agentReport(of: {
  day: Day;
  days: LocalDays;
  now: EpochMs;
  people: readonly { id: AgentId; name: string }[];
  rows: ReadonlyMap<AgentId, AgentFigures>;
  doing: ReadonlyMap<AgentId, AgentNow>;
}): Pick<AgentKpiReport, 'day' | 'asOf' | 'definitions' | 'items'> {
  const items = of.people.map((agent) => {
    const doing = of.doing.get(agent.id);
    // Kept figures end with the last event; what has run since then belongs to them.
    const open = doing === undefined ? [] : openParts(doing, of.now, of.days).filter((part) => part.day === of.day);
    const figures = open.reduce(
      (total, part) => plusAgent(total, { ...NO_AGENT_FIGURES, ...part.figures }),
      of.rows.get(agent.id) ?? NO_AGENT_FIGURES,
    );
    return { agent, ...agentKpis(figures) };
  });
  return { day: of.day, asOf: of.now, definitions, items };
}
