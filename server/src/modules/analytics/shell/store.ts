// Reads and writes the rows of analytics. Writers hold the tenant's progress row, so that no two of them add to the same day.
import type { AgentId, InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Insertable } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { closedAt, type Contact } from '../core/contact.ts';
import type { AgentNow } from '../core/agent.ts';
import type { AgentKey, NO_QUEUE, QueueKey } from '../core/contributions.ts';
import type { Day } from '../core/days.ts';
import type { AgentFigures, Figures } from '../core/figures.ts';
import { FIGURES_VERSION } from '../core/figures-version.ts';
import type { ServiceLevel } from '../core/ledger.ts';
import type { AnalyticsTables } from './tables.ts';

/** PostgreSQL takes 65,535 parameters a statement. */
const ROWS_AT_ONCE = 1_000;

export function slices<T>(items: readonly T[], size = ROWS_AT_ONCE): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}

/** `2026-11-21|que_...` -> both parts. */
export function keyParts<I extends string>(key: `${Day}|${I}`): { day: Day; id: I } {
  const at = key.indexOf('|');
  return { day: key.slice(0, at), id: key.slice(at + 1) as I };
}

/** Locks the tenant's row until the transaction ends; the last event folded for him, 0 before the first. */
export async function lockProgress(tx: Tx, tenant: TenantId): Promise<number> {
  const tables = tx.tables<AnalyticsTables>();
  await tables
    .insertInto('kpi_progress')
    .values({ tenant, seq: 0, version: FIGURES_VERSION })
    .onConflict((conflict) => conflict.column('tenant').doNothing())
    .execute();
  return (await tables.selectFrom('kpi_progress').select('seq').where('tenant', '=', tenant).forUpdate().executeTakeFirstOrThrow()).seq;
}

export async function saveProgress(tx: Tx, tenant: TenantId, seq: number): Promise<void> {
  await tx.tables<AnalyticsTables>().updateTable('kpi_progress').set({ seq }).where('tenant', '=', tenant).execute();
}

export async function readProgress(tx: Tx, tenant: TenantId): Promise<number> {
  const row = await tx.tables<AnalyticsTables>().selectFrom('kpi_progress').select('seq').where('tenant', '=', tenant).executeTakeFirst();
  return row?.seq ?? 0;
}

export async function readServiceLevels(tx: Tx, tenant: TenantId): Promise<Map<QueueId, ServiceLevel>> {
  const rows = await tx.tables<AnalyticsTables>().selectFrom('kpi_service_level').selectAll().where('tenant', '=', tenant).execute();
  return new Map(rows.map((row) => [row.queue, { thresholdMs: row.threshold_ms, target: row.target }]));
}

export async function readContacts(tx: Tx, tenant: TenantId, ids: readonly InteractionId[]): Promise<Map<InteractionId, Contact>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_contact')
    .select('doc')
    .where('tenant', '=', tenant)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ doc }) => [doc.id, doc]));
}

export async function readAgents(tx: Tx, tenant: TenantId, ids: readonly AgentId[] | 'all'): Promise<Map<AgentId, AgentNow>> {
  if (ids.length === 0) return new Map();
  let select = tx.tables<AnalyticsTables>().selectFrom('kpi_agent_now').select(['agent', 'doc']).where('tenant', '=', tenant);
  if (ids !== 'all') select = select.where('agent', 'in', [...ids]);
  return new Map((await select.execute()).map(({ agent, doc }) => [agent, doc]));
}

export async function saveContacts(tx: Tx, tenant: TenantId, contacts: readonly Contact[]): Promise<void> {
  for (const some of slices(contacts)) {
    await tx
      .tables<AnalyticsTables>()
      .insertInto('kpi_contact')
      .values(some.map((contact) => ({ tenant, id: contact.id, closed_at: closedAt(contact), doc: JSON.stringify(contact) })))
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'id'])
          .doUpdateSet((row) => ({ closed_at: row.ref('excluded.closed_at'), doc: row.ref('excluded.doc') })),
      )
      .execute();
  }
}

export async function saveAgents(tx: Tx, tenant: TenantId, agents: Iterable<[AgentId, AgentNow]>): Promise<void> {
  for (const some of slices([...agents])) {
    await tx
      .tables<AnalyticsTables>()
      .insertInto('kpi_agent_now')
      .values(some.map(([agent, now]) => ({ tenant, agent, doc: JSON.stringify(now) })))
      .onConflict((conflict) => conflict.columns(['tenant', 'agent']).doUpdateSet((row) => ({ doc: row.ref('excluded.doc') })))
      .execute();
  }
}

export async function saveServiceLevels(tx: Tx, tenant: TenantId, levels: ReadonlyMap<QueueId, ServiceLevel>): Promise<void> {
  if (levels.size === 0) return;
  await tx
    .tables<AnalyticsTables>()
    .insertInto('kpi_service_level')
    .values([...levels].map(([queue, { thresholdMs, target }]) => ({ tenant, queue, threshold_ms: thresholdMs, target })))
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'queue'])
        .doUpdateSet((row) => ({ threshold_ms: row.ref('excluded.threshold_ms'), target: row.ref('excluded.target') })),
    )
    .execute();
}

export async function saveQueueDays(tx: Tx, tenant: TenantId, rows: Iterable<[QueueKey, Figures]>): Promise<void> {
  const values = [...rows].map(([key, figures]): Insertable<AnalyticsTables['kpi_queue_day']> => {
    const { day, id } = keyParts<QueueId | typeof NO_QUEUE>(key);
    return { tenant, day, queue: id, figures: JSON.stringify(figures) };
  });
  for (const some of slices(values)) {
    await tx
      .tables<AnalyticsTables>()
      .insertInto('kpi_queue_day')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'day', 'queue']).doUpdateSet((row) => ({ figures: row.ref('excluded.figures') })),
      )
      .execute();
  }
}

export async function saveAgentDays(tx: Tx, tenant: TenantId, rows: Iterable<[AgentKey, AgentFigures]>): Promise<void> {
  const values = [...rows].map(([key, figures]): Insertable<AnalyticsTables['kpi_agent_day']> => {
    const { day, id } = keyParts<AgentId>(key);
    return { tenant, day, agent: id, figures: JSON.stringify(figures) };
  });
  for (const some of slices(values)) {
    await tx
      .tables<AnalyticsTables>()
      .insertInto('kpi_agent_day')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'day', 'agent']).doUpdateSet((row) => ({ figures: row.ref('excluded.figures') })),
      )
      .execute();
  }
}
