// Gives committed events their gap-free seq. Every process runs one; the one that holds the advisory lock works, the others stand by.
import pg from 'pg';
import type { Log, Metrics } from '../lifecycle/types.ts';
import { connectionConfig } from '../db/connection.ts';
import { isOutage } from '../db/problems.ts';
import { createBell } from './rest.ts';
import { DAY } from '../../kernel/time.ts';

/** `event` in ASCII. */
const LOCK = 0x6576656e74;
const POLL_MS = 500;
const BATCH = 1_000;
/** One pass in so long, after a burst: what is committed meanwhile is numbered together, so that a busy log costs no more passes, notices and reads than fifty a second. */
const PACE_MS = 20;
/** Passes that a log which was quiet gets without a rest between them. */
const BURST = 25;
/** Heard by the active sequencer: something was appended. */
export const APPENDED = 'tandem_appended';

export type Sequencer = { poke(): void; active(): boolean; stop(): Promise<void> };

/**
 * The advisory lock belongs to the connection the work is done on: where the connection is lost the lock is free and the work cannot go on,
 * so there is never a second one. A successor takes over at its next try, at most half a second later.
 */
export function startSequencer(options: { url: string; log: Log; metrics: Metrics }): Sequencer {
  const { log, metrics } = options;
  const loop = { stopped: false, active: false };
  let wake: (() => void) | null = null;
  let poked = false;
  let [credit, creditAt] = [BURST, performance.now()];

  const poke = () => {
    poked = true;
    wake?.();
  };

  /** Until poked, or the time to poll. */
  async function rest(ms: number): Promise<void> {
    if (!poked && !loop.stopped) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    wake = null;
    poked = false;
  }

  /** What is left of the burst after one more pass. */
  function spend(): number {
    const now = performance.now();
    credit = Math.min(BURST, credit + (now - creditAt) / PACE_MS) - 1;
    creditAt = now;
    return credit;
  }

  async function session(): Promise<void> {
    const client = new pg.Client(connectionConfig(options.url, 'tandem sequencer'));
    const lost: { error: Error | null } = { error: null };
    client.on('error', (error) => {
      lost.error = error;
      poke();
    });
    client.on('end', () => {
      lost.error ??= new Error('connection ended');
      poke();
    });
    client.on('notification', poke);
    try {
      await client.connect();
      await client.query('set role tandem_system; set statement_timeout = 10000');
      while (!loop.stopped && !loop.active) {
        const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK]);
        loop.active = rows[0]?.got ?? false;
        if (!loop.active) await rest(POLL_MS);
      }
      await client.query(`listen ${APPENDED}`);
      let monthsUntil = 0;
      while (!loop.stopped && !lost.error) {
        if (Date.now() > monthsUntil) {
          await aheadOfTime(client);
          monthsUntil = Date.now() + DAY;
        }
        const startedAt = performance.now();
        const { rows } = await client.query<{ moved: number }>('select tandem.sequence_events($1) as moved', [BATCH]);
        const moved = rows[0]?.moved ?? 0;
        if (moved > 0) {
          metrics.observe('event_sequenced_total', moved);
          metrics.observe('event_sequence_ms', performance.now() - startedAt);
        }
        if (moved === BATCH) continue;
        if (moved > 0 && spend() < 0) await ending.wait(PACE_MS);
        await rest(POLL_MS);
      }
      if (lost.error) throw lost.error;
    } finally {
      loop.active = false;
      await client.end().catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    let retryMs = 100;
    while (!loop.stopped) {
      const startedAt = Date.now();
      try {
        await session();
      } catch (error) {
        if (Date.now() - startedAt > 10_000) retryMs = 100;
        if (isOutage(error)) log.warn('sequencer lost its session', { error: String(error), retryMs });
        else log.error('sequencer cannot number events', { error: String(error), retryMs });
        // Not shortened by what pokes: the loss itself does, and so does every commit.
        await ending.wait(retryMs);
        retryMs = Math.min(retryMs * 2, 2_000);
      }
    }
  }

  const ending = createBell();
  const done = run();
  return {
    poke,
    active: () => loop.active,
    async stop() {
      loop.stopped = true;
      ending.ring();
      poke();
      await done;
    },
  };
}

/** This month and the two to come exist before anybody needs them. */
async function aheadOfTime(client: pg.Client): Promise<void> {
  const now = new Date();
  for (let ahead = 0; ahead <= 2; ahead++) {
    await client.query('select tandem.ensure_event_month($1)', [Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)]);
  }
}
