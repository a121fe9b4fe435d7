// What every part of identity works with.
import type { Id, IdPrefix } from '@tandem/contract/ids.ts';
import type { Actor } from '@tandem/contract/events.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';

export type Context = {
  db: Db;
  log: Pick<EventLog, 'append'>;
  clock: Clock;
  random: Random;
  /** Seals the secrets of second factors. */
  keyring: Pick<KeyRing, 'sealText' | 'openText'>;
};

/** The version of identity's configuration shapes, kept in each event so that a day can be replayed. */
const ENGINE = 'identity/1';

export const BY_SYSTEM: Actor = { kind: 'system', part: 'identity' };

export function newId<P extends IdPrefix>(context: Pick<Context, 'clock' | 'random'>, prefix: P): Id<P> {
  return makeId(prefix, context.clock.now(), context.random.bytes(10));
}

type Kind = 'tenant' | 'embedding' | 'site' | 'team' | 'user' | 'role' | 'api-key';

/** Appends the full new value. Names and addresses of people stay in the tables: the log is never rewritten, people leave. */
export async function changed(
  context: Context,
  tx: Tx,
  kind: Kind,
  id: string,
  value: unknown,
  actor: Actor,
  /** Where an earlier event need not be there. */
  before?: unknown,
): Promise<void> {
  await changedMany(context, tx, kind, [{ id, value, ...(before === undefined ? {} : { before }) }], actor);
}

/** The same of many at once. */
export async function changedMany(
  context: Context,
  tx: Tx,
  kind: Kind,
  values: readonly { id: string; value: unknown; before?: unknown }[],
  actor: Actor,
): Promise<void> {
  const events = values.map(({ id, value, before }) => ({
    stream: id,
    type: 'config.changed' as const,
    data: { kind, id, value, ...(before === undefined ? {} : { before }), engine: ENGINE },
    actor,
  }));
  await context.log.append(tx, events);
}
