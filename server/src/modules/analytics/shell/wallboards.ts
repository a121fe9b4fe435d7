// Wallboards of people, and those shared with the tenant.
import type { NewWallboard, Wallboard, WallboardPut } from '@tandem/contract/api/wallboards.ts';
import type { QueueId, WallboardId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, type Caller } from '../../../platform/http/types.ts';
import { isMeasured } from '../core/measures.ts';
import type { AnalyticsTables, WallboardDoc } from './tables.ts';
import type { ThresholdsDeps } from './thresholds.ts';

/** A person's own; shared ones count for who made them. */
const MOST = 50;
const ENGINE = 'wallboards/1';

type Row = Pick<AnalyticsTables['kpi_wallboard'], 'id' | 'shared' | 'version' | 'owner'> & { doc: WallboardDoc };
type Wish = Pick<NewWallboard, 'tiles' | 'shared'>;

export function createWallboards(deps: Omit<ThresholdsDeps, 'clock'>) {
  const { db, log } = deps;
  const mayShare = (caller: Caller): boolean => caller.scope('wallboards:share') !== null;

  function view(caller: Caller, { id, shared, version, doc, owner }: Row): Wallboard {
    return { id, ...doc, shared, version, editable: shared ? mayShare(caller) : owner === caller.user };
  }
  /** One answer for "none" and "not yours". */
  async function locked(tx: Tx, caller: Caller, id: WallboardId) {
    const row = await tx
      .tables<AnalyticsTables>()
      .selectFrom('kpi_wallboard')
      .selectAll()
      .where('tenant', '=', caller.tenant)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row || (!row.shared && row.owner !== caller.user)) throw new AppError('wallboard.not-found', { id });
    if (row.shared && !mayShare(caller)) throw new AppError('access.denied', { action: 'wallboards:share' });
    return row;
  }
  /** `queues`: those there are; `before`: the board as it was, which may name queues that have been removed since. */
  function checked({ tiles, shared }: Wish, caller: Caller, queues: ReadonlyMap<QueueId, unknown>, before: WallboardDoc['tiles']): void {
    if (shared && !mayShare(caller)) throw new AppError('access.denied', { action: 'wallboards:share' });
    const unknown = tiles.find(({ measure, queue }) => !isMeasured(measure, queue === null ? 'floor' : 'queue'));
    if (unknown) throw new AppError('threshold.unknown-measure', { measure: unknown.measure });
    const missing = tiles.find(({ queue }) => queue !== null && !queues.has(queue) && !before.some((each) => each.queue === queue));
    if (missing) throw new AppError('queue.not-found', { id: missing.queue });
  }
  /** Screens that show it are told; what is a person's own concerns nobody else. */
  async function record(tx: Tx, caller: Caller, id: WallboardId, value: WallboardDoc | null): Promise<void> {
    const data = { kind: 'wallboard', id, value, engine: ENGINE } as const;
    await log.append(tx, [{ stream: id, type: 'config.changed', data, actor: actorOf(caller) }]);
  }

  return {
    list: (caller: Caller): Promise<Wallboard[]> =>
      db.tenant(
        caller.tenant,
        async (tx) => {
          const rows = await tx
            .tables<AnalyticsTables>()
            .selectFrom('kpi_wallboard')
            .selectAll()
            .where('tenant', '=', caller.tenant)
            .where((row) => row.or([row('shared', '=', true), row('owner', '=', caller.user)]))
            .execute();
          return rows.map((row) => view(caller, row));
        },
        { read: true },
      ),

    async create(caller: Caller, { id = deps.newId('wbd'), name, tiles, shared }: NewWallboard): Promise<Wallboard> {
      checked({ tiles, shared }, caller, await deps.queueNames(caller.tenant), []);
      const { tenant, user: owner } = caller;
      return db.tenant(tenant, async (tx) => {
        const tables = tx.tables<AnalyticsTables>();
        const { count } = await tables
          .selectFrom('kpi_wallboard')
          .select((row) => row.fn.countAll<number>().as('count'))
          .where('tenant', '=', tenant)
          .where('owner', '=', owner)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST) throw new AppError('wallboard.too-many', { most: MOST });
        const made = await tables
          .insertInto('kpi_wallboard')
          .values({ tenant, id, owner, shared, version: 1, doc: JSON.stringify({ name, tiles }) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        // Somebody keeps it for himself.
        if (made.numInsertedOrUpdatedRows !== 1n) throw new AppError('wallboard.id-taken', { id });
        if (shared) await record(tx, caller, id, { name, tiles });
        return view(caller, { id, owner, shared, version: 1, doc: { name, tiles } });
      });
    },

    async put(caller: Caller, id: WallboardId, { name, tiles, shared, version }: WallboardPut): Promise<Wallboard> {
      const queues = await deps.queueNames(caller.tenant);
      return db.tenant(caller.tenant, async (tx) => {
        const before = await locked(tx, caller, id);
        checked({ tiles, shared }, caller, queues, before.doc.tiles);
        if (before.version !== version) throw new AppError('wallboard.changed', { version: before.version });
        await tx
          .tables<AnalyticsTables>()
          .updateTable('kpi_wallboard')
          .set({ shared, version: version + 1, doc: JSON.stringify({ name, tiles }) })
          .where('tenant', '=', caller.tenant)
          .where('id', '=', id)
          .execute();
        if (shared || before.shared) await record(tx, caller, id, shared ? { name, tiles } : null);
        return view(caller, { ...before, shared, version: version + 1, doc: { name, tiles } });
      });
    },

    async remove(caller: Caller, id: WallboardId): Promise<void> {
      await db.tenant(caller.tenant, async (tx) => {
        const before = await locked(tx, caller, id);
        await tx.tables<AnalyticsTables>().deleteFrom('kpi_wallboard').where('tenant', '=', caller.tenant).where('id', '=', id).execute();
        if (before.shared) await record(tx, caller, id, null);
      });
    },
  };
}
