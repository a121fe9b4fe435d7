// What the live answer is made of, read once for all who ask at the same moment: a full floor is 5,000 contacts, and every wallboard asks after
// the same event.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Clock, EpochMs } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Contact } from '../core/contact.ts';
import { localDays } from './local-days.ts';
import { contactsUnderWay, queueDays, type QueueDay } from './read.ts';
import { readServiceLevels } from './store.ts';

type Floor = { now: EpochMs; rows: QueueDay[]; contacts: Contact[]; levels: Awaited<ReturnType<typeof readServiceLevels>> };

export function createFloors(deps: { db: Db; clock: Clock; zoneOf: (tenant: TenantId) => Promise<string> }) {
  const { db, clock, zoneOf } = deps;
  const running = new Map<TenantId, Promise<Floor>>();

  async function readNow(tenant: TenantId): Promise<Floor> {
    const days = localDays(await zoneOf(tenant));
    return db.tenant(
      tenant,
      async (tx) => {
        const now = clock.now();
        const today = days.dayOf(now);
        const rows = await queueDays(tx, tenant, today, today, null);
        const contacts = await contactsUnderWay(tx, tenant);
        return { now, rows, contacts, levels: await readServiceLevels(tx, tenant) };
      },
      { read: true },
    );
  }

  return {
    /** Joins a read that is under way; its age is the time a read takes. */
    read(tenant: TenantId): Promise<Floor> {
      const joined = running.get(tenant);
      if (joined) return joined;
      const started = readNow(tenant).finally(() => running.delete(tenant));
      running.set(tenant, started);
      return started;
    },
  };
}
