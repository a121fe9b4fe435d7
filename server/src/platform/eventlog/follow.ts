// Follows the log without a durable cursor, for live streams: backfill, then each new event, one batch at a time.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { Db } from '../db/types.ts';
import type { Log } from '../lifecycle/types.ts';
import type { EventCatalogue } from './catalogue.ts';
import { readLog } from './read.ts';
import { backOff, createBell } from './rest.ts';
import type { Tail } from './tail.ts';

const BATCH = 500;

/** The next batch is read only when `heard` is done with the last: a slow listener slows itself. A throw gives it the same batch again. */
export function followLog(
  parts: { db: Db; tail: Tail; catalogue: EventCatalogue; log: Log },
  after: number,
  heard: (events: readonly StoredEvent[]) => Promise<void> | void,
): { stop(): Promise<void> } {
  const bell = createBell();
  const ending = createBell();
  let seen = after;
  const loop = { stopped: false };
  let failures = 0;

  async function run(): Promise<void> {
    while (!loop.stopped) {
      const head = parts.tail.head();
      if (seen >= head) {
        await bell.wait(null);
        continue;
      }
      try {
        const wanted = { after: seen, upTo: head, limit: BATCH };
        const events = parts.tail.events(wanted) ?? (await parts.db.system((tx) => readLog(tx, wanted, parts.catalogue), { read: true }));
        if (loop.stopped) return;
        if (events.length > 0) await heard(events);
        seen = events.length < BATCH ? head : events.at(-1)!.seq;
        failures = 0;
      } catch (error) {
        if (loop.stopped) return;
        parts.log.warn('follower of the log failed', { after: seen, error: String(error) });
        await ending.wait(backOff(++failures));
      }
    }
  }

  const unsubscribe = parts.tail.subscribe(bell.ring);
  const ended = run();
  return {
    async stop() {
      loop.stopped = true;
      unsubscribe();
      ending.ring();
      bell.ring();
      await ended;
    },
  };
}
