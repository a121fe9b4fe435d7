// The reader's handler: one row a contact, from queued to wrapped up, as matching learns from it.
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { TenantId, WorkId } from '@tandem/contract/ids.ts';
import { issueOf } from '@tandem/contract/routing.ts';
import { sql } from 'kysely';
import { DAY, HOUR, type Clock } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { MatchingTables } from './tables.ts';

export const HEARD: readonly EventName[] = [
  'work.queued',
  'work.moved',
  'work.assigned',
  'work.completed',
  'work.abandoned',
  'work.removed',
  'interaction.wrapped-up',
];

/** Longer ago says nothing any more: six half-lives. */
export const KEPT_MS = 180 * DAY;

export function createProjection({ clock }: { clock: Clock }) {
  let sweptAt = 0;
  return async (tx: Tx, events: readonly StoredEvent[]): Promise<void> => {
    for (const event of events) await enter(tx, event);
    if (clock.now() - sweptAt < HOUR) return;
    sweptAt = clock.now();
    await tx
      .tables<MatchingTables>()
      .deleteFrom('matching_contact')
      .where('assigned_at', '<', sweptAt - KEPT_MS)
      .execute();
  };
}

async function enter(tx: Tx, event: StoredEvent): Promise<void> {
  const tables = tx.tables<MatchingTables>();
  const tenant = event.tenant as TenantId;
  const row = (work: WorkId) => tables.updateTable('matching_contact').where('tenant', '=', tenant).where('work', '=', work);
  switch (event.type) {
    case 'work.queued': {
      const { work, queue } = event.data;
      await tables
        .insertInto('matching_contact')
        .values({ tenant, work, queue, issue: issueOf(event.data), ...UNKNOWN })
        .onConflict((conflict) => conflict.columns(['tenant', 'work']).doNothing())
        .execute();
      return;
    }
    case 'work.moved':
      await row(event.data.work).set({ queue: event.data.queue }).execute();
      return;
    case 'work.assigned': {
      const { work, agent, why } = event.data;
      const guess = {
        matched: why.match?.as ?? null,
        predicted_ms: why.match?.predictedMs ?? null,
        average_ms: why.match?.averageMs ?? null,
      };
      await row(work)
        .set({ agent, assigned_at: event.at, ...guess })
        .execute();
      return;
    }
    case 'work.completed':
      await row(event.data.work)
        .set({ handle_ms: sql`greatest(1, ${event.at}::bigint - assigned_at)` })
        .where('assigned_at', 'is not', null)
        .execute();
      return;
    case 'interaction.wrapped-up':
      await row(event.data.work).set({ resolved: event.data.resolved }).execute();
      return;
    case 'work.abandoned':
    case 'work.removed':
      await tables.deleteFrom('matching_contact').where('tenant', '=', tenant).where('work', '=', event.data.work).execute();
      return;
    default:
      return;
  }
}

const UNKNOWN = { agent: null, assigned_at: null, matched: null, predicted_ms: null, average_ms: null, handle_ms: null, resolved: null };
