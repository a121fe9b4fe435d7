// Queries behind reports: the database adds up what contacts and agents counted in each interval.
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { NO_QUEUE } from '../core/contributions.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, type AgentFigures } from '../core/figures.ts';
import type { Histogram } from '../core/histogram.ts';
import type { Cell, QueueCounts } from '../core/interval-report.ts';
import { NO_WAITS, sumOfWaits, TOGETHER_MS, type WaitGroup, type Waits, type WaitSums } from '../core/parity.ts';
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
export async function countedBy(tx: Tx, by: 'queue' | 'number', of: Narrowed, most: number): Promise<Cell<QueueCounts>[]> {
  const key = sql.ref(by);
  const slot = slotOf('at', of.bounds);
  const where = narrowed('at', of);
  const sums = sql.join(COUNTS.map(([column, counter]) => sql`sum(${sql.ref(column)})::float8 as ${sql.ref(counter)}`));
  const { rows } = await sql<{ slot: number; key: string; longestAnswerMs: number } & Record<string, number | string>>`
    select ${slot} as slot, ${key} as key, ${sums},
      coalesce(max(answered_wait_ms) filter (where answered > 0), 0)::float8 as "longestAnswerMs"
    from kpi_stay where ${where} group by 1, 2 limit ${most + 1}`.execute(tx.tables());
  const cell = { key, slot, where };
  const waits = await binsOf(tx, 'wait_bin', cell);
  const errors = await binsOf(tx, 'error_bin', cell);
  const alike = await waitsBy(tx, cell);
  return rows.map(({ slot: n, key: name, ...counts }) => ({
    slot: n,
    // Contacts as such stand in no line of a queue.
    key: by === 'queue' && name === NO_QUEUE ? null : name,
    counts: {
      ...NO_FIGURES,
      ...counts,
      answeredWaits: waits.get(`${n}|${name}`) ?? {},
      estimateErrors: errors.get(`${n}|${name}`) ?? {},
      waits: alike.get(`${n}|${name}`) ?? NO_WAITS,
    } as QueueCounts,
  }));
}

type Of = { key: RawBuilder<unknown>; slot: RawBuilder<number>; where: RawBuilder<boolean> };

async function binsOf(tx: Tx, column: 'wait_bin' | 'error_bin', { key, slot, where }: Of): Promise<Map<string, Histogram>> {
  const bin = sql.ref(column);
  const { rows } = await sql<{ slot: number; key: string; bin: number; count: number }>`
    select ${slot} as slot, ${key} as key, ${bin} as bin, count(*)::int as count
    from kpi_stay where ${where} and ${bin} is not null group by 1, 2, 3`.execute(tx.tables());
  const cells = Map.groupBy(rows, (each) => `${each.slot}|${each.key}`);
  return new Map([...cells].map(([cell, its]) => [cell, Object.fromEntries(its.map((each) => [each.bin, each.count]))]));
}

/** By kind of contact; and where different kinds came to one queue within the same minutes, of those minutes. */
async function waitsBy(tx: Tx, { key, slot, where }: Of): Promise<Map<string, Waits>> {
  const { rows } = await sql<{ slot: number; key: string; kind: WaitGroup; queue: string; block: number; met: boolean } & WaitSums>`
    with parts as (
      select ${slot} as slot, ${key} as key, wait_group as kind, queue, (at / ${TOGETHER_MS}::bigint)::float8 as block,
        count(*)::int as n, sum(wait_tenths)::float8 as sum, sum(wait_tenths::float8 * wait_tenths) as squares
      from kpi_stay where ${where} and wait_group is not null group by 1, 2, 3, 4, 5),
    told as (select *, count(*) over (partition by slot, key, queue, block) > 1 as met from parts)
    select slot, key, kind, case when met then queue else '' end as queue, case when met then block else 0 end as block, met,
      sum(n)::int as n, sum(sum) as sum, sum(squares) as squares
    from told group by 1, 2, 3, 4, 5, 6`.execute(tx.tables());
  const cells = Map.groupBy(rows, (each) => `${each.slot}|${each.key}`);
  return new Map(
    [...cells].map(([cell, its]) => [
      cell,
      sumOfWaits(
        its.map(({ kind, queue, block, met, n, sum, squares }) => {
          const all = { [kind]: { n, sum, squares } };
          return { all, together: new Map(met ? [[`${queue} ${block}`, all]] : []) };
        }),
      ),
    ]),
  );
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
