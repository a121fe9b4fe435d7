// What a list of contacts is narrowed by beyond its own columns: duration, disposition, number of ours, recording, and how a stay in a queue ended.
import { SHORT_ABANDON_MS } from '@tandem/contract/api/kpis.ts';
import type { ContactOutcome } from '@tandem/contract/api/interactions.ts';
import type { AgentId, CustomerId, QueueId } from '@tandem/contract/ids.ts';
import { sql, type RawBuilder } from 'kysely';

export type Searched = {
  /** Of these customers only. */
  customers?: readonly CustomerId[];
  /** An agent of these took part. */
  agents?: readonly AgentId[];
  number?: string;
  durationMin?: number;
  durationMax?: number;
  disposition?: string;
  recorded?: boolean;
  counted?: Counted;
};

/** Contacts that a number of a report counts, by the same rule: the moment is that of the stay, or that in which its agent took it. */
export type Counted = {
  outcome: ContactOutcome;
  per: 'queue' | 'agent';
  queue?: QueueId;
  agents?: readonly AgentId[];
  from?: number;
  to?: number;
};

/** Of rows of `interaction`. */
export function conditionsOf(query: Searched): RawBuilder<boolean>[] {
  const facts: RawBuilder<unknown>[] = [];
  if (query.number !== undefined) facts.push(sql`f.local = ${query.number}`);
  if (query.durationMin !== undefined) facts.push(sql`f.duration_ms >= ${query.durationMin}`);
  if (query.durationMax !== undefined) facts.push(sql`f.duration_ms <= ${query.durationMax}`);
  if (query.disposition !== undefined) facts.push(sql`f.disposition = ${query.disposition}`);
  if (query.recorded !== undefined) facts.push(sql`f.recorded = ${query.recorded}`);
  const { counted, customers, agents } = query;
  if (counted !== undefined && isArrival(counted)) facts.push(...arrivals(counted));
  const conditions: RawBuilder<boolean>[] = [];
  if (facts.length > 0)
    conditions.push(sql`exists (select from interaction_fact f where f.interaction = interaction.id and ${sql.join(facts, sql` and `)})`);
  if (counted !== undefined && !isArrival(counted))
    conditions.push(sql`exists (select from (${staysOf(counted)}) s where s.interaction = interaction.id)`);
  if (customers !== undefined) conditions.push(sql`interaction.customer = any(${[...customers]}::text[])`);
  if (agents !== undefined)
    conditions.push(
      sql`exists (select from interaction_agent a where a.interaction = interaction.id and a.agent = any(${[...agents]}::text[]))`,
    );
  return conditions;
}

/** The stays that count, as `s`; of the contact itself where it is about its arrival: then null. */
export function staysCounted(counted: Counted): RawBuilder<unknown> | null {
  return isArrival(counted) ? null : staysOf(counted);
}

const isArrival = ({ outcome }: Counted): boolean => outcome === 'arrived' || outcome === 'left-in-flow';

function arrivals({ outcome, from, to, queue, agents }: Counted): RawBuilder<unknown>[] {
  // Contacts as such belong to no queue and to nobody.
  const parts: RawBuilder<unknown>[] = [sql`f.direction = 'inbound' and ${queue === undefined && agents === undefined}`];
  if (outcome === 'left-in-flow') parts.push(sql`f.left_in_flow`);
  if (from !== undefined) parts.push(sql`f.started_at >= ${from}`);
  if (to !== undefined) parts.push(sql`f.started_at < ${to}`);
  return parts;
}

function staysOf({ outcome, per, queue, agents, from, to }: Counted): RawBuilder<unknown> {
  const at = sql.ref(per === 'agent' ? 's.taken_at' : 's.queued_at');
  const parts = [OUTCOMES[outcome]()];
  if (per === 'agent') parts.push(sql`s.taken_at is not null`);
  if (queue !== undefined) parts.push(sql`s.queue = ${queue}`);
  if (agents !== undefined) parts.push(sql`s.agent = any(${[...agents]}::text[])`);
  if (from !== undefined) parts.push(sql`${at} >= ${from}`);
  if (to !== undefined) parts.push(sql`${at} < ${to}`);
  return sql`select s.interaction from interaction_stay s where ${sql.join(parts, sql` and `)}`;
}

/** Call-backs have nobody on the line: they are handled, and nothing else. */
const OUTCOMES: Record<ContactOutcome, () => RawBuilder<unknown>> = {
  arrived: () => sql`true`,
  'left-in-flow': () => sql`true`,
  offered: () => sql`not s.callback`,
  answered: () => sql`not s.callback and s.taken_at is not null`,
  abandoned: () => sql`not s.callback and s.state = 'abandoned'`,
  'abandoned-in-queue': () => sql`not s.callback and s.state = 'abandoned' and not s.ring`,
  'abandoned-in-ring': () => sql`not s.callback and s.state = 'abandoned' and s.ring`,
  short: () => sql`not s.callback and s.state = 'abandoned' and s.waited_ms < ${SHORT_ABANDON_MS}`,
  'flow-out': () => sql`not s.callback and s.state = 'removed'`,
  handled: () => sql`s.state = 'done'`,
  transferred: () => sql`s.state = 'done' and s.transferred`,
};
