// Routing's tables: written in the transaction that appends the events, read when a mailbox is rebuilt.
import { sql } from 'kysely';
import type { AgentId, InteractionId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { DAY, type EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { restore, worksOfLog, type StoredAgent } from '../core/restore.ts';
import { NO_STATS } from '../core/estimate-learn.ts';
import type { LoggedEvent, QueueStats, RoutingState, Work } from '../core/types.ts';
import type { RoutingPorts } from '../ports.ts';

type Tables = {
  routing_work: {
    tenant: string;
    id: WorkId;
    interaction: InteractionId;
    queue: string;
    stage: string;
    item: Work | null;
    changed_at: number;
  };
  routing_agent: { tenant: string; agent: AgentId; state: Omit<StoredAgent, 'id'> };
  routing_queue: { tenant: string; queue: QueueId; stats: QueueStats };
};

/** Closed work is kept this long so that a late, doubled `queue` does not put its customer into the line again. */
const KEEP_CLOSED_MS = DAY;

/** Writes the rows of all work and agents that the events touch: two statements, whatever the number of events, and one for each queue that learned. */
export async function save(tx: Tx, tenant: TenantId, state: RoutingState, events: readonly LoggedEvent[]): Promise<void> {
  const works = new Map<WorkId, object>();
  const agents = new Map<AgentId, object>();
  const learned = new Set<QueueId>();
  for (const { type, data, at } of events) {
    if ('agent' in data) {
      const agent = state.agents.get(data.agent);
      if (agent) {
        const { idleSince, pause, restUntil, taken, occupancy, occupiedBy, occupiedAt } = agent;
        const kept: Omit<StoredAgent, 'id'> = { idleSince, pause, restUntil, taken, occupancy, occupiedBy, occupiedAt };
        agents.set(agent.id, { agent: agent.id, state: kept });
      }
    }
    if (type === 'presence.changed' || type === 'agent.occupied') continue;
    if (type === 'work.assigned' || type === 'work.abandoned' || type === 'work.completed') learned.add(data.queue);
    const item = state.works.get(data.work) ?? null;
    works.set(data.work, {
      id: data.work,
      interaction: data.interaction,
      queue: data.queue,
      stage: item?.stage ?? 'closed',
      item,
      changed_at: at,
    });
  }
  const db = tx.tables<Tables>();
  for (const queue of learned) {
    const stats = JSON.stringify(state.stats.get(queue) ?? NO_STATS);
    await sql`
      insert into routing_queue (tenant, queue, stats) values (${tenant}, ${queue}, ${stats}::jsonb)
      on conflict (tenant, queue) do update set stats = excluded.stats`.execute(db);
  }
  if (works.size > 0) {
    await sql`
      insert into routing_work (tenant, id, interaction, queue, stage, item, changed_at)
        select ${tenant}, id, interaction, queue, stage, nullif(item, 'null'::jsonb), changed_at
        from jsonb_to_recordset(${JSON.stringify([...works.values()])}::jsonb)
          as x(id text, interaction text, queue text, stage text, item jsonb, changed_at bigint)
      on conflict (tenant, id) do update set queue = excluded.queue, stage = excluded.stage, item = excluded.item, changed_at = excluded.changed_at`.execute(
      db,
    );
  }
  if (agents.size > 0) {
    await sql`
      insert into routing_agent (tenant, agent, state)
        select ${tenant}, agent, state from jsonb_to_recordset(${JSON.stringify([...agents.values()])}::jsonb) as x(agent text, state jsonb)
      on conflict (tenant, agent) do update set state = excluded.state`.execute(db);
  }
}

/** Those of the given ids that were queued before, open or closed. */
export async function known(db: Db, tenant: TenantId, ids: readonly WorkId[]): Promise<ReadonlySet<WorkId>> {
  if (ids.length === 0) return new Set();
  const rows = await db.tenant(
    tenant,
    (tx) => tx.tables<Tables>().selectFrom('routing_work').select('id').where('id', 'in', ids).execute(),
    { read: true },
  );
  return new Set(rows.map((row) => row.id));
}

export type Rebuild = { db: Db; log: EventLog; ports: Pick<RoutingPorts, 'config' | 'declared'>; tenant: TenantId; now: EpochMs };

/**
 * The state as stored. Tables and log are written in one transaction, so the tables suffice; `fromLog` folds the streams of the
 * open interactions instead, for the restart after a broken invariant, and the tables are corrected by it.
 */
export async function rebuild({ db, log, ports, tenant, now }: Rebuild, fromLog: boolean): Promise<RoutingState> {
  const [config, declared] = await Promise.all([ports.config(tenant), ports.declared(tenant)]);
  const { rows, agents, stats, streams } = await db.tenant(
    tenant,
    async (tx) => {
      const tables = tx.tables<Tables>();
      const open = await tables.selectFrom('routing_work').select(['item', 'interaction']).where('stage', '<>', 'closed').execute();
      const idle = await tables.selectFrom('routing_agent').select(['agent', 'state']).execute();
      const learned = await tables.selectFrom('routing_queue').select(['queue', 'stats']).execute();
      const told = [];
      if (fromLog) for (const interaction of new Set(open.map((row) => row.interaction))) told.push(await log.readStream(tx, interaction));
      return {
        rows: open,
        agents: idle.map((row) => ({ id: row.agent, ...row.state })),
        stats: new Map(learned.map((row) => [row.queue, row.stats])),
        streams: told,
      };
    },
    { read: true },
  );
  const stored = rows.flatMap((row) => (row.item ? [row.item] : []));
  const works = fromLog ? worksOfLog(streams) : stored;
  if (fromLog) await correct(db, tenant, stored, works);
  return restore({ config, declared, agents, works, stats, at: now });
}

async function correct(db: Db, tenant: TenantId, stored: readonly Work[], works: readonly Work[]): Promise<void> {
  await db.tenant(tenant, async (tx) => {
    const tables = tx.tables<Tables>();
    const open = new Map(works.map((work) => [work.id, work]));
    for (const { id } of stored) {
      const work = open.get(id);
      const row = work ? { stage: work.stage as string, item: JSON.stringify(work) as never } : { stage: 'closed', item: null };
      await tables.updateTable('routing_work').set(row).where('id', '=', id).execute();
    }
  });
}

/** In slices, as a write transaction is capped at 1 s. */
export async function forgetClosed(db: Db, tenant: TenantId, now: EpochMs): Promise<void> {
  const slice = 2_000;
  for (let gone = slice; gone === slice;) {
    gone = await db.tenant(tenant, async (tx) => {
      const tables = tx.tables<Tables>();
      const old = tables
        .selectFrom('routing_work')
        .select('id')
        .where('stage', '=', 'closed')
        .where('changed_at', '<', now - KEEP_CLOSED_MS)
        .limit(slice);
      const { numDeletedRows } = await tables.deleteFrom('routing_work').where('id', 'in', old).executeTakeFirst();
      return Number(numDeletedRows);
    });
  }
}
