// Event types made ready for use: compiled validators for what is appended, upcasters for what is read.
import { Compile } from 'typebox/compile';
import type { EventType } from '@tandem/contract/events/define.ts';
import { EVENT_TYPES } from '@tandem/contract/events.ts';
import { AppError } from '../errors/types.ts';

export type EventCatalogue = {
  /** The schema version to write; throws AppError `event.invalid` where type or data are not what the contract says. */
  check(type: string, data: unknown): number;
  /** Data of an older version in the present shape. */
  lift(type: string, schemaVersion: number, data: Record<string, unknown>): { schemaVersion: number; data: Record<string, unknown> };
};

type Entry = { type: EventType; validator: ReturnType<typeof Compile> | null };

export function eventCatalogue(types: readonly EventType[] = EVENT_TYPES): EventCatalogue {
  const entries = new Map<string, Entry>(types.map((type) => [type.type, { type, validator: null }]));
  return {
    check(type, data) {
      const entry = entries.get(type);
      if (!entry) throw new AppError('event.invalid', { type, reason: 'unknown type' });
      // Compiled at first use: compiling all of them at start costs time that a short process (a test, a tool) never earns back.
      entry.validator ??= Compile(entry.type.schema);
      if (!entry.validator.Check(data)) {
        const [first] = entry.validator.Errors(data);
        throw new AppError('event.invalid', { type, at: first?.instancePath ?? '', reason: first?.message ?? 'does not fit its schema' });
      }
      return entry.type.schemaVersion;
    },
    lift(type, schemaVersion, data) {
      const entry = entries.get(type);
      // A type of a newer program, read during a rolling update: handed on as it stands.
      if (!entry) return { schemaVersion, data };
      let version = schemaVersion;
      let lifted = data;
      while (version < entry.type.schemaVersion) {
        const upcast = entry.type.upcasters[version];
        if (!upcast) throw new AppError('event.no-upcaster', { type, from: version });
        lifted = upcast(lifted);
        version += 1;
      }
      return { schemaVersion: version, data: lifted };
    },
  };
}
