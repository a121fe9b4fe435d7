// Events of the log as the API shows them: sealed texts opened, or null where they may not be or cannot be any more.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Tx } from '../../../platform/db/types.ts';

const SEALED = 'personal:v1:';
const isSealed = (value: unknown): value is string => typeof value === 'string' && value.startsWith(SEALED);

export async function viewEvents(tx: Tx, personal: PersonalData, events: readonly StoredEvent[], mayOpen: boolean): Promise<EventView[]> {
  const sealed = [...new Set(events.flatMap((event) => Object.values(event.data).filter(isSealed)))];
  const texts = mayOpen ? await personal.openAll(tx, sealed) : [];
  const opened = new Map(sealed.map((each, at) => [each, texts[at] ?? null]));
  return events.map((event) => ({
    id: event.id,
    cursor: String(event.seq),
    type: event.type,
    stream: event.stream,
    version: event.version,
    at: event.at,
    actor: event.actor,
    data: Object.fromEntries(
      Object.entries(event.data).map(([key, value]) => [key, isSealed(value) ? (opened.get(value) ?? null) : value]),
    ),
  }));
}
