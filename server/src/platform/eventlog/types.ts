// The one log: append inside the module's own transaction, read by gap-free `seq`.
import type { Actor, EventData, EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../db/types.ts';

export type NewEvent<N extends EventName = EventName> = N extends unknown
  ? {
      /** Id of what the event is about: interaction, agent, customer, configuration object. */
      stream: string;
      type: N;
      data: EventData<N>;
      actor: Actor;
      /** Id of the command or event that led to it. */
      cause?: string;
      /** UTC epoch ms; the append's own clock where left out. */
      at?: number;
    }
  : never;

/** Refuses the append (`lease.lost`) unless the writer still holds the lease with this token. */
export type Fence = { lease: string; token: number };

export type Reader = {
  /** Seconds and events behind the head, for the lag metric. */
  lag(): Promise<{ events: number; ms: number }>;
  /** Resolves when everything appended up to now was handled; for tests and drains. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
};

export type EventLog = {
  /** Validates each event against its schema, then appends all in the caller's transaction. The tenant is the transaction's. */
  append(tx: Tx, events: readonly NewEvent[], fence?: Fence): Promise<void>;
  /** A durable reader: its cursor moves in the same transaction as what `handle` writes, so each event has its effect exactly once. */
  reader(options: {
    name: string;
    /** Only these types are handed over; the cursor passes the others. All where left out. */
    types?: readonly EventName[];
    batch?: number;
    /** After a batch it rests so long: what is new meanwhile is handled together, at the price of being that much later. Absent: no rest. */
    restMs?: number;
    /** `tx` is a system transaction. A throw retries the batch with back-off. */
    handle(tx: Tx, events: readonly StoredEvent[]): Promise<void>;
  }): Promise<Reader>;
  /** Follows the log from `after` (exclusive) without keeping a cursor, for live streams. Returns the stop function. */
  follow(after: number, heard: (events: readonly StoredEvent[]) => Promise<void> | void): Promise<() => Promise<void>>;
  /** Upcast events with `seq > after` that happened at or after `since` and before `before` (epoch ms), in order of seq. Months outside cost nothing. */
  read(query: {
    after: number;
    limit: number;
    tenant?: TenantId;
    types?: readonly EventName[];
    since?: number;
    before?: number;
  }): Promise<StoredEvent[]>;
  /** One stream of the transaction's tenant, by version. Includes events not yet sequenced, with seq 0. */
  readStream(tx: Tx, stream: string): Promise<StoredEvent[]>;
  /** The highest `seq` given so far. */
  head(): Promise<number>;
  stop(): Promise<void>;
};

/** A lease on a name (one routing writer per tenant), with the fencing token its appends carry. */
export type Lease = { readonly fence: Fence; readonly lost: AbortSignal; release(): Promise<void> };
export type Leases = { acquire(name: string, holder: string, ttlMs: number): Promise<Lease | null> };
