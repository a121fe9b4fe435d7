// A durable reader: hands over events batch by batch and moves its cursor in the handler's own transaction.
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { Clock } from '../../kernel/time.ts';
import { isOutage } from '../db/problems.ts';
import type { Db, Tx } from '../db/types.ts';
import { AppError } from '../errors/types.ts';
import type { Log, Metrics } from '../lifecycle/types.ts';
import type { EventCatalogue } from './catalogue.ts';
import { hasPending, lastPendingPos, readLog } from './read.ts';
import { pause } from '../db/wait.ts';
import { backOff, createBell } from './rest.ts';
import type { LogTables } from './tables.ts';
import type { Tail } from './tail.ts';
import type { Reader } from './types.ts';

export type ReaderParts = { db: Db; tail: Tail; catalogue: EventCatalogue; clock: Clock; log: Log; metrics: Metrics };
export type ReaderOptions = {
  name: string;
  types?: readonly EventName[];
  batch?: number;
  /** After a batch it rests so long: what is new meanwhile is handled together, at the price of being that much later. */
  restMs?: number;
  handle(tx: Tx, events: readonly StoredEvent[]): Promise<void>;
};

/** A batch that throws this often is taken event by event; an event that throws this often alone stops the reader. */
const BATCH_TRIES = 3;
const EVENT_TRIES = 5;
/** The cursor of a reader that meets none of its events is written this seldom, so that it costs next to nothing and restarts near the head. */
const IDLE_CURSOR_MS = 1_000;
const IDLE_CURSOR_EVENTS = 5_000;
const STAND_BY_MS = 250;
/** Time for the loop to see that none of its events is among the new ones. */
const LOOKED_AT_MS = 20;

type Step = { kind: 'moved'; to: number; handled: number } | { kind: 'busy' };

