// A change of configuration: one event with the full new value, and a notice to every process that keeps a copy.
import type { Actor } from '@tandem/contract/events.ts';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';

export const CHANNEL = 'tandem_directory';
/** The version of this module's configuration shapes, kept in each event so that a day can be replayed. */
const ENGINE = 'directory/1';

export type Kind = 'queue' | 'skill' | 'agent-skills' | 'number' | 'device' | 'trunk' | 'hours' | 'routing-rules';
export type Recorder = (tx: Tx, change: { kind: Kind; id: string; value: unknown; actor: Actor }) => Promise<void>;

export function createRecorder(log: EventLog): Recorder {
  return async (tx, { kind, id, value, actor }) => {
    await log.append(tx, [{ stream: id, type: 'config.changed', data: { kind, id, value, engine: ENGINE }, actor }]);
    await tellOthers(tx);
  };
}

/** Every process reads its copy again; for what is no configuration, alone. */
export async function tellOthers(tx: Tx): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, '')`.execute(tx.tables<unknown>());
}

/** PostgreSQL reports a second row under a unique key as 23505. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

export { actorOf } from '../../../platform/http/types.ts';
