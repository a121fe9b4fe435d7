// Queries behind the routes and the projection: figures of days, contacts under way.
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Contact } from '../core/contact.ts';
import type { AgentKey, NO_QUEUE, QueueKey } from '../core/contributions.ts';
import type { Day } from '../core/days.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, type AgentFigures, type Figures } from '../core/figures.ts';
import { keyParts } from './store.ts';
import type { AnalyticsTables } from './tables.ts';

export type QueueDay = { day: Day; queue: QueueId | typeof NO_QUEUE; figures: Figures };

/** `queues`: only these; all, and the contacts of no queue, where null. */
export async function queueDays(tx: Tx, tenant: TenantId, from: Day, to: Day, queues: readonly QueueId[] | null): Promise<QueueDay[]> {
  if (queues?.length === 0) return [];
  let select = tx.tables<AnalyticsTables>().selectFrom('kpi_queue_day').select(['day', 'queue', 'figures']).where('tenant', '=', tenant);
  select = select.where('day', '>=', from).where('day', '<=', to);
  if (queues !== null) select = select.where('queue', 'in', [...queues]);
  const rows = await select.orderBy('day').orderBy('queue').execute();
  return rows.map((row) => ({ ...row, figures: { ...NO_FIGURES, ...row.figures } }));
}

export async function agentDays(tx: Tx, tenant: TenantId, day: Day): Promise<Map<AgentId, AgentFigures>> {
  const rows = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_agent_day')
    .select(['agent', 'figures'])
    .where('tenant', '=', tenant)
    .where('day', '=', day)
    .execute();
  return new Map(rows.map(({ agent, figures }) => [agent, { ...NO_AGENT_FIGURES, ...figures }]));
}

/** Contacts under way, and those that ended since. */
export async function liveContacts(tx: Tx, tenant: TenantId, since: EpochMs): Promise<Contact[]> {
  const contacts = () => tx.tables<AnalyticsTables>().selectFrom('kpi_contact').select('doc').where('tenant', '=', tenant);
  // Each part by its own index.
  const rows = await contacts()
    .where('closed_at', 'is', null)
    .unionAll(contacts().where('closed_at', '>=', since))
    .execute();
  return rows.map(({ doc }) => doc);
}

/** The rows that stand under the given keys. */
export async function queueDaysAt(tx: Tx, tenant: TenantId, keys: readonly QueueKey[]): Promise<Map<QueueKey, Figures>> {
  if (keys.length === 0) return new Map();
  const parts = keys.map((key) => keyParts<QueueId | typeof NO_QUEUE>(key));
  const rows = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_queue_day')
    .select(['day', 'queue', 'figures'])
    .where('tenant', '=', tenant)
    .where(
      sql<boolean>`(day, queue) in (select * from unnest(${parts.map((each) => each.day)}::text[], ${parts.map((each) => each.id)}::text[]))`,
    )
    .execute();
  return new Map(rows.map(({ day, queue, figures }) => [`${day}|${queue}`, { ...NO_FIGURES, ...figures }]));
}

export async function agentDaysAt(tx: Tx, tenant: TenantId, keys: readonly AgentKey[]): Promise<Map<AgentKey, AgentFigures>> {
  if (keys.length === 0) return new Map();
  const parts = keys.map((key) => keyParts<AgentId>(key));
  const rows = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_agent_day')
    .select(['day', 'agent', 'figures'])
    .where('tenant', '=', tenant)
    .where(
      sql<boolean>`(day, agent) in (select * from unnest(${parts.map((each) => each.day)}::text[], ${parts.map((each) => each.id)}::text[]))`,
    )
    .execute();
  return new Map(rows.map(({ day, agent, figures }) => [`${day}|${agent}`, { ...NO_AGENT_FIGURES, ...figures }]));
}
