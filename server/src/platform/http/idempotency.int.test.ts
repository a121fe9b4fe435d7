// Kept answers over a real database: once, again, elsewhere, after a crash, after a day, and sealed.
import { randomBytes } from 'node:crypto';
import type { TenantId, UserId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeId } from '../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { createIdempotency, KEPT_MS, RUNNING_MS, type Idempotency, type Owner } from './idempotency.ts';

const id = <P extends string>(prefix: P) => makeId(prefix, Date.now(), randomBytes(10));
let data: TestDatabase;
let store: Idempotency;
let now = Date.now();
let owner: Owner;

beforeAll(async () => {
  data = await testDatabase({ modules: [] });
  store = createIdempotency({ db: data.db, keyring: data.keyring, clock: { now: () => now } });
});
afterAll(() => data.close());
beforeEach(() => {
  owner = { tenant: id('tnt') satisfies TenantId, user: id('usr') satisfies UserId, key: 'k' };
});

it('lets the first go on, holds the second, then answers alike', async () => {
  expect(await store.begin(owner, 'a')).toBeNull();
  await expect(store.begin(owner, 'a')).rejects.toMatchObject({ code: 'idempotency.in-progress' });
  await expect(store.begin(owner, 'b')).rejects.toMatchObject({ code: 'idempotency.key-reused' });
  await store.keep(owner, { status: 201, body: '{"secret":"shown once"}' });
  expect(await store.begin(owner, 'a')).toEqual({ status: 201, body: '{"secret":"shown once"}' });
  await expect(store.begin(owner, 'b')).rejects.toMatchObject({ code: 'idempotency.key-reused' });
});

it('gives a key to exactly one of many at once', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => store.begin(owner, 'a')));
  expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
});

it('keeps keys of users and tenants apart', async () => {
  expect(await store.begin(owner, 'a')).toBeNull();
  expect(await store.begin({ ...owner, user: id('usr') }, 'b')).toBeNull();
  expect(await store.begin({ ...owner, tenant: id('tnt') }, 'c')).toBeNull();
});

it('frees the key of a request that changed nothing', async () => {
  await store.begin(owner, 'a');
  await store.drop(owner);
  expect(await store.begin(owner, 'other')).toBeNull();
});

it('takes over what died, for the same request only', async () => {
  await store.begin(owner, 'a');
  now += RUNNING_MS + 1;
  await expect(store.begin(owner, 'b')).rejects.toMatchObject({ code: 'idempotency.key-reused' });
  expect(await store.begin(owner, 'a')).toBeNull();
  await expect(store.begin(owner, 'a')).rejects.toMatchObject({ code: 'idempotency.in-progress' });
});

it('forgets after a day', async () => {
  await store.begin(owner, 'a');
  await store.keep(owner, { status: 204, body: null });
  now += KEPT_MS - 1;
  expect(await store.begin(owner, 'a')).toEqual({ status: 204, body: null });
  now += 2;
  expect(await store.begin(owner, 'b')).toBeNull();
  now += KEPT_MS + 1;
  expect(await store.purge()).toBeGreaterThan(0);
  const left = await data.db.system((tx) =>
    sql<{ n: number }>`select count(*)::int as n from http_idempotency`.execute(tx.tables<unknown>()),
  );
  expect(left.rows[0]?.n).toBe(0);
});

it('holds answers sealed', async () => {
  await store.begin(owner, 'a');
  await store.keep(owner, { status: 201, body: '{"password":"demo-sip"}' });
  const rows = await data.db.system((tx) =>
    sql<{ answer: string }>`select answer from http_idempotency where key = 'k'`.execute(tx.tables<unknown>()),
  );
  expect(rows.rows).toHaveLength(1);
  expect(rows.rows[0]!.answer).not.toContain('demo-sip');
});
