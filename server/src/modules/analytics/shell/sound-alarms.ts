// Keeps the alarms of talks that sound badly, from what telephony told of them in the log.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { DAY, type Clock, type DurationMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { foldSound, type SoundDoc } from '../core/sound.ts';
import { forgetAlarms } from './alarms.ts';
import type { AnalyticsTables } from './tables.ts';
import type { ThresholdsDeps } from './thresholds.ts';

/** What is read so late, after a long absence or by a new installation of an old log, alarms nobody any more. */
const STALE_MS: DurationMs = DAY;

type Deps = { clock: Clock; newId: ThresholdsDeps['newId'] };

/** The handler of a reader of `SOUND_EVENTS`. */
export function createSoundAlarms({ clock, newId }: Deps) {
  return async (tx: Tx, events: readonly StoredEvent[]): Promise<void> => {
    const told = events.filter((event) => event.type !== 'call.quality-alarm' || event.at > clock.now() - STALE_MS);
    for (const [tenant, those] of Map.groupBy(told, (event) => event.tenant as TenantId)) {
      const byContact = Map.groupBy(those, (event) => (event.data as { interaction: InteractionId }).interaction);
      const open = await openOf(tx, tenant, [...byContact.keys()]);
      for (const [interaction, its] of byContact) await keep(tx, { tenant, interaction }, open.get(interaction) ?? null, its);
    }
  };

  async function keep(
    tx: Tx,
    { tenant, interaction }: { tenant: TenantId; interaction: InteractionId },
    before: { id: string; doc: SoundDoc } | null,
    events: readonly StoredEvent[],
  ): Promise<void> {
    const tables = tx.tables<AnalyticsTables>();
    let id = before?.id ?? null;
    let doc = before?.doc ?? null;
    for (const event of events) {
      const next = foldSound(doc, event);
      if (next === doc) continue;
      const row = JSON.stringify(next);
      if (doc === null) {
        id = newId('alm');
        await tables
          .insertInto('kpi_alarm')
          .values({ tenant, id: id as `alm_${string}`, threshold: null, interaction, doc: row, raised_at: event.at, cleared_at: null })
          .execute();
      } else {
        const change = next === null ? { cleared_at: event.at } : { doc: row };
        if (next === null) await forgetAlarms(tx, tenant, clock.now());
        await tables
          .updateTable('kpi_alarm')
          .set(change)
          .where('tenant', '=', tenant)
          .where('id', '=', id as `alm_${string}`)
          .execute();
      }
      doc = next;
    }
  }
}

async function openOf(tx: Tx, tenant: TenantId, contacts: readonly InteractionId[]): Promise<Map<string, { id: string; doc: SoundDoc }>> {
  const rows = await tx
    .tables<AnalyticsTables>()
    .selectFrom('kpi_alarm')
    .select(['id', 'interaction', 'doc'])
    .where('tenant', '=', tenant)
    .where('interaction', 'in', contacts)
    .where('cleared_at', 'is', null)
    .execute();
  return new Map(rows.map(({ id, interaction, doc }) => [interaction!, { id, doc: doc as SoundDoc }]));
}
