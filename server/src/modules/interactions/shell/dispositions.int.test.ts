// Dispositions on a real database: the tenant's tree and a queue's own, versions, who was quicker, names that outlive their entry.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import type { Disposition } from '@tandem/contract/api/dispositions.ts';
import type { IdPrefix, QueueId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { DEFAULT_DISPOSITIONS } from '../core/dispositions.ts';
import type { InteractionsPorts } from '../ports.ts';
import { checkDisposition, createDispositions } from './dispositions.ts';

let now = Date.UTC(2026, 10, 22, 8);
const clock = { now: () => ++now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), new Uint8Array(randomBytes(10)));
const [tenant, other] = [id('tnt'), id('tnt')];
const [support, sales] = [id('que'), id('que')] as [QueueId, QueueId];
const actor = { kind: 'user', id: id('usr') } as const;
const item = (key: string, parent: string | null = null): Disposition => ({
  key,
  parent,
  name: { en: `${key} in English`, 'zh-CN': `${key} 中文` },
  resolved: null,
  next: null,
});
const ports: Pick<InteractionsPorts, 'queueNames' | 'userNames'> = {
  queueNames: () => Promise.resolve(new Map([support, sales].map((queue) => [queue, { en: 'Queue' }]))),
  userNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, 'Uma']))),
};
let database: TestDatabase;
let dispositions: ReturnType<typeof createDispositions>;
const offered = (queue: QueueId, key: string) => database.db.tenant(tenant, (tx) => checkDisposition(tx, queue, key));

beforeAll(async () => {
  database = await testDatabase({ modules: ['interactions'] });
  dispositions = createDispositions({ ...database, clock, ports: ports as InteractionsPorts });
});
afterAll(() => database.close());

describe('dispositions', () => {
  test('every tenant begins with a list; his own replaces it for all queues, in versions, and only for him', async () => {
    expect(await dispositions.tree(tenant, support)).toMatchObject({ queue: null, version: 0, items: DEFAULT_DISPOSITIONS, queues: [] });
    await offered(support, 'complaint');
    const tree = [item('delivery'), item('late', 'delivery'), item('other')];
    const set = await dispositions.put(tenant, { queue: null, version: 0, items: tree }, actor);
    expect(set).toMatchObject({ queue: null, version: 1, items: tree });
    await offered(support, 'late');
    for (const key of ['delivery', 'complaint'])
      await expect(offered(support, key)).rejects.toMatchObject({ code: 'disposition.unknown', detail: { key } });
    // What was offered before can still be read, and what is in a group under its group.
    const names = new Map(set.names.map(({ key, path }) => [key, path]));
    expect(names.get('complaint')).toEqual([{ en: 'Complaint', 'zh-CN': '投诉' }]);
    expect(names.get('late')).toEqual([tree[0]!.name, tree[1]!.name]);
    expect((await dispositions.tree(other, null)).version).toBe(0);
  });

  test('a queue has its own, and goes back to the tenant’s', async () => {
    const own = [item('sold'), item('not-sold')];
    const { version } = await dispositions.tree(tenant, sales);
    expect(await dispositions.put(tenant, { queue: sales, version, items: own }, actor)).toMatchObject({ queue: sales, queues: [sales] });
    await offered(sales, 'sold');
    await expect(offered(support, 'sold')).rejects.toMatchObject({ code: 'disposition.unknown' });
    await dispositions.remove(tenant, sales, actor);
    await dispositions.remove(tenant, sales, actor);
    expect(await dispositions.tree(tenant, sales)).toMatchObject({ queue: null, version: 1, queues: [] });
    const history = await dispositions.history(tenant, sales);
    expect(history.map((each) => [each.version, each.items?.length ?? null, each.by?.name])).toEqual([
      [2, null, 'Uma'],
      [1, 2, 'Uma'],
    ]);
    await expect(dispositions.tree(tenant, id('que'))).rejects.toMatchObject({ code: 'queue.not-found' });
  });

  test('of two who change the same version one is told, a broken tree is refused, and each change is in the log', async () => {
    const put = (key: string) => dispositions.put(tenant, { queue: null, version: 1, items: [item(key)] }, actor);
    const both = await Promise.allSettled([put('first'), put('second')]);
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'disposition.changed', detail: { version: 2 } });
    await expect(dispositions.put(tenant, { queue: null, version: 2, items: [item('a', 'b')] }, actor)).rejects.toMatchObject({
      code: 'disposition.bad-tree',
    });
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, tenant));
    expect(events.map((event) => event.type === 'config.changed' && event.data.kind)).toEqual(['dispositions', 'dispositions']);
  });
});
