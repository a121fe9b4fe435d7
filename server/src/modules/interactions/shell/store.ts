// Reads and writes the rows of interactions.
import type { AgentId, ConversationId, CustomerId, InteractionId, MatterId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import { agentsOf, missedBy, queueOf, stateOf } from '../core/derive.ts';
import type { Doc, State } from '../core/doc.ts';
import { headOf, type Head } from '../core/head.ts';
import type { Boxes, Reach } from '../core/reach.ts';
import { conditionsOf, type Searched } from './filters.ts';
import type { InteractionsTables } from './tables.ts';

export type Row = {
  id: InteractionId;
  remote: string;
  started_at: number;
  conversation: ConversationId | null;
  /** The command's, which the document follows a moment later. */
  customer: CustomerId;
  joined_from: CustomerId | null;
  doc: Doc;
};
const COLUMNS = ['id', 'remote', 'started_at', 'conversation', 'customer', 'joined_from', 'doc'] as const;

/** As lists show it, without its document. */
export type ListedRow = { id: InteractionId; remote: string; started_at: number; head: Head };
/** The document only where there is no head beside it. */
const LISTED = ['id', 'remote', 'started_at', 'head', sql<Doc | null>`case when head is null then doc end`.as('old')] as const;
type ReadListed = Omit<ListedRow, 'head'> & { head: Head | null; old: Doc | null };

function listed({ id, remote, started_at, head, old }: ReadListed): ListedRow {
  return { id, remote, started_at, head: head ?? headOf(old!) };
}

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
  channel?: Doc['channel'];
  from?: number;
  to?: number;
  after: { at: number; id: InteractionId } | null;
  limit: number;
} & Searched;

/** The page is by (started_at, id), so that newer arrivals never shift it. */
export async function listRows(tx: Tx, query: ListQuery): Promise<ListedRow[]> {
  let select = tx.tables<InteractionsTables>().selectFrom('interaction').select(LISTED);
  for (const condition of listConditions(query)) select = select.where(condition);
  if (query.after) select = select.where(sql<boolean>`(started_at, id) < (${query.after.at}, ${query.after.id})`);
  return (await select.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(query.limit).execute()).map(listed);
}

/** What a contact must be to be among them. */
export function listConditions(query: Omit<ListQuery, 'after' | 'limit'>): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  if (query.reach !== 'all') conditions.push(within(query.reach));
  if (query.state) conditions.push(sql`state = ${query.state}`);
  if (query.customer) conditions.push(sql`customer = ${query.customer}`);
  if (query.conversation) conditions.push(sql`conversation = ${query.conversation}`);
  if (query.matter)
    conditions.push(sql`exists (select from matter_interaction m where m.interaction = interaction.id and m.matter = ${query.matter})`);
  if (query.queue) conditions.push(sql`queue = ${query.queue}`);
  if (query.agent) conditions.push(within({ agents: [query.agent], queues: [] }));
  if (query.channel) conditions.push(sql`channel = ${query.channel}`);
  if (query.direction) conditions.push(sql`doc ->> 'direction' = ${query.direction}`);
  if (query.missedBy)
    conditions.push(sql`exists (select from interaction_missed m where m.interaction = interaction.id and m.agent = ${query.missedBy})`);
  if (query.from !== undefined) conditions.push(sql`started_at >= ${query.from}`);
  if (query.to !== undefined) conditions.push(sql`started_at < ${query.to}`);
  return [...conditions, ...conditionsOf(query)];
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

export async function rowsOf(tx: Tx, ids: readonly InteractionId[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  return tx
    .tables<InteractionsTables>()
    .selectFrom('interaction')
    .select(COLUMNS)
    .where('id', 'in', [...new Set(ids)])
    .execute();
}

/** Of these those within `reach`. */
export async function listedRowsOf(tx: Tx, ids: readonly InteractionId[], reach: Reach = 'all'): Promise<ListedRow[]> {
  if (ids.length === 0) return [];
  const select = tx.tables<InteractionsTables>().selectFrom('interaction').select(LISTED);
  const reached = reach === 'all' ? select : select.where(within(reach));
  return (await reached.where('id', 'in', [...new Set(ids)]).execute()).map(listed);
}

/** Writes a folded document and what is read off it, where that is not what `before` said; whose contact it is was written with the event that said so. */
export async function saveDoc(tx: Tx, tenant: TenantId, before: Doc | null, doc: Doc): Promise<void> {
  const tables = tx.tables<InteractionsTables>();
  const columns = {
    state: stateOf(doc),
    queue: queueOf(doc),
    origin: doc.origin ?? null,
    doc: JSON.stringify(doc),
    head: JSON.stringify(headOf(doc)),
  };
  await tables.updateTable('interaction').set(columns).where('id', '=', doc.id).execute();
  await saveMissed(tx, tenant, doc);
  const agents = agentsOf(doc);
  if (before !== null && sameSet(agents, agentsOf(before))) return;
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

const sameSet = (a: readonly AgentId[], b: readonly AgentId[]): boolean => a.length === b.length && a.every((each) => b.includes(each));

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
