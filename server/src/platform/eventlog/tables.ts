// The log's tables as Kysely sees them, and a stored row as an event.
import type { Generated } from 'kysely';
import type { Actor, StoredEvent } from '@tandem/contract/events.ts';
import type { EventCatalogue } from './catalogue.ts';

export type EventRow = {
  seq: number;
  id: string;
  tenant: string;
  stream: string;
  version: number;
  type: string;
  schema_version: number;
  data: Record<string, unknown>;
  cause: string | null;
  actor: Actor;
  at: number;
};

export type LogTables = {
  event_log: EventRow;
  event_pending: Omit<EventRow, 'seq'> & { pos: Generated<number> };
  event_head: { seq: number };
  event_reader: { name: string; seq: number; moved_at: number; stopped_at: number | null; problem: string | null };
};

export const EVENT_COLUMNS = ['id', 'tenant', 'stream', 'version', 'type', 'schema_version', 'data', 'cause', 'actor', 'at'] as const;

export function toEvent(row: EventRow, catalogue: EventCatalogue): StoredEvent {
  const { schemaVersion, data } = catalogue.lift(row.type, row.schema_version, row.data);
  const { seq, id, tenant, stream, version, cause, actor, at, type } = row;
  // The row was checked against the schema of its type when it was appended.
  return { seq, id, tenant, stream, version, schemaVersion, cause, actor, at, type, data } as StoredEvent;
}
