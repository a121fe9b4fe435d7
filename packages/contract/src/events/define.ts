// How an event type is declared: name, schema version, shape. A released shape only grows by optional fields; anything else is a new
// version with an upcaster beside it.
import type { Static, TSchema } from 'typebox';

export type EventType<N extends string = string, S extends TSchema = TSchema> = {
  readonly type: N;
  readonly schemaVersion: number;
  readonly schema: S;
  /** Lifts data of version v to version v+1, keyed by v. */
  readonly upcasters: Readonly<Record<number, (data: Record<string, unknown>) => Record<string, unknown>>>;
};

export function defineEvent<N extends string, S extends TSchema>(
  type: N,
  schemaVersion: number,
  schema: S,
  upcasters: EventType['upcasters'] = {},
): EventType<N, S> {
  return { type, schemaVersion, schema, upcasters };
}

/** `{type, data}` of one event type, as a discriminated member for unions. */
export type EventOf<E> = E extends EventType<infer N, infer S> ? { type: N; data: Static<S> } : never;
