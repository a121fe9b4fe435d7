// The reader that folds the log into the rows of interactions.
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import { INTERACTION_EVENTS } from '@tandem/contract/events/interactions.ts';
import { laneEntered } from '@tandem/contract/events/lanes.ts';
import { WORK_EVENTS } from '@tandem/contract/events/work.ts';
import type { CustomerId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Doc } from '../core/doc.ts';
import { fold } from '../core/fold.ts';
import { saveSearched } from './search-rows.ts';
import { saveDoc } from './store.ts';
import type { InteractionsTables } from './tables.ts';

export const FOLDED: readonly EventName[] = [...INTERACTION_EVENTS, ...WORK_EVENTS, laneEntered].map((each) => each.type);

export function createProjection({ personal, log }: { personal: PersonalData; log: Pick<EventLog, 'readStream'> }) {
  return async (tx: Tx, events: readonly StoredEvent[]): Promise<void> => {
    const streams = Map.groupBy(events, (event) => (event.data as { interaction: InteractionId }).interaction);
    // In one order, so that two writers of the same interactions cannot wait for each other.
    const ids = [...streams.keys()].sort();
    const rows = await tx
      .tables<InteractionsTables>()
      .selectFrom('interaction')
      .select(['id', 'doc'])
      .where('id', 'in', ids)
      .orderBy('id')
      .forUpdate()
      .execute();
    const docs = new Map(rows.map((row) => [row.id, row.doc]));
    for (const id of ids) {
      const before = docs.get(id) ?? null;
      const mine = streams.get(id)!;
      const doc = mine.reduce<Doc | null>(fold, before);
      if (doc === null || doc === before) continue;
      const tenant = mine[0]!.tenant as TenantId;
      if (before === null) await insertAgain(tx, tenant, doc, mine);
      await saveDoc(tx, tenant, before, doc);
      if (mine.some((event) => event.type === 'interaction.customer-changed')) await saveCustomer(tx, tenant, id);
      await saveSearched(tx, tenant, before, doc);
    }
  };

  /** As the log has it now: who said so wrote it with his event, and may have said something else since. Only a row built anew learns it here. */
  async function saveCustomer(tx: Tx, tenant: TenantId, id: InteractionId): Promise<void> {
    const stream = await log.readStream({ ...tx, tenant }, id);
    const customer = stream.reduce<CustomerId | null>(
      (last, event) => (event.type === 'interaction.customer-changed' ? event.data.customer : last),
      null,
    );
    if (customer !== null)
      await tx.tables<InteractionsTables>().updateTable('interaction').set({ customer }).where('id', '=', id).execute();
  }

  /** The row is written when the contact begins; it is missing only where the tables are built anew from the log. */
  async function insertAgain(tx: Tx, tenant: TenantId, doc: Doc, events: readonly StoredEvent[]): Promise<void> {
    const started = events.find((event) => event.type === 'interaction.started');
    const remote = started?.type === 'interaction.started' ? await personal.open(tx, started.data.remote) : null;
    const conversation = (started?.type === 'interaction.started' && started.data.conversation) || null;
    const row = {
      tenant,
      conversation,
      id: doc.id,
      call: doc.call,
      channel: doc.channel,
      customer: doc.customer,
      remote: remote ?? '',
      state: 'open',
      queue: null,
    } as const;
    await tx
      .tables<InteractionsTables>()
      .insertInto('interaction')
      .values({ ...row, started_at: doc.startedAt, ending: doc.endedAt !== null, doc: JSON.stringify(doc) })
      .execute();
  }
}
