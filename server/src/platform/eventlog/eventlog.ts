// The event log put together: append, durable readers, followers, and the sequencer that numbers what is committed.
import { sql } from 'kysely';
import type { EventType } from '@tandem/contract/events/define.ts';
import type { Clock } from '../../kernel/time.ts';
import { afterCommit } from '../db/after-commit.ts';
import type { Db } from '../db/types.ts';
import { noMetrics, silentLog, type Log, type Metrics } from '../lifecycle/types.ts';
import { appendEvents } from './append.ts';
import { eventCatalogue } from './catalogue.ts';
import { followLog } from './follow.ts';
import { readHead, readLog, readStream } from './read.ts';
import { startReader } from './reader.ts';
import { APPENDED, startSequencer } from './sequencer.ts';
import { watchTail } from './tail.ts';
import type { EventLog, Reader } from './types.ts';

export type EventLogOptions = {
  db: Db;
  url: string;
  clock: Clock;
  log?: Log;
  metrics?: Metrics;
  /** The contract's events where left out; tests give their own. */
  types?: readonly EventType[];
  /** False for a process that only reads and appends while another one sequences. */
  sequence?: boolean;
};

export function createEventLog(options: EventLogOptions): EventLog {
  const { db, url, clock, log = silentLog, metrics = noMetrics } = options;
  const catalogue = eventCatalogue(options.types);
  const tail = watchTail(db, catalogue, log);
  const sequencer = options.sequence === false ? null : startSequencer({ url, log, metrics });
  const running = new Set<{ stop(): Promise<void> }>();
  let hinting = false;
  let hintAgain = false;

  /**
   * NOTIFY inside the appending transactions would serialise their commits (one lock for all notifying commits, held over the flush).
   * So the hint goes out after the commit, one for all commits that happened meanwhile; where it is lost, the poll finds the event.
   */
  function hint(): void {
    if (sequencer?.active()) return sequencer.poke();
    hintAgain = hinting;
    if (hinting) return;
    hinting = true;
    db.system((tx) => sql`select pg_notify(${APPENDED}, '')`.execute(tx.tables()))
      .catch((error: unknown) => log.warn('no hint to the sequencer', { error: String(error) }))
      .finally(() => {
        hinting = false;
        if (hintAgain) hint();
      });
  }

  const eventLog: EventLog = {
    async append(tx, events, fence) {
      await appendEvents(tx, events, fence, catalogue, clock);
      metrics.observe('event_appended_total', events.length);
      afterCommit(tx, 'eventlog', hint);
    },
    async reader(readerOptions) {
      const reader: Reader = await startReader({ db, tail, catalogue, clock, log, metrics }, readerOptions);
      running.add(reader);
      return reader;
    },
    async follow(after, heard) {
      const follower = followLog({ db, tail, catalogue, log }, after, heard);
      running.add(follower);
      return () => follower.stop();
    },
    read: (query) => db.system((tx) => readLog(tx, query, catalogue), { read: true }),
    readStream: (tx, stream) => readStream(tx, stream, catalogue),
    head: () => db.system(readHead, { read: true }),
    async stop() {
      await Promise.all([...running].map((each) => each.stop()));
      await Promise.all([tail.stop(), sequencer?.stop()]);
    },
  };
  return eventLog;
}