export async function startReader(parts: ReaderParts, options: ReaderOptions): Promise<Reader> {
  const { db, tail, catalogue, clock, log, metrics } = parts;
  const { name, types, batch = 200, restMs = 0 } = options;
  const labels = { reader: name };
  const bell = createBell();
  /** Rung at the stop only: a new event must not shorten a back-off, a stop must. */
  const ending = createBell();
  let seen = await register(db, name, clock.now());
  let saved = seen;
  let savedAt = 0;
  const loop = { stopped: false };
  let failures = 0;
  /** While set, events up to here are taken one by one: one of them is poison. */
  let singlyUpTo = 0;
  let problem: unknown = null;

  /** One batch in one transaction: lock the cursor, read, handle, move the cursor. */
  async function step(head: number, tried: { events: readonly StoredEvent[] }): Promise<Step> {
    return db.system(async (tx) => {
      const tables = tx.tables<LogTables>();
      // Skip locked: another process is running this reader's batch now, so this one stands by.
      const row = await tables
        .selectFrom('event_reader')
        .select('seq')
        .where('name', '=', name)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (!row) return { kind: 'busy' };
      const from = Math.max(row.seq, seen);
      const limit = from < singlyUpTo ? 1 : batch;
      const wanted = { after: from, upTo: head, limit, ...(types ? { types } : {}) };
      const events = from < head ? (tail.events(wanted) ?? (await readLog(tx, wanted, catalogue))) : [];
      tried.events = events;
      if (events.length > 0) await options.handle(tx, events);
      const to = events.length === limit ? events.at(-1)!.seq : Math.max(from, head);
      if (events.length > 0 || clock.now() - savedAt > IDLE_CURSOR_MS) {
        await tables
          .updateTable('event_reader')
          .set({ seq: to, moved_at: clock.now(), stopped_at: null, problem: null })
          .where('name', '=', name)
          .execute();
        saved = to;
        savedAt = clock.now();
      }
      return { kind: 'moved', to, handled: events.length };
    });
  }

  async function run(): Promise<void> {
    while (!loop.stopped) {
      const head = tail.head();
      if (!tail.mayHold(seen, types) && head - saved < IDLE_CURSOR_EVENTS) {
        seen = Math.max(seen, head);
        await bell.wait(null);
        continue;
      }
      const tried: { events: readonly StoredEvent[] } = { events: [] };
      const startedAt = performance.now();
      try {
        const done = await step(head, tried);
        failures = 0;
        if (done.kind === 'busy') {
          await bell.wait(STAND_BY_MS);
          continue;
        }
        seen = done.to;
        if (done.handled > 0) {
          metrics.observe('event_reader_batch_ms', performance.now() - startedAt, labels);
          metrics.observe('event_reader_events_total', done.handled, labels);
          metrics.observe('event_reader_lag_ms', Math.max(0, clock.now() - tried.events.at(-1)!.at), labels);
        }
        metrics.observe('event_reader_lag_events', Math.max(0, tail.head() - seen), labels);
        if (done.handled > 0 && done.handled < batch && restMs > 0) await ending.wait(restMs);
      } catch (error) {
        if (loop.stopped) return;
        await failed(error, tried.events);
      }
    }
  }

  async function failed(error: unknown, events: readonly StoredEvent[]): Promise<void> {
    // Nothing was handed over, or the database was away: no event is to blame.
    if (events.length === 0 || isOutage(error)) {
      log.warn('event reader waits for the database', { reader: name, error: String(error) });
      await ending.wait(backOff(++failures));
      return;
    }
    failures += 1;
    metrics.observe('event_reader_failures_total', 1, labels);
    const first = events[0]!;
    log.warn('event reader failed', { reader: name, seq: first.seq, events: events.length, tries: failures, error: String(error) });
    if (events.length === 1 && failures >= EVENT_TRIES) return halt(error, first);
    if (events.length > 1 && failures >= BATCH_TRIES) {
      singlyUpTo = events.at(-1)!.seq;
      failures = 0;
      return;
    }
    await ending.wait(backOff(failures));
  }

  /** Stopping is the safe end: skipping would leave a hole in what the reader builds that nobody sees. */
  async function halt(error: unknown, event: StoredEvent): Promise<void> {
    problem = error;
    loop.stopped = true;
    log.error('event reader stopped at an event it cannot handle', {
      reader: name,
      seq: event.seq,
      type: event.type,
      id: event.id,
      error: String(error),
    });
    metrics.observe('event_reader_stopped', 1, labels);
    const text = `seq ${event.seq} (${event.type}): ${String(error)}`.slice(0, 2_000);
    await db
      .system((tx) =>
        tx
          .tables<LogTables>()
          .updateTable('event_reader')
          .set({ stopped_at: clock.now(), problem: text })
          .where('name', '=', name)
          .execute(),
      )
      .catch((writing: unknown) => log.warn('event reader could not note its stop', { reader: name, error: String(writing) }));
  }

  metrics.observe('event_reader_stopped', 0, labels);
  const unsubscribe = tail.subscribe(bell.ring);
  const ended = run();
  return {
    async lag() {
      const head = await tail.refresh();
      // Its loop heard of this head at the same moment as we did.
      if (seen < head) await pause(LOOKED_AT_MS + restMs);
      if (seen >= head) return { events: 0, ms: 0 };
      const [oldest] = await db.system((tx) => readLog(tx, { after: seen, limit: 1 }, catalogue), { read: true });
      return { events: head - seen, ms: oldest ? Math.max(0, clock.now() - oldest.at) : 0 };
    },
    async caughtUp() {
      const pos = await db.system(lastPendingPos, { read: true });
      if (pos !== null) await sequenced(db, pos);
      const target = await tail.refresh();
      for (;;) {
        if (seen >= target) return;
        if (loop.stopped) throw new AppError('reader.stopped', { reader: name }, { cause: problem });
        bell.ring();
        await pause(5);
      }
    },
    async stop() {
      loop.stopped = true;
      unsubscribe();
      ending.ring();
      bell.ring();
      await ended;
    },
  };
}

/** The reader's cursor; a new reader starts before the first event. */
function register(db: Db, name: string, now: number): Promise<number> {
  return db.system(async (tx) => {
    const tables = tx.tables<LogTables>();
    await tables
      .insertInto('event_reader')
      .values({ name, seq: 0, moved_at: now, stopped_at: null, problem: null })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const row = await tables.selectFrom('event_reader').select('seq').where('name', '=', name).executeTakeFirstOrThrow();
    return row.seq;
  });
}

/** Until everything appended up to `pos` and committed has its seq. */
async function sequenced(db: Db, pos: number): Promise<void> {
  for (;;) {
    if (!(await db.system((tx) => hasPending(tx, pos), { read: true }))) return;
    await pause(5);
  }
}
