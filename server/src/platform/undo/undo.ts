// Acts on many things at once that can be taken back for a minute, by who did them, once; and each thing's own answer.
import type { BulkAnswer, BulkRow } from '@tandem/contract/api/bulk.ts';
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { HOUR, MINUTE, type Clock, type DurationMs } from '../../kernel/time.ts';
import type { Db } from '../db/types.ts';
import { toProblem } from '../errors/problem.ts';
import { AppError } from '../errors/types.ts';

export const UNDO_MS: DurationMs = MINUTE;
/** Whoever asks late is told that he is late, and not that there was nothing. */
const KEPT_MS: DurationMs = HOUR;

type Area = 'waiting' | 'presence' | 'duties';
type ActId = `blk_${string}`;
type Tables = {
  undo_act: { tenant: TenantId; id: ActId; area: Area; user_id: UserId; items: unknown; until: number; taken: boolean };
};
type By = { tenant: TenantId; user: UserId };

export type Undo = ReturnType<typeof createUndo>;

export function createUndo({ db, clock, newId }: { db: Db; clock: Clock; newId: (prefix: 'blk') => ActId }) {
  return {
    /** `items`: what is needed to take it back, as JSON; nothing can be undone where there is none. */
    async keep(area: Area, { tenant, user }: By, items: readonly unknown[], results: BulkRow[]): Promise<BulkAnswer> {
      const id = newId('blk');
      const now = clock.now();
      if (items.length === 0) return { id, undoUntil: null, results };
      const until = now + UNDO_MS;
      await db.tenant(tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        await tables
          .deleteFrom('undo_act')
          .where('tenant', '=', tenant)
          .where('until', '<', now - KEPT_MS)
          .execute();
        await tables
          .insertInto('undo_act')
          .values({ tenant, id, area, user_id: user, items: JSON.stringify(items), until, taken: false })
          .execute();
      });
      return { id, undoUntil: until, results };
    },

    /** What was kept, to the first who asks. Refuses `bulk.not-found`, `bulk.too-late`. */
    async take<T>(area: Area, { tenant, user }: By, id: ActId): Promise<T[]> {
      return db.tenant(tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        const found = await tables
          .selectFrom('undo_act')
          .select(['items', 'until', 'taken'])
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('area', '=', area)
          .where('user_id', '=', user)
          .forUpdate()
          .executeTakeFirst();
        if (!found) throw new AppError('bulk.not-found', { id });
        if (found.taken || found.until < clock.now()) throw new AppError('bulk.too-late', { id });
        await tables.updateTable('undo_act').set({ taken: true }).where('tenant', '=', tenant).where('id', '=', id).execute();
        return found.items as T[];
      });
    },
  };
}

/** Does it to one after another: what stood against one keeps none of the others from it. A fault that nobody expected ends it. */
export async function rowByRow<I extends string>(ids: readonly I[], language: Language, act: (id: I) => Promise<void>): Promise<BulkRow[]> {
  const rows: BulkRow[] = [];
  for (const id of new Set(ids)) {
    try {
      await act(id);
      rows.push({ id, problem: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, title, detail } = toProblem(error, language).problem;
      rows.push({ id, problem: { code, title, detail: detail ?? null } });
    }
  }
  return rows;
}
