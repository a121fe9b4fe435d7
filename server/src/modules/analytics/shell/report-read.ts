// Queries behind reports: the database adds up what contacts and agents counted in each interval.
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { NO_QUEUE } from '../core/contributions.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, type AgentFigures, type Figures } from '../core/figures.ts';
import type { Cell } from '../core/interval-report.ts';
import { COUNTS } from './report-rows.ts';

export type Narrowed = {
  tenant: TenantId;
  /** Beginnings of the intervals, and the end of the last. */
  bounds: readonly number[];
  /** Only these; every one, and what belongs to none, where null. */
  queues: readonly QueueId[] | null;
  agents: readonly AgentId[] | null;
  number: string | null;
};

/** By queue or by number, of stays that were queued and contacts that arrived in the interval. At most `most` + 1 cells. */
export async function countedBy(tx: Tx, by: 'queue' | 'number', of: Narrowed, most: number): Promise<Cell<Figures>[]> {
  const key = sql.ref(by);
  const slot = slotOf('at', of.bounds);
  const where = narrowed('at', of);
  const sums = sql.join(COUNTS.map(([column, counter]) => sql`sum(${sql.ref(column)})::float8 as ${sql.ref(counter)}`));
  const { rows } = await sql<{ slot: number; key: string; longestAnswerMs: number } & Record<string, number | string>>`
    select ${slot} as slot, ${key} as key, ${sums},
      coalesce(max(answered_wait_ms) filter (where answered > 0), 0)::float8 as "longestAnswerMs"
    from kpi_stay where ${where} group by 1, 2 limit ${most + 1}`.execute(tx.tables());
  const { rows: bins } = await sql<{ slot: number; key: string; bin: number; count: number }>`
    select ${slot} as slot, ${key} as key, wait_bin as bin, count(*)::int as count
    from kpi_stay where ${where} and wait_bin is not null group by 1, 2, 3`.execute(tx.tables());
  const waits = Map.groupBy(bins, (each) => `${each.slot}|${each.key}`);
  return rows.map(({ slot: n, key: name, ...counts }) => ({
    slot: n,
    // Contacts as such stand in no line of a queue.
    key: by === 'queue' && name === NO_QUEUE ? null : name,
    counts: {
      ...NO_FIGURES,
      ...counts,
      answeredWaits: Object.fromEntries((waits.get(`${n}|${name}`) ?? []).map(({ bin, count }) => [bin, count])),
    } as Figures,
  }));
}

/** By agent: contacts in the interval in which he took them, offers and times in that in which they were. */
export async function countedByAgent(tx: Tx, of: Narrowed, most: number): Promise<Cell<AgentFigures>[]> {
  const { rows: taken } = await sql<{ slot: number; agent: AgentId } & AgentFigures>`
    select ${slotOf('agent_at', of.bounds)} as slot, agent, sum(answered)::float8 as answered, sum(handled)::float8 as handled,
      sum(talk_ms)::float8 as "talkMs", sum(hold_ms)::float8 as "holdMs", sum(acw_ms)::float8 as "acwMs",
      sum(transfers_out)::float8 as "transfersOut"
    from kpi_stay where ${narrowed('agent_at', of)} and agent is not null group by 1, 2 limit ${most + 1}`.execute(tx.tables());
  const timed = of.number !== null ? [] : await timesByAgent(tx, of, most);
  return [...taken, ...timed].map(({ slot, agent, ...counts }) => ({ slot, key: agent, counts: { ...NO_AGENT_FIGURES, ...counts } }));
}

async function timesByAgent(tx: Tx, of: Narrowed, most: number): Promise<({ slot: number; agent: AgentId } & Partial<AgentFigures>)[]> {
  // Times stand under no queue, so that asking for one leaves them out.
  const where = narrowed('at', { ...of, number: null });
  const { rows } = await sql<{ slot: number; agent: AgentId } & Partial<AgentFigures>>`
    select ${slotOf('at', of.bounds)} as slot, agent, sum(offers)::float8 as offers, sum(no_answers)::float8 as "noAnswers",
      sum(busy_ms)::float8 as "busyMs", sum(on_queue_ms)::float8 as "onQueueMs"
    from kpi_agent_quarter where ${where} group by 1, 2 limit ${most + 1}`.execute(tx.tables());
  return rows;
}

/** Intervals differ in length where clocks are changed: the one a moment lies in is looked up, not computed. */
function slotOf(column: 'at' | 'agent_at', bounds: readonly number[]): RawBuilder<number> {
  return sql<number>`width_bucket(${sql.ref(column)}, ${[...bounds]}::bigint[]) - 1`;
}

function narrowed(column: 'at' | 'agent_at', { tenant, bounds, queues, agents, number }: Narrowed): RawBuilder<boolean> {
  const at = sql.ref(column);
  const parts = [sql`tenant = ${tenant} and ${at} >= ${bounds[0]!} and ${at} < ${bounds.at(-1)!}`];
  if (queues !== null) parts.push(sql`queue = any(${[...queues]}::text[])`);
  if (agents !== null) parts.push(sql`agent = any(${[...agents]}::text[])`);
  if (number !== null) parts.push(sql`number = ${number}`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}
