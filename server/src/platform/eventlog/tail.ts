// The log's tail, shared by everything in a process that reads it: the head, and the last events, so that they are fetched once however many read them.
// A notice is a hint, the poll every half second is the truth.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { Db, Tx } from '../db/types.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import type { EventCatalogue } from './catalogue.ts';
import { readHead, readLog } from './read.ts';

const POLL_MS = 500;
const SEQUENCED = 'tandem_events';
/** Fetched at once; who is further behind than that reads by himself. */
const MOST_NEW = 1_000;
/** Events kept, of all tenants. */
const KEPT = 2_000;

export type Tail = {
  head(): number;
  /** False where certainly none of these types stands after `seq`: a reader then need not open a transaction to see that. */
  mayHold(seq: number, types: readonly string[] | undefined): boolean;
  /** Events with `after < seq <= upTo`, the first `limit`, of these types; null where memory does not reach back so far. Whoever gets them shares them. */
  events(wanted: { after: number; upTo: number; limit: number; types?: readonly string[] }): StoredEvent[] | null;
  /** Reads the head now. */
  refresh(): Promise<number>;
  /** Called at each new head. Returns how to end it. */
  subscribe(moved: (head: number) => void): () => void;
  stop(): Promise<void>;
};

export function watchTail(db: Db, catalogue: EventCatalogue, log: Log): Tail {
  const subscribers = new Set<(head: number) => void>();
  const lastOfType = new Map<string, number>();
  let head = 0;
  /** From here on `lastOfType` knows every event. */
  let known: number | null = null;
  /** Every event with `floor < seq <= head`. */
  let kept: StoredEvent[] = [];
  let floor = 0;
  let busy: Promise<number> | null = null;
  let again = false;
  let started: Promise<() => Promise<void>> | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function query(): Promise<number> {
    const seen = await db.system(
      async (tx) => {
        const fresh = known === null ? null : await readNew(tx);
        return fresh ? keep(fresh) : startAt(await readHead(tx));
      },
      { read: true },
    );
    if (seen > head) {
      head = seen;
      subscribers.forEach((moved) => moved(head));
    }
    return seen;
  }

  /** Null where there are too many, or one that this program cannot read: whom that concerns finds out for himself. */
  async function readNew(tx: Tx): Promise<StoredEvent[] | null> {
    try {
      const events = await readLog(tx, { after: head, limit: MOST_NEW }, catalogue);
      return events.length < MOST_NEW ? events : null;
    } catch (error) {
      if (error instanceof AppError && error.code === 'event.no-upcaster') return null;
      throw error;
    }
  }

  /** Another query may have been faster. Seqs have no gap: what comes after the head is all there is. */
  function keep(events: readonly StoredEvent[]): number {
    for (const event of events) {
      if (event.seq <= head) continue;
      kept.push(shared(event));
      lastOfType.set(event.type, event.seq);
    }
    // Cut in halves, so that most arrivals move nothing.
    if (kept.length > 2 * KEPT) {
      kept = kept.slice(-KEPT);
      floor = kept[0]!.seq - 1;
    }
    return Math.max(head, events.at(-1)?.seq ?? 0);
  }

  /** At first, and where too much is new to be kept: what stands before is for each to read by himself. */
  function startAt(now: number): number {
    if (known !== null && now <= head) return head;
    kept = [];
    lastOfType.clear();
    known = floor = now;
    return now;
  }

  /** Coalesced: notices during a query lead to one more, however many there were. */
  function look(): void {
    if (busy) {
      again = true;
      return;
    }
    busy = query();
    busy.then(finished, (error: unknown) => {
      log.warn('cannot read the tail of the log', { error: String(error) });
      finished();
    });
  }

  function finished(): void {
    busy = null;
    if (!again) return;
    again = false;
    look();
  }

  function start(): void {
    started ??= db.listen(SEQUENCED, look);
    timer ??= setInterval(look, POLL_MS);
  }

  /** Index of the first kept event after `seq`. */
  function position(seq: number): number {
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (kept[middle]!.seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    head: () => head,
    mayHold(seq, types) {
      if (seq >= head) return false;
      if (types === undefined || known === null || seq < known) return true;
      return types.some((type) => (lastOfType.get(type) ?? 0) > seq);
    },
    events({ after, upTo, limit, types }) {
      if (known === null || after < floor) return null;
      const found: StoredEvent[] = [];
      for (let i = position(after); i < kept.length && found.length < limit; i++) {
        const event = kept[i]!;
        if (event.seq > upTo) break;
        if (types === undefined || types.includes(event.type)) found.push(event);
      }
      return found;
    },
    refresh: query,
    subscribe(moved) {
      start();
      look();
      subscribers.add(moved);
      return () => void subscribers.delete(moved);
    },
    async stop() {
      if (timer) clearInterval(timer);
      again = false;
      await (
        await started
      )?.();
      await busy?.catch(() => undefined);
    },
  };
}

/** Nobody who reads it may change it for the others. */
function shared<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(shared);
  return Object.freeze(value);
}
