// One follower of the log for all streams of this process, and the last events in memory: a client that keeps up never asks the database.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { EventLog } from '../eventlog/types.ts';

/** Events kept in memory, of all tenants. */
const KEPT = 10_000;

export type Hub = {
  /** Events of the tenant after `seq` and how far that looked; null where memory does not reach back so far. */
  after(tenant: string, seq: number, limit: number): { events: StoredEvent[]; upTo: number } | null;
  /** How far the hub has heard. */
  top(): number;
  /** Told when the tenant has something new. Returns the stop function. */
  wake(tenant: string, woken: () => void): () => void;
  stop(): Promise<void>;
};

export async function createHub(log: Pick<EventLog, 'follow' | 'head'>, kept = KEPT): Promise<Hub> {
  const waiting = new Map<string, Set<() => void>>();
  let ring: StoredEvent[] = [];
  /** Everything with `floor < seq <= top` is in the ring. */
  let floor = await log.head();
  let top = floor;

  function heard(events: readonly StoredEvent[]): void {
    const fresh = events.filter((event) => event.seq > top);
    if (fresh.length === 0) return;
    ring.push(...fresh);
    top = fresh.at(-1)!.seq;
    // Cut in halves, so that most arrivals move nothing.
    if (ring.length > kept * 2) {
      ring = ring.slice(-kept);
      floor = ring[0]!.seq - 1;
    }
    for (const tenant of new Set(fresh.map((event) => event.tenant))) {
      for (const woken of waiting.get(tenant) ?? []) woken();
    }
  }

  /** Index of the first event after `seq`. */
  function position(seq: number): number {
    let low = 0;
    let high = ring.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ring[middle]!.seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const stop = await log.follow(floor, heard);
  return {
    after(tenant, seq, limit) {
      if (seq < floor) return null;
      const events: StoredEvent[] = [];
      for (let i = position(seq); i < ring.length; i++) {
        const event = ring[i]!;
        if (event.tenant !== tenant) continue;
        events.push(event);
        if (events.length === limit) return { events, upTo: event.seq };
      }
      return { events, upTo: Math.max(seq, top) };
    },
    top: () => top,
    wake(tenant, woken) {
      const set = waiting.get(tenant) ?? new Set();
      waiting.set(tenant, set.add(woken));
      return () => {
        set.delete(woken);
        if (set.size === 0 && waiting.get(tenant) === set) waiting.delete(tenant);
      };
    },
    stop,
  };
}
