// The floor at this moment, read once for all who ask at the same time: a full floor is 5,000 contacts, and every wallboard asks after
// the same event.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Clock, DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Contact } from '../core/contact.ts';
import { NO_QUEUE } from '../core/contributions.ts';
import { NO_FIGURES, plus, type Figures } from '../core/figures.ts';
import type { Floor } from '../core/floor.ts';
import type { ServiceLevel } from '../core/ledger.ts';
import { floorNow, RECENT_MS } from '../core/live.ts';
import { waitsNow } from '../core/parity-now.ts';
import type { AnalyticsPorts } from '../ports.ts';
import { createFloorContacts } from './floor-contacts.ts';
import { localDays } from './local-days.ts';
import { queueDays, type QueueDay } from './read.ts';
import { readServiceLevels } from './store.ts';
import { createYesterdays } from './yesterday.ts';

export type FloorRead = Floor & { levels: ReadonlyMap<QueueId, ServiceLevel>; contacts: readonly Contact[] };

export type FloorsDeps = {
  db: Db;
  clock: Clock;
  shortAbandonMs: DurationMs;
  zoneOf: (tenant: TenantId) => Promise<string>;
  peopleNow: AnalyticsPorts['peopleNow'];
  /** Resolves when what was in the log a moment ago is counted, or soon. */
  caughtUp: () => Promise<void>;
};

export function createFloors(deps: FloorsDeps) {
  const { db, clock, shortAbandonMs } = deps;
  const yesterdays = createYesterdays();
  const floorContacts = createFloorContacts();
  const running = new Map<TenantId, Promise<FloorRead>>();

  async function readNow(tenant: TenantId): Promise<FloorRead> {
    const days = localDays(await deps.zoneOf(tenant));
    await deps.caughtUp();
    const staff = await deps.peopleNow(tenant);
    return db.tenant(
      tenant,
      async (tx) => {
        const at: EpochMs = clock.now();
        const today = days.dayOf(at);
        const rows = await queueDays(tx, tenant, today, today, null);
        const contacts = await floorContacts.read(tx, tenant, at - RECENT_MS);
        const { inFlow, queues } = floorNow(contacts, { now: at, shortAbandonMs });
        return {
          at,
          contacts,
          inFlow,
          now: queues,
          today: byQueue(rows),
          outside: rows.find(({ queue }) => queue === NO_QUEUE)?.figures ?? NO_FIGURES,
          yesterday: await yesterdays.upTo(tx, tenant, days, at),
          people: staff?.people ?? null,
          estimates: staff?.estimates ?? new Map(),
          promises: staff?.promises ?? new Map(),
          waits: waitsNow(contacts, at),
          levels: await readServiceLevels(tx, tenant),
        };
      },
      { read: true },
    );
  }

  return {
    /** Joins a read that is under way; its age is the time a read takes. */
    read(tenant: TenantId): Promise<FloorRead> {
      const joined = running.get(tenant);
      if (joined) return joined;
      const started = readNow(tenant).finally(() => running.delete(tenant));
      running.set(tenant, started);
      return started;
    },
  };
}
export type Floors = ReturnType<typeof createFloors>;

function byQueue(rows: readonly { queue: QueueDay['queue']; figures: Figures }[]): Map<QueueId, Figures> {
  const figures = new Map<QueueId, Figures>();
  for (const row of rows) if (row.queue !== NO_QUEUE) figures.set(row.queue, plus(figures.get(row.queue) ?? NO_FIGURES, row.figures));
  return figures;
}
