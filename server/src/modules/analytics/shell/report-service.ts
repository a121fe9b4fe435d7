// Reports put together: what callers of any scope may ask for, by interval, queue, agent and number.
import type { AgentReport, AgentReportFigures, QueueReport, ReportKind, ReportLine, ReportQuery } from '@tandem/contract/api/reports.ts';
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Clock, DurationMs } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { KPI_DEFINITIONS } from '../core/definitions.ts';
import { NO_AGENT_FIGURES, type AgentFigures } from '../core/figures.ts';
import { agentSums, queueSums, tabulate, type Cell } from '../core/interval-report.ts';
import { NO_TIMES, openTimes, timesKeyParts } from '../core/interval-times.ts';
import type { AgentNow } from '../core/agent.ts';
import type { AnalyticsPorts } from '../ports.ts';
import { countedBy, countedByAgent } from './report-read.ts';
import { invalid, readAsked, type Asked } from './report-query.ts';
import { readAgents } from './store.ts';

/** Lines of one answer; more are neither read nor written by anybody. */
const MOST_CELLS = 20_000;

export type Reports = ReturnType<typeof createReports>;

export function createReports(deps: {
  db: Db;
  clock: Clock;
  ports: AnalyticsPorts;
  zoneOf: (tenant: TenantId) => Promise<string>;
  /** Null: every queue, and the contacts of none. */
  reach: (caller: Caller) => readonly QueueId[] | null;
  /** That queue, where the caller may see it. */
  oneQueue: (seen: readonly QueueId[] | null, names: ReadonlyMap<QueueId, unknown>, queue: QueueId) => readonly QueueId[];
  shortAbandonMs: DurationMs;
}) {
  const { db, clock, ports, zoneOf, reach, oneQueue, shortAbandonMs } = deps;

  function headOf({ zone, interval, bounds }: Asked, asOf: number) {
    return {
      zone,
      interval,
      asOf,
      shortAbandonMs,
      definitions: KPI_DEFINITIONS.version,
      startAt: bounds[0]!,
      endAt: bounds.at(-1)!,
    };
  }
  /** Null: not asked for. Those the caller may not see have no contacts for him. */
  async function agentsAsked(caller: Caller, { agent, team }: ReportQuery): Promise<AgentId[] | null> {
    if (agent === undefined && team === undefined) return null;
    const people = await ports.agents(caller, { former: true });
    return people.filter((each) => (agent ?? each.id) === each.id && (team ?? each.team) === each.team).map((each) => each.id);
  }

  async function queueReport(
    kind: Exclude<ReportKind, 'agents'>,
    caller: Caller,
    query: ReportQuery,
    language: Language,
  ): Promise<QueueReport> {
    const { tenant } = caller;
    const now = clock.now();
    const asked = readAsked(query, await zoneOf(tenant), now);
    const [names, agents] = await Promise.all([ports.queueNames(tenant), agentsAsked(caller, query)]);
    const all = reach(caller);
    const queues = query.queue === undefined ? all : oneQueue(all, names, query.queue);
    const of = { tenant, bounds: asked.bounds, queues, agents, number: query.number ?? null };
    const by = kind === 'queues' ? 'queue' : 'number';
    const cells = bounded(await db.tenant(tenant, (tx) => countedBy(tx, by, of, MOST_CELLS), { read: true }));
    const arrivals = queues !== null || agents !== null ? 'none' : kind === 'numbers' ? 'lines' : 'totals';
    const nameOf = (key: string) => {
      if (kind === 'numbers') return key;
      const text = names.get(key as QueueId);
      return text?.[language] ?? text?.en ?? text?.['zh-CN'] ?? '';
    };
    return { kind, ...headOf(asked, now), ...tabulate(cells, asked.bounds, queueSums(arrivals), { nameOf, order: byName(language) }) };
  }

  async function agentReport(caller: Caller, query: ReportQuery, language: Language): Promise<AgentReport> {
    const { tenant } = caller;
    if (query.number !== undefined) throw invalid('number', "agents' figures are not kept by number");
    const now = clock.now();
    const asked = readAsked(query, await zoneOf(tenant), now);
    const people = await ports.agents(caller, { former: true });
    const agents = (await agentsAsked(caller, query)) ?? people.map((each) => each.id);
    const queues = query.queue === undefined ? null : oneQueue(reach(caller), await ports.queueNames(tenant), query.queue);
    const of = { tenant, bounds: asked.bounds, queues, agents, number: null };
    const { kept, doing } = await db.tenant(
      tenant,
      async (tx) => ({ kept: await countedByAgent(tx, of, MOST_CELLS), doing: await readAgents(tx, tenant, agents) }),
      { read: true },
    );
    const cells = bounded(queues === null ? [...kept, ...underWay(doing, asked.bounds, now)] : kept);
    const byId = new Map<string, string>(people.map((each) => [each.id, each.digital ? `${each.name} ${DIGITAL[language]}` : each.name]));
    const digital = new Set<string>(people.flatMap((each) => (each.digital ? [each.id] : [])));
    const marked = <L extends { id: string }>(line: L): L => (digital.has(line.id) ? { ...line, digital: true as const } : line);
    const table = tabulate<AgentFigures, AgentReportFigures>(cells, asked.bounds, agentSums(queues === null), {
      nameOf: (key) => byId.get(key) ?? '',
      order: byName(language),
    });
    const intervals = table.intervals.map((each) => ({ ...each, items: each.items.map(marked) }));
    return { kind: 'agents', ...headOf(asked, now), ...table, items: table.items.map(marked), intervals };
  }

  return {
    queues: (caller: Caller, query: ReportQuery, language: Language) => queueReport('queues', caller, query, language),
    numbers: (caller: Caller, query: ReportQuery, language: Language) => queueReport('numbers', caller, query, language),
    agents: agentReport,
    zoneOf: (caller: Caller) => zoneOf(caller.tenant),
  };
}

/** Beside the name, also where a report is a file: people and digital workers are told apart by their word. */
const DIGITAL: Readonly<Record<Language, string>> = { en: '(digital)', 'zh-CN': '（数字员工）' };

function bounded<C>(cells: Cell<C>[]): Cell<C>[] {
  if (cells.length > MOST_CELLS) throw new AppError('report.too-large', { most: MOST_CELLS });
  return cells;
}

/** Kept times end with the last event: what has run since then belongs to them. */
function underWay(doing: ReadonlyMap<AgentId, AgentNow>, bounds: readonly number[], now: number): Cell<AgentFigures>[] {
  return [...doing].flatMap(([agent, state]) =>
    openTimes(state, now, agent).flatMap(([key, times]) => {
      const { at } = timesKeyParts(key);
      if (at < bounds[0]! || at >= bounds.at(-1)!) return [];
      const slot = bounds.findLastIndex((bound) => bound <= at);
      return [{ slot, key: agent, counts: { ...NO_AGENT_FIGURES, ...NO_TIMES, ...times } }];
    }),
  );
}

function byName(language: Language) {
  const collator = new Intl.Collator(language, { numeric: true });
  return (a: ReportLine<unknown>, b: ReportLine<unknown>) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
