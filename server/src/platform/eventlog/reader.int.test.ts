// Durable readers: each event has its effect exactly once, in order, over crashes, take-overs and poison.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineEvent } from '@tandem/contract/events/define.ts';
import type { StoredEvent } from '@tandem/contract/events.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import type { Tx } from '../db/types.ts';
import { createEventLog } from './eventlog.ts';
import { erased, newId, published } from './test/events.ts';

const clock = { now: () => Date.now() };
const tenant = newId('tnt');
let kit: TestDatabase;

beforeAll(async () => {
  kit = await testDatabase({ modules: [] });
  await kit.db.system((tx) =>
    sql`set local role none; create table effect (n bigint generated always as identity, reader text, seq bigint); grant all on effect to tandem_system`.execute(
      tx.tables(),
    ),
  );
});
afterAll(() => kit.close());

const append = (...events: Parameters<TestDatabase['log']['append']>[1]) => kit.db.tenant(tenant, (tx) => kit.log.append(tx, events));
const note = async (tx: Tx, reader: string, events: readonly StoredEvent[]) => {
  for (const event of events) await sql`insert into effect (reader, seq) values (${reader}, ${event.seq})`.execute(tx.tables());
};
const effects = async (reader: string): Promise<number[]> => {
  const { rows } = await kit.db.system((tx) =>
    sql<{ seq: number }>`select seq from effect where reader = ${reader} order by n`.execute(tx.tables()),
  );
  return rows.map((row) => row.seq);
};

describe('reader', () => {
  it('hands over all events from the first on, in order, and knows when it has caught up', async () => {
    await append(...Array.from({ length: 25 }, (_, n) => erased(`s${n}`)));
    const reader = await kit.log.reader({ name: 'all', batch: 10, handle: (tx, events) => note(tx, 'all', events) });
    await append(erased('s0'));
    await reader.caughtUp();
    expect(await effects('all')).toEqual(Array.from({ length: 26 }, (_, n) => n + 1));
    expect(await reader.lag()).toEqual({ events: 0, ms: 0 });
    await reader.stop();
    await append(erased('s0'), erased('s0'));
    await expect.poll(() => kit.log.head()).toBe(28);
    expect((await reader.lag()).events).toBe(2);
  });

  it('goes on after its cursor in a new process, with its own types only', async () => {
    const options = {
      name: 'flows',
      types: ['flow.published'] as const,
      handle: (tx: Tx, events: readonly StoredEvent[]) => note(tx, 'flows', events),
    };
    await append(published('f', 1), erased('f'), published('f', 2));
    const first = await kit.log.reader(options);
    await first.caughtUp();
    await first.stop();
    const before = await effects('flows');
    expect(before).toHaveLength(2);
    await append(erased('f'), published('f', 3));
    const second = await kit.log.reader(options);
    await second.caughtUp();
    await second.stop();
    expect((await effects('flows')).length).toBe(3);
    expect((await effects('flows')).slice(0, 2)).toEqual(before);
  });

  it('has the effect of a batch exactly once where the handler fails after it wrote', async () => {
    let tries = 0;
    const start = await kit.log.head();
    const reader = await kit.log.reader({
      name: 'flaky',
      handle: async (tx, events) => {
        await note(tx, 'flaky', events);
        if (++tries <= 2) throw new Error('crash between the effect and the cursor');
      },
    });
    await append(erased('a'), erased('b'));
    await reader.caughtUp();
    await reader.stop();
    expect(tries).toBeGreaterThan(2);
    expect(await effects('flaky')).toEqual(Array.from({ length: start + 2 }, (_, n) => n + 1));
  });

  it('has the effect exactly once where its process is killed between the effect and the commit', async () => {
    await append(...Array.from({ length: 12 }, () => erased('k')));
    await expect
      .poll(() => kit.db.system(async (tx) => (await sql`select from event_pending limit 1`.execute(tx.tables())).rows.length))
      .toBe(0);
    const head = await kit.log.head();
    const script = path.join(import.meta.dirname, 'test/killed-reader.child.ts');
    const killed = spawnSync(process.execPath, [script, kit.url, 'killed', '8'], { timeout: 15_000 });
    expect(killed.signal).toBe('SIGKILL');
    expect(await effects('killed')).toEqual([1, 2, 3, 4, 5, 6]);
    const whole = spawnSync(process.execPath, [script, kit.url, 'killed', '0'], { timeout: 15_000 });
    expect(whole.status).toBe(0);
    expect(await effects('killed')).toEqual(Array.from({ length: head }, (_, n) => n + 1));
  });

  it('runs in one process at a time, and two processes share the work without doubling it', async () => {
    const other = createEventLog({ db: kit.db, url: kit.url, clock });
    const options = { name: 'shared', batch: 5, handle: (tx: Tx, events: readonly StoredEvent[]) => note(tx, 'shared', events) };
    const readers = await Promise.all([kit.log.reader(options), other.reader(options)]);
    for (let n = 0; n < 30; n++) await append(erased('c'));
    await Promise.all(readers.map((reader) => reader.caughtUp()));
    await other.stop();
    await readers[0]?.stop();
    expect(await effects('shared')).toEqual(Array.from({ length: await kit.log.head() }, (_, n) => n + 1));
  });

  it('stops with an alarm at an event it cannot handle, having handled all before it and none after', async () => {
    const alarms: string[] = [];
    const log = { info() {}, warn() {}, error: (message: string) => void alarms.push(message) };
    const mine = createEventLog({ db: kit.db, url: kit.url, clock, log, sequence: false });
    await append(published('p', 100), published('p', 101), published('p', 666), published('p', 103));
    const reader = await mine.reader({
      name: 'poisoned',
      handle: async (tx, events) => {
        await note(tx, 'poisoned', events);
        if (events.some((event) => event.type === 'flow.published' && event.data.version === 666)) throw new Error('poison');
      },
    });
    await expect(reader.caughtUp()).rejects.toMatchObject({ code: 'reader.stopped' });
    await mine.stop();
    expect(alarms).toEqual(['event reader stopped at an event it cannot handle']);
    const done = await effects('poisoned');
    expect(done).toEqual(Array.from({ length: done.length }, (_, n) => n + 1));
    const [poison] = await kit.log.read({ after: done.length, limit: 1 });
    expect(poison?.data).toMatchObject({ version: 666 });
    const { rows } = await kit.db.system((tx) =>
      sql<{ problem: string }>`select problem from event_reader where name = 'poisoned'`.execute(tx.tables()),
    );
    expect(rows[0]?.problem).toContain('poison');
  });

  it('lifts older versions on the way out', async () => {
    const v1 = defineEvent('customer.erased', 1, Type.Object({ name: Type.String() }));
    const v3 = defineEvent('customer.erased', 3, Type.Object({ first: Type.String(), titled: Type.Boolean() }), {
      1: ({ name, ...rest }) => ({ ...rest, first: name }),
      2: (data) => ({ ...data, titled: false }),
    });
    const old = createEventLog({ db: kit.db, url: kit.url, clock, types: [v1], sequence: false });
    const now = createEventLog({ db: kit.db, url: kit.url, clock, types: [v3], sequence: false });
    await kit.db.tenant(tenant, (tx) => old.append(tx, [{ ...erased('up'), data: { name: 'Ada' } } as never]));
    const [event] = await kit.db.tenant(tenant, (tx) => now.readStream(tx, 'up'));
    expect(event).toMatchObject({ schemaVersion: 3, data: { first: 'Ada', titled: false } });
    await old.stop();
    await now.stop();
  });
});
