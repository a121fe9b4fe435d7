// Writes the rows behind reports: what each contact and each stay adds, and agents' quarters of an hour.
import type { AgentId, InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql, type Insertable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import type { Contact } from '../core/contact.ts';
import type { NO_QUEUE } from '../core/contributions.ts';
import { staysOf, type Stay } from '../core/interval-stays.ts';
import type { WaitGroup } from '../core/parity.ts';
import { timesKeyParts, type AgentTimes, type TimesKey } from '../core/interval-times.ts';
import { slices } from './store.ts';

export type ReportTables = {
  kpi_stay: {
    tenant: TenantId;
    contact: InteractionId;
    n: number;
    at: number;
    queue: QueueId | typeof NO_QUEUE;
    number: string;
    agent: AgentId | null;
    agent_at: number | null;
    wait_bin: number | null;
    error_bin: number | null;
    wait_group: WaitGroup | null;
    wait_tenths: number | null;
  } & Record<(typeof COUNTS)[number][0], number>;
  kpi_agent_quarter: {
    tenant: TenantId;
    at: number;
    agent: AgentId;
    queue: QueueId | typeof NO_QUEUE;
    offers: number;
    no_answers: number;
    busy_ms: number;
    on_queue_ms: number;
  };
};

/** Column by counter of Figures. */
export const COUNTS = [
  ['arrived', 'arrived'],
  ['abandoned_in_flow', 'abandonedInFlow'],
  ['offered', 'offered'],
  ['answered', 'answered'],
  ['answered_in_time', 'answeredInTime'],
  ['abandoned_in_queue', 'abandonedInQueue'],
  ['abandoned_in_ring', 'abandonedInRing'],
  ['short_abandoned', 'shortAbandoned'],
  ['flow_outs', 'flowOuts'],
  ['offers', 'offers'],
  ['no_answers', 'noAnswers'],
  ['handled', 'handled'],
  ['transfers_out', 'transfersOut'],
  ['answered_wait_ms', 'answeredWaitMs'],
  ['abandoned_wait_ms', 'abandonedWaitMs'],
  ['talk_ms', 'talkMs'],
  ['hold_ms', 'holdMs'],
  ['acw_ms', 'acwMs'],
  ['promised', 'promised'],
  ['promises_kept', 'promisesKept'],
] as const;

/** 31 columns a row, and 65,535 parameters a statement. */
const STAYS_AT_ONCE = 1_000;
const VALUES = [
  ...COUNTS.map(([column]) => column),
  'at',
  'queue',
  'number',
  'agent',
  'agent_at',
  'wait_bin',
  'error_bin',
  'wait_group',
  'wait_tenths',
] as const;

/** The stays of `after` that are not as they were in `before`. */
export function changedStays(before: Contact | undefined, after: Contact, shortAbandonMs: number): Stay[] {
  const had = new Map((before ? staysOf(before, shortAbandonMs) : []).map((stay) => [stay.n, JSON.stringify(stay)]));
  return staysOf(after, shortAbandonMs).filter((stay) => had.get(stay.n) !== JSON.stringify(stay));
}

/** Rows that are there take the new values. */
export async function saveStays(tx: Tx, tenant: TenantId, stays: readonly Stay[]): Promise<void> {
  for (const some of slices(stays, STAYS_AT_ONCE)) {
    await tx
      .tables<ReportTables>()
      .insertInto('kpi_stay')
      .values(some.map((stay) => stayRow(tenant, stay)))
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'contact', 'n'])
          .doUpdateSet((row) => Object.fromEntries(VALUES.map((column) => [column, row.ref(`excluded.${column}`)]))),
      )
      .execute();
  }
}

function stayRow(
  tenant: TenantId,
  { contact, n, at, queue, number, agent, agentAt, figures, wait }: Stay,
): Insertable<ReportTables['kpi_stay']> {
  const counts = Object.fromEntries(COUNTS.map(([column, counter]) => [column, figures[counter]]));
  const binOf = ([bin]: string[]): number | null => (bin === undefined ? null : Number(bin));
  return {
    ...(counts as Record<(typeof COUNTS)[number][0], number>),
    tenant,
    contact,
    n,
    at,
    queue,
    number,
    agent,
    agent_at: agentAt,
    wait_bin: binOf(Object.keys(figures.answeredWaits)),
    error_bin: binOf(Object.keys(figures.estimateErrors)),
    wait_group: wait?.group ?? null,
    wait_tenths: wait?.tenths ?? null,
  };
}

/** `add`: on top of what stands there; `set`: in place of it. */
export async function saveTimes(tx: Tx, tenant: TenantId, times: Iterable<[TimesKey, AgentTimes]>, how: 'add' | 'set'): Promise<void> {
  const target = (column: string) =>
    how === 'add'
      ? sql<number>`kpi_agent_quarter.${sql.ref(column)} + excluded.${sql.ref(column)}`
      : sql<number>`excluded.${sql.ref(column)}`;
  for (const some of slices([...times])) {
    await tx
      .tables<ReportTables>()
      .insertInto('kpi_agent_quarter')
      .values(
        some.map(([key, { offers, noAnswers, busyMs, onQueueMs }]) => ({
          tenant,
          ...timesKeyParts(key),
          offers,
          no_answers: noAnswers,
          busy_ms: busyMs,
          on_queue_ms: onQueueMs,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'at', 'agent', 'queue']).doUpdateSet({
          offers: target('offers'),
          no_answers: target('no_answers'),
          busy_ms: target('busy_ms'),
          on_queue_ms: target('on_queue_ms'),
        }),
      )
      .execute();
  }
}
