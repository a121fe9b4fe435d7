// Leases on a name, kept in the database and timed by its clock, with a token that only grows: the fence that appends carry.
import { sql } from 'kysely';
import type { Db } from '../db/types.ts';
import { silentLog, type Log } from '../lifecycle/types.ts';
import type { Lease, Leases } from './types.ts';

export function createLeases(options: { db: Db; log?: Log }): Leases {
  const { db, log = silentLog } = options;
  return {
    async acquire(name, holder, ttlMs) {
      const askedAt = performance.now();
      const { rows } = await db.system((tx) =>
        sql<{ token: number }>`
          insert into lease as l (name, holder, token, until) values (${name}, ${holder}, 1, clock_timestamp() + ${ttlMs} * interval '1 ms')
          on conflict (name) do update set holder = excluded.holder, token = l.token + 1, until = excluded.until
            where l.until < clock_timestamp() or l.holder = excluded.holder
          returning token`.execute(tx.tables()),
      );
      const token = rows[0]?.token;
      return token === undefined ? null : keep({ db, log, name, token, ttlMs, askedAt });
    },
  };
}

/** Renews at a third of its time. It counts as lost when the database says so, or when no renewal came through for the whole time. */
function keep(held: { db: Db; log: Log; name: string; token: number; ttlMs: number; askedAt: number }): Lease {
  const { db, log, name, token, ttlMs } = held;
  const lost = new AbortController();
  let sureUntil = held.askedAt + ttlMs;
  let ended = false;
  let busy: Promise<void> | null = null;

  function lose(reason: string): void {
    if (ended) return;
    ended = true;
    clearInterval(timer);
    clearTimeout(deadline);
    log.warn('lease lost', { lease: name, token, reason });
    lost.abort(new Error(`lease ${name} lost: ${reason}`));
  }

  async function renew(): Promise<void> {
    const askedAt = performance.now();
    try {
      const { rows } = await db.system((tx) =>
        sql`update lease set until = clock_timestamp() + ${ttlMs} * interval '1 ms' where name = ${name} and token = ${token} returning token`.execute(
          tx.tables(),
        ),
      );
      if (rows.length === 0) return lose('taken over');
      sureUntil = askedAt + ttlMs;
      watch();
    } catch (error) {
      log.warn('lease not renewed', { lease: name, error: String(error) });
    }
  }

  function watch(): void {
    clearTimeout(deadline);
    if (!ended) deadline = setTimeout(() => lose('not renewed in time'), Math.max(0, sureUntil - performance.now()));
  }

  let deadline: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    busy ??= renew().finally(() => (busy = null));
  }, ttlMs / 3);
  watch();

  return {
    fence: { lease: name, token },
    lost: lost.signal,
    async release() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      clearTimeout(deadline);
      await busy;
      // The row stays: its token must go on growing. Expired and with a new token, so that this holder's late appends are refused.
      await db.system((tx) =>
        sql`update lease set until = '-infinity', token = token + 1 where name = ${name} and token = ${token}`.execute(tx.tables()),
      );
    },
  };
}
