// Appending and sequencing: versions without gaps, seq without gaps, in an order that a late commit cannot upset.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredEvent } from '@tandem/contract/events.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { createEventLog } from './eventlog.ts';
import { erased, newId } from './test/events.ts';

const clock = { now: () => Date.now() };
let kit: TestDatabase;
beforeAll(async () => void (kit = await testDatabase({ modules: [] })));
afterAll(() => kit.close());

const all = async (): Promise<StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await kit.log.read({ after: events.length, limit: 1_000 });
    if (page.length === 0) return events;
    events.push(...page);
  }
};
const settled = () =>
  expect
    .poll(() => kit.db.system(async (tx) => (await sql`select from event_pending limit 1`.execute(tx.tables())).rows.length), {
      timeout: 5_000,
    })
    .toBe(0);

describe('append', () => {
  it('numbers each stream from 1, and reads it back before and after it is sequenced', async () => {
    const tenant = newId('tnt');
    const before = await kit.db.tenant(tenant, async (tx) => {
      await kit.log.append(tx, [erased('a'), erased('b'), erased('a')]);
      await kit.log.append(tx, [erased('a')]);
      return kit.log.readStream(tx, 'a');
    });
    expect(before.map((event) => [event.version, event.seq])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    await expect.poll(() => kit.log.head()).toBe(4);
    const after = await kit.db.tenant(tenant, (tx) => kit.log.readStream(tx, 'a'));
    expect(after.map((event) => [event.version, event.seq])).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
    ]);
    expect(after.map((event) => event.id)).toEqual(before.map((event) => event.id));
    expect(after[0]).toMatchObject({
      tenant,
      stream: 'a',
      type: 'customer.erased',
      schemaVersion: 1,
      cause: null,
      actor: { kind: 'system', part: 'test' },
    });
  });

  it('leaves nothing where the transaction rolls back', async () => {
    const tenant = newId('tnt');
    const failing = kit.db.tenant(tenant, async (tx) => {
      await kit.log.append(tx, [erased('a')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [erased('a')]));
    const events = await kit.db.tenant(tenant, (tx) => kit.log.readStream(tx, 'a'));
    expect(events.map((event) => event.version)).toEqual([1]);
  });

  it('refuses what its schema does not allow, an unknown type, a time of another century and NUL', async () => {
    const tenant = newId('tnt');
    const bad = [
      { ...erased('a'), data: { customer: 'somebody' } },
      { ...erased('a'), type: 'customer.exploded' },
      { ...erased('a', Date.UTC(2400, 1, 1)) },
      { ...erased('a', 5) },
      { ...erased('a'), actor: { kind: 'system', part: 'a\u0000b' } },
    ];
    for (const event of bad) {
      await expect(kit.db.tenant(tenant, (tx) => kit.log.append(tx, [event as never]))).rejects.toMatchObject({ code: 'event.invalid' });
    }
    expect(await kit.db.tenant(tenant, (tx) => kit.log.readStream(tx, 'a'))).toEqual([]);
  });

  it('hides a tenant’s stream from the others, and lets modules neither change nor skip the log', async () => {
    const [mine, other] = [newId('tnt'), newId('tnt')];
    await kit.db.tenant(mine, (tx) => kit.log.append(tx, [erased('secret')]));
    await settled();
    expect(await kit.db.tenant(other, (tx) => kit.log.readStream(tx, 'secret'))).toEqual([]);
    for (const attack of [
      'delete from event_log',
      'update event_log set data = null',
      'delete from event_pending',
      'select from event_reader',
      'select from lease',
    ]) {
      await expect(kit.db.tenant(mine, (tx) => sql.raw(attack).execute(tx.tables()))).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('keeps versions unique under writers that compete for the same streams', async () => {
    const tenant = newId('tnt');
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        kit.db.tenant(tenant, (tx) => kit.log.append(tx, n % 2 ? [erased('x'), erased('y')] : [erased('y'), erased('x')])),
      ),
    );
    for (const stream of ['x', 'y']) {
      const events = await kit.db.tenant(tenant, (tx) => kit.log.readStream(tx, stream));
      expect(events.map((event) => event.version)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    }
  });

  it('puts an event of an earlier month into the partition of that month', async () => {
    const tenant = newId('tnt');
    const at = Date.UTC(2023, 0, 31, 23, 59, 59, 999);
    await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [erased('old', at), erased('old', at + 1)]));
    await settled();
    const { rows } = await kit.db.system((tx) =>
      sql<{ part: string }>`select tableoid::regclass::text as part from event_log where stream = 'old' order by version`.execute(
        tx.tables(),
      ),
    );
    expect(rows.map((row) => row.part)).toEqual(['event_log_2023_01', 'event_log_2023_02']);
  });
});

describe('sequence', () => {
  it('gives a transaction that began first and commits last the higher seq: nobody skips it', async () => {
    const tenant = newId('tnt');
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const late = kit.db.tenant(tenant, async (tx) => {
      await kit.log.append(tx, [erased('late')]);
      begun.resolve();
      await go.promise;
    });
    await begun.promise;
    const seen: string[] = [];
    const stop = await kit.log.follow(
      await kit.log.head(),
      (events) => void seen.push(...events.filter((event) => event.tenant === tenant).map((event) => event.stream)),
    );
    await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [erased('early')]));
    await expect.poll(() => seen).toEqual(['early']);
    go.resolve();
    await late;
    await expect.poll(() => seen).toEqual(['early', 'late']);
    await stop();
  });

  it('is woken by an append of another process long before it would poll', async () => {
    const tenant = newId('tnt');
    const other = createEventLog({ db: kit.db, url: kit.url, clock, sequence: false });
    const waits: number[] = [];
    let heard = Promise.withResolvers<void>();
    const stop = await kit.log.follow(await kit.log.head(), () => heard.resolve());
    for (let n = 0; n < 9; n++) {
      heard = Promise.withResolvers<void>();
      await kit.db.tenant(tenant, (tx) => other.append(tx, [erased('w')]));
      const startedAt = performance.now();
      await heard.promise;
      waits.push(performance.now() - startedAt);
    }
    await stop();
    await other.stop();
    // The median of uniform polling at 500 ms would be about 250.
    expect(waits.sort((a, b) => a - b)[4]).toBeLessThan(100);
  });

  it('is taken over when the active sequencer goes, and two of them leave no gap', async () => {
    const tenant = newId('tnt');
    const second = createEventLog({ db: kit.db, url: kit.url, clock });
    const third = createEventLog({ db: kit.db, url: kit.url, clock });
    for (let n = 0; n < 60; n++) {
      await kit.db.tenant(tenant, (tx) => second.append(tx, [erased(`s${n % 7}`), erased('t')]));
      // Kills the active sequencer's connection, whoever it is.
      if (n % 20 === 10) {
        await kit.db.system((tx) =>
          sql`set local role none`
            .execute(tx.tables())
            .then(() =>
              sql`select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and l.granted`.execute(
                tx.tables(),
              ),
            ),
        );
      }
    }
    await settled();
    await second.stop();
    await third.stop();
    const events = await all();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1));
    expect(events.filter((event) => event.tenant === tenant)).toHaveLength(120);
  });

  it('has no gap, no double and no torn transaction after kill -9 of a process that writes and sequences', async () => {
    const tenant = newId('tnt');
    for (let round = 0; round < 2; round++) {
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'test/writer.child.ts'), kit.url, tenant], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 400));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await settled();
    const events = await all();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1));
    const mine = events.filter((event) => event.tenant === tenant);
    expect(mine.length).toBeGreaterThan(30);
    expect(mine.length % 3).toBe(0);
    for (const stream of ['one', 'two', 'three', 'four']) {
      const versions = mine.filter((event) => event.stream === stream).map((event) => event.version);
      expect(versions).toEqual(versions.map((_, n) => n + 1));
    }
  });
});
