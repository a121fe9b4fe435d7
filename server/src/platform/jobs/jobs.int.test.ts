// Jobs: run with their tenant, again after a failure, on schedule, and only once per key.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { walkTables } from '../db/rls.ts';
import { newId } from '../eventlog/test/events.ts';
import { createJobs, type Job, type Jobs } from './jobs.ts';

let kit: TestDatabase;
let jobs: Jobs;
const ran: Job[] = [];
const tenant = newId('tnt');
let tries = 0;

beforeAll(async () => {
  kit = await testDatabase({ modules: [], sequence: false });
  jobs = createJobs({ url: kit.url, size: 3 });
  jobs.define({ name: 'test.note', handle: async (job) => void ran.push(job) });
  jobs.define({
    name: 'test.flaky',
    retries: 2,
    retryDelaySeconds: 0,
    handle: async () => {
      tries += 1;
      if (tries === 1) throw new Error('first time');
    },
  });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop(1_000);
  await kit.close();
});

describe('jobs', () => {
  it('run with their tenant and data', async () => {
    const id = await jobs.send('test.note', tenant, { file: 'a' });
    await expect.poll(() => ran, { timeout: 5_000 }).toEqual([{ id, tenant, data: { file: 'a' } }]);
  });

  it('are tried again after a failure', async () => {
    await jobs.send('test.flaky', null, null);
    await expect.poll(() => tries, { timeout: 8_000 }).toBe(2);
  });

  it('are sent once per key', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => jobs.send('test.note', tenant, 1, { onlyOne: 'k' })));
    expect(ids.filter((id) => id !== null)).toHaveLength(1);
  });

  it('take a schedule and give it up, and refuse a job nobody defined', async () => {
    await jobs.schedule('test.note', '0 3 * * *', { zone: 'Asia/Shanghai', tenant });
    await jobs.unschedule('test.note');
    expect(() => jobs.send('test.unknown', null, null)).toThrow('not defined');
  });

  it('keep to a schema that is on the reviewed list and closed to modules', async () => {
    const tables = (await walkTables(kit.db)).filter((table) => table.table.startsWith('pgboss.'));
    expect(tables.length).toBeGreaterThan(3);
    expect(tables.filter((table) => !table.exception || table.appMay.length > 0)).toEqual([]);
  });
});
