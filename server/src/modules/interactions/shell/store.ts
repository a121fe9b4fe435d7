// Reads and writes the rows of interactions.
import type { AgentId, ConversationId, CustomerId, InteractionId, MatterId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { agentsOf, missedBy, queueOf, stateOf } from '../core/derive.ts';
import type { Doc, State } from '../core/doc.ts';
import type { Boxes, Reach } from '../core/reach.ts';
import type { InteractionsTables } from './tables.ts';

export type Row = { id: InteractionId; remote: string; started_at: number; conversation: ConversationId | null; doc: Doc };
const COLUMNS = ['id', 'remote', 'started_at', 'conversation', 'doc'] as const;

export type ListQuery = {
  reach: Reach;
  state?: State;
  customer?: CustomerId;
  conversation?: ConversationId;
  matter?: MatterId;
  queue?: QueueId;
  agent?: AgentId;
  /** Whose phone rang in vain. */
  missedBy?: AgentId;
  direction?: Doc['direction'];
  from?: number;
  to?: number;
  after: { at: number; id: InteractionId } | null;
  limit: number;
};

/** The page is by (started_at, id), so that newer arrivals never shift it. */
export function listRows(tx: Tx, query: ListQuery): Promise<Row[]> {
  let select = tx.tables<InteractionsTables>().selectFrom('interaction').select(COLUMNS);
  if (query.reach !== 'all') select = select.where(within(query.reach));
  if (query.state) select = select.where('state', '=', query.state);
  if (query.customer) select = select.where('customer', '=', query.customer);
  if (query.conversation) select = select.where('conversation', '=', query.conversation);
  if (query.matter)
    select = select.where(
      sql<boolean>`exists (select from matter_interaction m where m.interaction = interaction.id and m.matter = ${query.matter})`,
    );
  if (query.queue) select = select.where('queue', '=', query.queue);
  if (query.agent) select = select.where(within({ agents: [query.agent], queues: [] }));
  if (query.direction) select = select.where(sql<boolean>`doc ->> 'direction' = ${query.direction}`);
  if (query.missedBy)
    select = select.where(
      sql<boolean>`exists (select from interaction_missed m where m.interaction = interaction.id and m.agent = ${query.missedBy})`,
    );
  if (query.from !== undefined) select = select.where('started_at', '>=', query.from);
  if (query.to !== undefined) select = select.where('started_at', '<', query.to);
  if (query.after) select = select.where(sql<boolean>`(started_at, id) < (${query.after.at}, ${query.after.id})`);
  return select.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(query.limit).execute();
}

export function within(reach: Exclude<Reach, 'all'>) {
  const agents = [...reach.agents];
  const queues = [...reach.queues];
  const boxes = reach.boxes
    ? sql`or exists (select from voicemail v where v.interaction = interaction.id and ${inBoxes(reach.boxes)})`
    : sql``;
  return sql<boolean>`(interaction.queue = any(${queues}::text[]) or exists (
    select from interaction_agent a where a.interaction = interaction.id and a.agent = any(${agents}::text[])) ${boxes})`;
}

/** Of messages `v`. */
export function inBoxes({ agent, queues }: Boxes) {
  return sql<boolean>`(v.queue = any(${[...queues]}::text[]) or v.agent = ${agent})`;
}

export function oneRow(tx: Tx, id: InteractionId): Promise<Row | undefined> {
  return tx.tables<InteractionsTables>().selectFrom('interaction').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

export function rowsOf(tx: Tx, ids: readonly InteractionId[]): Promise<Row[]> {
  return tx
    .tables<InteractionsTables>()
    .selectFrom('interaction')
    .select(COLUMNS)
    .where('id', 'in', [...new Set(ids)])
    .execute();
}

/** Writes a folded document and what is read off it. */
export async function saveDoc(tx: Tx, tenant: TenantId, doc: Doc): Promise<void> {
  const tables = tx.tables<InteractionsTables>();
  const columns = {
    state: stateOf(doc),
    queue: queueOf(doc),
    customer: doc.customer,
    origin: doc.origin ?? null,
    doc: JSON.stringify(doc),
  };
  await tables.updateTable('interaction').set(columns).where('id', '=', doc.id).execute();
  await saveMissed(tx, tenant, doc);
  const agents = agentsOf(doc);
  let stale = tables.deleteFrom('interaction_agent').where('interaction', '=', doc.id);
  if (agents.length > 0) stale = stale.where('agent', 'not in', agents);
  await stale.execute();
  if (agents.length === 0) return;
  await tables
    .insertInto('interaction_agent')
    .values(agents.map((agent) => ({ tenant, interaction: doc.id, agent })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function saveMissed(tx: Tx, tenant: TenantId, doc: Doc): Promise<void> {
  const tables = tx.tables<InteractionsTables>();
  const missed = [...missedBy(doc)];
  // Only contacts with a phone that rang in vain ever have such rows.
  if (!doc.legs.some((leg) => leg.agent && leg.answeredAt === null && leg.endedAt !== null)) return;
  await tables.deleteFrom('interaction_missed').where('interaction', '=', doc.id).execute();
  if (missed.length === 0) return;
  await tables
    .insertInto('interaction_missed')
    .values(missed.map(([agent, at]) => ({ tenant, interaction: doc.id, agent, at })))
    .execute();
}
