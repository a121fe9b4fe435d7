// Dispositions: the tree that a queue's agents choose from, its versions, and what every key ever meant.
import type { Disposition, Dispositions, DispositionTree, DispositionVersion, PutDispositions } from '@tandem/contract/api/dispositions.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { QueueId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { checkTree, DEFAULT_DISPOSITIONS, mayChoose, pathsOf } from '../core/dispositions.ts';
import type { InteractionsPorts } from '../ports.ts';
import type { InteractionsTables } from './tables.ts';

const tables = (tx: Tx) => tx.tables<InteractionsTables>();
const ENGINE = 'dispositions/1';

type Stored = { version: number; items: Disposition[] | null; changed_at: number };

/** The newest version of one tree, also one that took it away. `queue` null: the tenant's. */
async function newest(tx: Tx, queue: QueueId | null): Promise<Stored | undefined> {
  return tables(tx)
    .selectFrom('disposition_tree')
    .select(['version', 'items', 'changed_at'])
    .where('queue', '=', queue ?? '')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What holds for the queue: its own, else the tenant's, else what every tenant begins with. */
async function effective(tx: Tx, queue: QueueId | null): Promise<DispositionTree> {
  const own = queue === null ? undefined : await newest(tx, queue);
  if (own?.items) return { queue, version: own.version, items: own.items, changedAt: own.changed_at };
  const all = await newest(tx, null);
  return { queue: null, version: all?.version ?? 0, items: all?.items ?? [...DEFAULT_DISPOSITIONS], changedAt: all?.changed_at ?? null };
}

/** In the transaction that writes the wrap-up. Throws `disposition.unknown`. */
export async function checkDisposition(tx: Tx, queue: QueueId, key: string): Promise<void> {
  if (!mayChoose((await effective(tx, queue)).items, key)) throw new AppError('disposition.unknown', { key });
}

export function createDispositions(deps: { db: Db; log: EventLog; clock: Clock; ports: InteractionsPorts }) {
  const { db, log, clock, ports } = deps;

  async function names(tx: Tx): Promise<Dispositions['names']> {
    const rows = await tables(tx).selectFrom('disposition_name').select(['key', 'path']).execute();
    const all = new Map<string, TenantText[]>([...pathsOf(DEFAULT_DISPOSITIONS), ...rows.map(({ key, path }) => [key, path] as const)]);
    return [...all].map(([key, path]) => ({ key, path }));
  }

  async function ownTrees(tx: Tx): Promise<QueueId[]> {
    const rows = await sql<{ queue: QueueId }>`
      select queue from (select distinct on (queue) queue, items from disposition_tree where queue <> '' order by queue, version desc) t
      where items is not null order by queue`.execute(tables(tx));
    return rows.rows.map(({ queue }) => queue);
  }

  const whole = async (tx: Tx, queue: QueueId | null): Promise<Dispositions> => ({
    ...(await effective(tx, queue)),
    names: await names(tx),
    queues: await ownTrees(tx),
  });

  async function checkQueue(tenant: TenantId, queue: QueueId | null): Promise<void> {
    if (queue !== null && !(await ports.queueNames(tenant)).has(queue)) throw new AppError('queue.not-found', { id: queue });
  }

  /** Appends a version under the tree's lock; `items` null takes the queue's own away. */
  async function write(
    tx: Tx,
    of: { tenant: TenantId; queue: QueueId | null; items: readonly Disposition[] | null; actor: Actor; version?: number },
  ) {
    const { tenant, queue, items, actor } = of;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`dispositions ${tenant} ${queue ?? ''}`}, 0))`.execute(tables(tx));
    const before = await newest(tx, queue);
    const version = before?.version ?? 0;
    // A queue that had none is written from the tenant's tree: its version counts the queue's own changes.
    const read = queue !== null && !before?.items ? (await effective(tx, queue)).version : version;
    if (of.version !== undefined && of.version !== read) throw new AppError('disposition.changed', { version: read });
    // The tenant's list holds also before anybody has changed it.
    const former = queue === null && !before ? { queue, version: 0, items: (await effective(tx, null)).items } : null;
    const next = version + 1;
    const by = actor.kind === 'user' ? actor.id : actor.kind === 'api-key' ? actor.user : null;
    await tables(tx)
      .insertInto('disposition_tree')
      .values({
        tenant,
        queue: queue ?? '',
        version: next,
        items: items && JSON.stringify(items),
        changed_at: clock.now(),
        by_user: by as UserId | null,
      })
      .execute();
    for (const [key, path] of pathsOf(items ?? []))
      await tables(tx)
        .insertInto('disposition_name')
        .values({ tenant, key, path: JSON.stringify(path) })
        .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet({ path: JSON.stringify(path) }))
        .execute();
    const value = items && { queue, version: next, items };
    const data = { kind: 'dispositions', id: queue ?? tenant, value, ...(former ? { before: former } : {}), engine: ENGINE } as const;
    await log.append(tx, [{ stream: queue ?? tenant, type: 'config.changed', data, actor }]);
  }

  return {
    async tree(tenant: TenantId, queue: QueueId | null): Promise<Dispositions> {
      await checkQueue(tenant, queue);
      return db.tenant(tenant, (tx) => whole(tx, queue), { read: true });
    },

    async put(tenant: TenantId, body: PutDispositions, actor: Actor): Promise<Dispositions> {
      const { queue, version, items } = body;
      const whether = checkTree(items);
      if (!whether.ok) throw refused(whether.refusal);
      await checkQueue(tenant, queue);
      return db.tenant(tenant, async (tx) => {
        await write(tx, { tenant, queue, items, actor, version });
        return whole(tx, queue);
      });
    },

    /** The queue's agents choose from the tenant's tree again. */
    async remove(tenant: TenantId, queue: QueueId, actor: Actor): Promise<void> {
      await checkQueue(tenant, queue);
      await db.tenant(tenant, async (tx) => {
        if ((await newest(tx, queue))?.items) await write(tx, { tenant, queue, items: null, actor });
      });
    },

    async history(tenant: TenantId, queue: QueueId | null): Promise<DispositionVersion[]> {
      await checkQueue(tenant, queue);
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tables(tx)
            .selectFrom('disposition_tree')
            .select(['version', 'items', 'changed_at', 'by_user'])
            .where('queue', '=', queue ?? '')
            .orderBy('version', 'desc')
            .execute(),
        { read: true },
      );
      const users = await ports.userNames(
        tenant,
        rows.flatMap((row) => row.by_user ?? []),
      );
      return rows.map(({ version, items, changed_at: at, by_user: by }) => ({
        version,
        items,
        at,
        by: by && { id: by, name: users.get(by) ?? '' },
      }));
    },
  };
}
