// Digital workers with what they do now and did today.
import type { DigitalWorker } from '@tandem/contract/api/workers.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { dayOf, type Ended } from '../core/contact.ts';
import type { BotsDeps } from './bots.ts';
import type { BotsTables } from './tables.ts';
import type { Workers } from './workers.ts';

export function createView({ db, ports }: BotsDeps, workers: Workers) {
  async function list(tenant: TenantId): Promise<DigitalWorker[]> {
    const [rows, now, days] = await Promise.all([workers.present(tenant), ports.now(tenant), today(tenant)]);
    return rows.map(({ id, doc, since }) => ({
      id,
      ...doc,
      now: now === null ? null : (now.get(id) ?? 0),
      since,
      today: dayOf(days.get(id) ?? []),
    }));
  }

  async function today(tenant: TenantId): Promise<Map<AgentId, (Ended | null)[]>> {
    const from = await ports.midnight(tenant);
    const rows = await db.tenant(
      tenant,
      (tx) =>
        tx
          .tables<BotsTables>()
          .selectFrom('bot_contact')
          .select(['worker', 'interaction', 'outcome', 'resolved', 'cost'])
          .where('taken_at', '>=', from)
          .execute(),
      { read: true },
    );
    const done = rows.filter(({ outcome }) => outcome === 'done').map(({ interaction }) => interaction);
    const returned = done.length === 0 ? new Set() : await ports.returned(tenant, done);
    const days = new Map<AgentId, (Ended | null)[]>();
    for (const { worker, interaction, outcome, resolved, cost } of rows) {
      const ended = outcome === null ? null : { outcome, resolved, cost, returned: returned.has(interaction) };
      days.set(worker, [...(days.get(worker) ?? []), ended]);
    }
    return days;
  }

  return {
    list,
    /** Rejects with `worker.not-found`. */
    async one(tenant: TenantId, id: AgentId): Promise<DigitalWorker> {
      const found = (await list(tenant)).find((each) => each.id === id);
      if (!found) throw new AppError('worker.not-found', { id });
      return found;
    },
  };
}
