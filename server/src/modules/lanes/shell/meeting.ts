// What a contact on its way meets: the open lanes, kept in memory, so that no call waits for the database.
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import type { LaneId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { meets, type Contact } from '../core/lane.ts';
import type { LanesDeps } from './lanes.ts';
import { CHANNEL, rowsOfAll } from './store.ts';
import type { LaneRow } from './tables.ts';

/** `queues`: where its priority counts; empty: in every queue. */
export type Met = { lane: LaneId; say: Say; key: string | null; priority: number; callback: boolean; queues: readonly QueueId[] };

/** A notice that was lost with its connection is made good after so long at the latest. */
const READ_AGAIN_MS = 5_000;

export function createMeeting({ db, ports, clock, logger }: LanesDeps) {
  let open: ReadonlyMap<TenantId, readonly LaneRow[]> = new Map();
  let readAt = -READ_AGAIN_MS;
  let reading: Promise<void> | null = null;
  let unlisten: (() => Promise<void>) | null = null;

  async function read(): Promise<void> {
    const rows = (await rowsOfAll(db)).filter(({ state }) => state.state === 'open');
    open = Map.groupBy(rows, ({ tenant }) => tenant);
    readAt = clock.now();
  }

  /** One reading at a time; what is told while one is under way is read after it. */
  function again(): Promise<void> {
    const next = (reading ?? Promise.resolve())
      .then(read)
      .catch((error: unknown) => logger.warn('the open lanes could not be read', { error: String(error) }))
      .finally(() => {
        if (reading === next) reading = null;
      });
    reading = next;
    return next;
  }

  return {
    async follow(): Promise<void> {
      unlisten = await db.listen(CHANNEL, () => void again());
      await again();
    },
    async stop(): Promise<void> {
      await unlisten?.();
      await reading;
    },
    again,
    openOf: (tenant: TenantId): readonly LaneRow[] => open.get(tenant) ?? [],

    /** The open lanes that the contact meets at this place, and all that are open: what it came through before may be closed by now. */
    async meeting(tenant: TenantId, contact: Contact): Promise<{ met: Met[]; open: LaneId[] }> {
      if (clock.now() - readAt >= READ_AGAIN_MS) void again();
      const lanes = open.get(tenant) ?? [];
      if (lanes.length === 0) return { met: [], open: [] };
      const { numbers } = await ports.known(tenant);
      const met = lanes.filter(({ doc }) => meets(doc, contact, numbers));
      return {
        met: met.map(({ id, doc: { say, key, priority, callback, queues } }) => ({ lane: id, say, key, priority, callback, queues })),
        open: lanes.map(({ id }) => id),
      };
    },
  };
}
