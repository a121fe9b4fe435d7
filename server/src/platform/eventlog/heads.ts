// Watches the log's head for all readers of a process: a notice is a hint, the poll every half second is the truth.
import { sql } from 'kysely';
import type { Db } from '../db/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { readHead } from './read.ts';

const POLL_MS = 500;
const SEQUENCED = 'tandem_events';

export type HeadWatcher = {
  head(): number;
  /** False where certainly none of these types stands after `seq`: a reader then need not open a transaction to see that. */
  mayHold(seq: number, types: readonly string[] | undefined): boolean;
  /** Reads the head now. */
  refresh(): Promise<number>;
  /** Called at each new head. Returns how to end it. */
  subscribe(moved: (head: number) => void): () => void;
  stop(): Promise<void>;
};

export function watchHead(db: Db, log: Log): HeadWatcher {
  const subscribers = new Set<(head: number) => void>();
  const lastOfType = new Map<string, number>();
  let head = 0;
  /** From here on `lastOfType` knows every event. */
  let floor: number | null = null;
  let busy: Promise<number> | null = null;
  let again = false;
  let started: Promise<() => Promise<void>> | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function query(): Promise<number> {
    const seen = await db.system(
      async (tx) => {
        const now = await readHead(tx);
        floor ??= now;
        const from = Math.max(floor, head);
        if (now > from) {
          const { rows } = await sql<{ type: string; seq: number }>`
            select type, max(seq) as seq from event_log where seq > ${from} and seq <= ${now} group by type`.execute(tx.tables());
          for (const row of rows) lastOfType.set(row.type, Math.max(row.seq, lastOfType.get(row.type) ?? 0));
        }
        return now;
      },
      { read: true },
    );
    if (seen > head) {
      head = seen;
      subscribers.forEach((moved) => moved(head));
    }
    return seen;
  }

  /** Coalesced: notices during a query lead to one more, however many there were. */
  function look(): void {
    if (busy) {
      again = true;
      return;
    }
    busy = query();
    busy.then(finished, (error: unknown) => {
      log.warn('cannot read the head of the log', { error: String(error) });
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

  return {
    head: () => head,
    mayHold(seq, types) {
      if (seq >= head) return false;
      if (types === undefined || floor === null || seq < floor) return true;
      return types.some((type) => (lastOfType.get(type) ?? 0) > seq);
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
