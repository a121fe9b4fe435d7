// Age in the log: what goes, what stays whatever its age, and that neither readers nor late events notice.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../kernel/ids.ts';
import { DAY } from '../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { dropEmptyMonths, expireEvents, redactStreams } from './expire.ts';

const id = <P extends string>(prefix: P) => makeId(prefix, Date.now(), randomBytes(10));
const now = Date.now();
const OLD = now - 200 * DAY;
const CUT = now - 100 * DAY;
const actor = { kind: 'system', part: 'test' } as const;
const never = new AbortController().signal;

let kit: TestDatabase;
const kits: TestDatabase[] = [];
let tenants: [TenantId, TenantId];
beforeEach(async () => {
  kit = await testDatabase({ modules: [] });
  kits.push(kit);
  tenants = [id('tnt'), id('tnt')];
});
afterAll(async () => void (await Promise.all(kits.map((each) => each.close()))));

const all = async (tenant: TenantId): Promise<StoredEvent[]> => kit.log.read({ after: 0, limit: 1_000, tenant });
const kinds = async (tenant: TenantId): Promise<string[]> => (await all(tenant)).map((event) => event.type);
const settled = (): Promise<void> =>
  expect
    .poll(() => kit.db.system(async (tx) => (await sql`select from event_pending limit 1`.execute(tx.tables())).rows.length), {
      timeout: 5_000,
    })
    .toBe(0);
const months = async (): Promise<string[]> =>
  kit.db.system(async (tx) =>
    (
      await sql<{ name: string }>`select inhrelid::regclass::text as name from pg_inherits
          where inhparent = 'event_log'::regclass order by 1`.execute(tx.tables())
    ).rows.map((row) => row.name),
  );

async function contact(tenant: TenantId, from: number, to: number | null, later: number | null = null): Promise<string> {
  const interaction = id('int');
  const customer = id('cus');
  await kit.db.tenant(tenant, async (tx) => {
    const remote = await kit.personal.seal(tx, customer, '+442079460001');
    const data = { interaction, channel: 'voice', direction: 'inbound', customer, call: id('cal'), local: '4001', remote } as const;
    await kit.log.append(tx, [{ stream: interaction, type: 'interaction.started', data, actor, at: from }]);
    if (to !== null) {
      const ended = { interaction, cause: 'normal', by: 'customer', stage: 'flow' } as const;
      await kit.log.append(tx, [{ stream: interaction, type: 'interaction.ended', data: ended, actor, at: to }]);
    }
    if (later !== null) {
      const recording = { interaction, recording: id('rec'), reason: 'retention' };
      await kit.log.append(tx, [{ stream: interaction, type: 'recording.erased', data: recording, actor, at: later }]);
    }
  });
  return interaction;
}
async function presence(tenant: TenantId, at: number): Promise<void> {
  const agent = id('agt');
  const data = { agent, signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true } as const;
  await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [{ stream: agent, type: 'presence.changed', data, actor, at }]));
}
async function config(tenant: TenantId, at: number): Promise<void> {
  const data = { kind: 'queue', id: 'q', value: {}, engine: '1' } as const;
  await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [{ stream: 'q', type: 'config.changed', data, actor, at }]));
}

describe('expiry', () => {
  it('takes interactions that are over and presence, of one tenant, and nothing that is open, recent or configuration', async () => {
    const [a, b] = tenants;
    for (const tenant of tenants) {
      await config(tenant, OLD);
      await presence(tenant, OLD);
      await contact(tenant, OLD, OLD + 60_000);
    }
    const open = await contact(a, OLD, null);
    const touched = await contact(a, OLD, OLD + 60_000, now);
    const over = await contact(a, CUT - 60_000, CUT + 60_000);
    await presence(a, now);
    await settled();
    expect(await expireEvents(kit.db, a, CUT, never)).toBe(0);
    // Until every reader has been there, nothing goes; without readers nobody has.
    const seen: number[] = [];
    const reader = await kit.log.reader({ name: 'r', handle: async (_tx, events) => void seen.push(...events.map((each) => each.seq)) });
    await reader.caughtUp();
    expect(await expireEvents(kit.db, a, CUT, never)).toBe(3);
    const left = await all(a);
    const kept = ['config.changed', 'presence.changed', 'recording.erased'];
    expect(left.map((each) => each.type).sort()).toEqual([
      ...kept.slice(0, 1),
      ...Array.from({ length: 2 }, () => 'interaction.ended'),
      ...Array.from({ length: 3 }, () => 'interaction.started'),
      ...kept.slice(1),
    ]);
    expect(new Set(left.map((each) => each.stream))).toEqual(new Set(['q', open, touched, over, left.find((each) => each.at === now && each.type === 'presence.changed')!.stream])); // prettier-ignore
    expect(await kinds(b)).toEqual(['config.changed', 'presence.changed', 'interaction.started', 'interaction.ended']);
    expect(await expireEvents(kit.db, a, CUT, never)).toBe(0);

    // Whoever follows, with a cursor or from the beginning, crosses the holes; the numbers go on.
    await config(a, now);
    await reader.caughtUp();
    const head = await kit.log.head();
    expect(seen).toEqual(Array.from({ length: head }, (_, n) => n + 1));
    const followed: number[] = [];
    const stop = await kit.log.follow(0, (events) => void followed.push(...events.map((each) => each.seq)));
    await expect.poll(() => followed.at(-1)).toBe(head);
    await stop();
    expect(followed).toHaveLength(head - 3);
    await reader.stop();
  });

  it('keeps what a reader that lags or has stopped has not seen', async () => {
    const [a] = tenants;
    await contact(a, OLD, OLD + 1);
    await settled();
    const reader = await kit.log.reader({ name: 'quick', handle: () => Promise.resolve() });
    await reader.caughtUp();
    await kit.db.system((tx) => sql`insert into event_reader (name, seq, moved_at) values ('slow', 1, 0)`.execute(tx.tables()));
    expect(await expireEvents(kit.db, a, CUT, never)).toBe(0);
    await kit.db.system((tx) => sql`update event_reader set seq = 2 where name = 'slow'`.execute(tx.tables()));
    expect(await expireEvents(kit.db, a, CUT, never)).toBe(2);
    await reader.stop();
  });
});

