// Leases: one holder, a token that grows, and appends of a former holder refused.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDb } from '../db/pool.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { createLeases } from './leases.ts';
import { erased, newId } from './test/events.ts';
import type { Leases } from './types.ts';

let kit: TestDatabase;
let leases: Leases;
const tenant = newId('tnt');
beforeAll(async () => {
  kit = await testDatabase({ modules: [] });
  leases = createLeases({ db: kit.db });
});
afterAll(() => kit.close());

describe('lease', () => {
  it('has one holder until it is released, then a greater token', async () => {
    const first = await leases.acquire('one', 'a', 5_000);
    expect(await leases.acquire('one', 'b', 5_000)).toBeNull();
    await first?.release();
    const second = await leases.acquire('one', 'b', 5_000);
    expect(second?.fence.token).toBeGreaterThan(first?.fence.token ?? Infinity);
    await second?.release();
  });

  it('is renewed for longer than its time', async () => {
    const held = await leases.acquire('renewed', 'a', 300);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(held?.lost.aborted).toBe(false);
    expect(await leases.acquire('renewed', 'b', 300)).toBeNull();
    await held?.release();
  });

  it('is given to one of many that ask at once', async () => {
    const got = await Promise.all(Array.from({ length: 8 }, (_, n) => leases.acquire('raced', `p${n}`, 5_000)));
    const holders = got.filter((lease) => lease !== null);
    expect(holders).toHaveLength(1);
    await holders[0]?.release();
  });

  it('tells a holder that was replaced, and refuses its appends but not the successor’s', async () => {
    const first = await leases.acquire('routing', 'a', 600);
    await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [erased('r')], first!.fence));
    // As after a pause of the whole process: its time is over before it can renew.
    await kit.db.system((tx) => sql`update lease set until = '-infinity' where name = 'routing'`.execute(tx.tables()));
    const second = await leases.acquire('routing', 'b', 5_000);
    expect(second).not.toBeNull();
    await expect(kit.db.tenant(tenant, (tx) => kit.log.append(tx, [erased('r')], first!.fence))).rejects.toMatchObject({
      code: 'lease.lost',
      detail: { lease: 'routing' },
    });
    await kit.db.tenant(tenant, (tx) => kit.log.append(tx, [erased('r')], second!.fence));
    await expect.poll(() => first?.lost.aborted, { timeout: 2_000 }).toBe(true);
    expect(await kit.db.tenant(tenant, (tx) => kit.log.readStream(tx, 'r'))).toHaveLength(2);
    await second?.release();
  });

  it('holds a successor back while an append of the holder is under way', async () => {
    const first = await leases.acquire('held', 'a', 60_000);
    const order: string[] = [];
    let taking: Promise<unknown> = Promise.resolve();
    await kit.db.tenant(tenant, async (tx) => {
      await kit.log.append(tx, [erased('h')], first!.fence);
      taking = leases.acquire('held', 'a', 60_000).then((lease) => {
        order.push('taken');
        return lease?.release();
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
      order.push('committed');
    });
    await taking;
    expect(order).toEqual(['committed', 'taken']);
  });

  it('counts as lost when the database cannot be reached for its whole time', async () => {
    const own = createDb({ url: kit.url, size: 2 });
    const held = await createLeases({ db: own }).acquire('away', 'a', 400);
    await own.close();
    await expect.poll(() => held?.lost.aborted, { timeout: 2_000 }).toBe(true);
  });
});
