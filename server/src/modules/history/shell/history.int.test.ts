// Having a state again while others change the same thing: on a real database, by a real route.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IdPrefix, QueueId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { createPerform } from '../../../platform/http/perform.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import { route, type AnyRoute } from '../../../platform/http/types.ts';
import { createHistory } from './history.ts';

const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10)));
const tenant = id('tnt');
const caller = testCaller({}, { tenant, user: id('usr'), scope: () => 'tenant' });
const asked = { caller, language: 'en', requestId: 'req' } as const;
const nobody = () => Promise.resolve(new Map());

let database: TestDatabase;
let history: ReturnType<typeof createHistory>;
let queue: QueueId;
/** What others do between the history's question and the change that it asks for. */
let meanwhile: () => Promise<void>;
/** As in a request of their own. */
const elsewhere = AsyncLocalStorage.snapshot();

beforeAll(async () => {
  database = await testDatabase({ modules: [] });
  const change = route({
    method: 'PATCH',
    path: '/queues/:id',
    summary: 'Changes a queue',
    tag: 'queues',
    action: null,
    schema: { params: Type.Object({ id: Type.String() }), body: Type.Object({ priority: Type.Integer() }), response: Type.Null() },
    async handle({ params, body }) {
      await elsewhere(meanwhile);
      await database.db.tenant(tenant, (tx) => write(tx, params.id as QueueId, body.priority));
      return null;
    },
  }) as AnyRoute;
  history = createHistory({
    db: database.db,
    ports: {
      agentNames: nobody,
      userNames: nobody,
      pastProfiles: () => Promise.resolve([]),
      measureNames: new Map(),
      perform: createPerform([change], { record: () => Promise.resolve() }),
    },
  });
});
afterAll(() => database.close());
beforeEach(async () => {
  queue = id('que');
  meanwhile = () => Promise.resolve();
  for (const priority of [1, 2]) await put(priority);
});

function write(tx: Tx, of: QueueId, priority: number): Promise<void> {
  const data = { kind: 'queue', id: of, value: { priority }, engine: 'test/1' } as const;
  return database.log.append(tx, [{ stream: of, type: 'config.changed', data, actor: { kind: 'system', part: 'test' } }]);
}
const put = (priority: number) => database.db.tenant(tenant, (tx) => write(tx, queue, priority));
const newest = async () => (await history.list(caller, { kind: 'queue', id: queue, limit: 1 })).items[0]!;
const undo = (entry: string) => history.restore(asked, entry, { to: 'before', unlessChangedSince: true });
async function priorities(): Promise<unknown[]> {
  const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, queue));
  return events.map((event) => (event.data as { value: { priority: number } }).value.priority);
}
/** How many wait for a lock in this database. */
async function lockWaits(tx: Tx): Promise<number> {
  const { rows } = await sql<{ waits: number }>`
    select count(*)::int as waits from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()`.execute(tx.tables<unknown>());
  return rows[0]!.waits;
}
/** Resolves for all once so many have come. */
function meeting(of: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    if (++come === of) resolve();
    return promise;
  };
}

describe('undo, unless somebody changed it since', () => {
  test('a change that came after the question and before the writing is kept: nothing is written', async () => {
    const { id: entry } = await newest();
    meanwhile = () => put(3);
    await expect(undo(entry)).rejects.toMatchObject({ code: 'history.changed-since' });
    expect(await priorities()).toEqual([1, 2, 3]);
  });

  test('a change under way when ours begins is waited for, and kept', async () => {
    const { id: entry } = await newest();
    let other: Promise<void> = Promise.resolve();
    meanwhile = () =>
      new Promise((resolve) => {
        other = database.db.tenant(tenant, async (tx) => {
          await write(tx, queue, 3);
          resolve();
          // Not committed before ours stands in line behind it.
          for (let waits = 0; waits === 0;) waits = await lockWaits(tx);
        });
      });
    await expect(undo(entry)).rejects.toMatchObject({ code: 'history.changed-since' });
    await other;
    expect(await priorities()).toEqual([1, 2, 3]);
  });

  test('of several at once one is done, and the others are told', async () => {
    const { id: entry } = await newest();
    meanwhile = meeting(3);
    const done = await Promise.allSettled([1, 2, 3].map(() => undo(entry)));
    const codes = done.flatMap((each) => (each.status === 'rejected' ? [(each.reason as { code: string }).code] : []));
    expect(codes).toEqual(['history.changed-since', 'history.changed-since']);
    expect(await priorities()).toEqual([1, 2, 1]);
  });

  test('who does not ask for it has his state whatever came between', async () => {
    const { id: entry } = await newest();
    meanwhile = () => put(3);
    await history.restore(asked, entry, { to: 'before' });
    expect(await priorities()).toEqual([1, 2, 3, 1]);
  });

  test('another thing that is changed meanwhile is no hindrance, nor is another kind under the same id', async () => {
    const { id: entry } = await newest();
    const [own, other] = [queue, id('que')];
    meanwhile = async () => {
      await database.db.tenant(tenant, (tx) => write(tx, other, 9));
      const data = { kind: 'dispositions', id: own, value: { items: [] }, engine: 'test/1' } as const;
      await database.db.tenant(tenant, (tx) =>
        database.log.append(tx, [{ stream: own, type: 'config.changed', data, actor: { kind: 'system', part: 'test' } }]),
      );
    };
    expect(await undo(entry)).toMatchObject({ what: 'changed', newest: true });
    expect((await priorities()).at(-1)).toBe(1);
  });
});
