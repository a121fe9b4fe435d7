// How many contacts came in a time: into queues, to numbers of ours, or at all.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';

export type Among = { queues: readonly QueueId[]; numbers: readonly string[] | null };

export function createArrivals({ db }: { db: Db }) {
  return {
    /**
     * From `from` up to but not at `to`, epoch ms. Queues where some are named, else the addresses of ours that were called; null: any of them.
     * Call-backs are none: the centre itself made them.
     */
    arrivals(tenant: TenantId, { queues, numbers }: Among, from: EpochMs, to: EpochMs): Promise<number> {
      const counted =
        queues.length > 0
          ? sql<{ n: number }>`select count(distinct interaction)::int as n from interaction_stay
              where tenant = ${tenant} and queue = any(${[...queues]}) and not callback and queued_at >= ${from} and queued_at < ${to}`
          : sql<{ n: number }>`select count(*)::int as n from interaction_fact
              where tenant = ${tenant} and direction = 'inbound' and started_at >= ${from} and started_at < ${to}
                and (${numbers === null} or local = any(${[...(numbers ?? [])]}))`;
      return db.tenant(tenant, async (tx) => (await counted.execute(tx.tables<unknown>())).rows[0]!.n, { read: true });
    },
  };
}