describe('months', () => {
  it('stand ready ahead, go when they are over and empty, and come again for a late event', async () => {
    const [a, b] = tenants;
    const name = (at: number): string => `event_log_${new Date(at).toISOString().slice(0, 7).replace('-', '_')}`;
    const today = new Date(now);
    await expect
      .poll(months)
      .toEqual(expect.arrayContaining([0, 1, 2].map((ahead) => name(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead, 1)))));
    await contact(a, OLD, OLD + 1);
    await contact(b, OLD, OLD + 1);
    await settled();
    const reader = await kit.log.reader({ name: 'r', handle: () => Promise.resolve() });
    await reader.caughtUp();
    await expireEvents(kit.db, a, CUT, never);
    // The other tenant keeps his: the month stays.
    expect(await dropEmptyMonths(kit.db, now)).toEqual([]);
    await expireEvents(kit.db, b, CUT, never);
    expect(await dropEmptyMonths(kit.db, now)).toEqual([name(OLD)]);
    expect(await months()).not.toContain(name(OLD));
    expect(await dropEmptyMonths(kit.db, now)).toEqual([]);
    await config(a, OLD);
    await reader.caughtUp();
    expect(await kinds(a)).toEqual(['config.changed']);
    expect((await all(a))[0]!.seq).toBe(5);
    expect(await months()).toContain(name(OLD));
    await reader.stop();
  });

  it('wait for another night where the log is in use', async () => {
    const [a] = tenants;
    await contact(a, OLD, OLD + 1);
    await settled();
    await kit.db.system((tx) => sql`delete from event_log`.execute(tx.tables()));
    await kit.db.system(async (tx) => {
      await sql`select count(*) from event_log`.execute(tx.tables());
      expect(await dropEmptyMonths(kit.db, now)).toEqual([]);
    });
    expect(await dropEmptyMonths(kit.db, now)).toHaveLength(1);
  });
});

it('redacts what is sealed in events, and leaves everything else as it is', async () => {
  const [a] = tenants;
  const [one, other] = [await contact(a, OLD, OLD + 1), await contact(a, OLD, OLD + 1)];
  await settled();
  const before = await all(a);
  await redactStreams(kit.db, a, [one]);
  const after = await all(a);
  const opened = await kit.db.tenant(a, (tx) =>
    kit.personal.openAll(
      tx,
      after.flatMap((event) => (event.type === 'interaction.started' ? [event.data.remote] : [])),
    ),
  );
  expect(opened).toEqual([null, '+442079460001']);
  expect(after.filter((event) => event.stream === other)).toEqual(before.filter((event) => event.stream === other));
  expect(after.map(({ seq, type, at }) => ({ seq, type, at }))).toEqual(before.map(({ seq, type, at }) => ({ seq, type, at })));
});

it('reads from a time on without looking into older months', async () => {
  const [a] = tenants;
  await config(a, OLD);
  await config(a, now);
  await settled();
  expect((await kit.log.read({ after: 0, limit: 10, tenant: a, since: CUT })).map((event) => event.at)).toEqual([now]);
  const plan = await kit.db.system((tx) =>
    sql<{ 'QUERY PLAN': string }>`explain select from event_log where seq > 0 and at >= ${CUT}::bigint order by seq limit 5`.execute(
      tx.tables(),
    ),
  );
  const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).toContain(`event_log_${new Date(now).toISOString().slice(0, 7).replace('-', '_')}`);
  expect(text).not.toContain(`event_log_${new Date(OLD).toISOString().slice(0, 7).replace('-', '_')}`);
});
