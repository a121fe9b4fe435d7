// A bucket that misbehaves: away, slow, cut, full of other people's keys; what was accepted here arrives there, and errors say what to repair.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createS3Blobs, type S3Blobs } from '../../server/src/platform/blob/s3-blobs.ts';
import { testDatabase, type TestDatabase } from '../../server/src/platform/db/testkit.ts';
import { newId } from '../../server/src/platform/eventlog/test/events.ts';
import { startFakeS3, type FakeS3 } from '../kit/fake-s3.ts';
import { eventually } from '../kit/processes.ts';
import { quiet, storeOf } from './store.ts';

const clock = { now: () => Date.now() };
const tenant = newId('tnt');
let kit: TestDatabase;
let folder: string;
let s3: FakeS3;
beforeAll(async () => void (kit = await testDatabase({ modules: [], sequence: false })));
afterAll(() => kit.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-s3-'));
  s3 = await startFakeS3();
});
afterEach(async () => {
  await s3.stop();
  await rm(folder, { recursive: true });
});

const open = async (): Promise<S3Blobs> =>
  createS3Blobs({
    store: await storeOf(s3),
    prefix: 'in/here/',
    outbox: folder,
    keyring: kit.keyring,
    clock,
    log: quiet,
    firstPauseMs: 50,
  });
const sent = (blobs: S3Blobs) => eventually('the outbox to be empty', async () => (blobs.waiting().files === 0 ? true : null));
const waiting = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

describe('at the start', () => {
  it.each([
    ['a key that is not known', { id: 'AKnobody' }, 'blob.s3-refused', 'InvalidAccessKeyId'],
    ['a wrong secret', { secret: 'wrong' }, 'blob.s3-refused', 'SignatureDoesNotMatch'],
    ['a bucket that is not there', { bucket: 'elsewhere' }, 'blob.s3-no-bucket', 'elsewhere'],
  ])('%s is told', async (_what, more, code, told) => {
    const error = await (await storeOf(s3, more)).check().catch((thrown: unknown) => thrown as { code: string; detail: object });
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error)).toContain(told);
    expect(JSON.stringify(error)).not.toContain(s3.credentials.secretAccessKey);
  });

  it('a wrong clock, a store that is away or hangs are told, and a good one passes and keeps nothing', async () => {
    s3.fail('skew');
    await expect((await storeOf(s3)).check()).rejects.toMatchObject({ code: 'blob.s3-clock' });
    s3.heal();
    s3.fail('away');
    await expect((await storeOf(s3)).check()).rejects.toMatchObject({ code: 'blob.s3-away' });
    s3.heal();
    s3.fail('hang');
    const before = Date.now();
    await expect((await storeOf(s3, { tries: 2 })).check()).rejects.toMatchObject({ code: 'blob.s3-away' });
    // Two tries of 700 ms, not for ever.
    expect(Date.now() - before).toBeLessThan(5_000);
    s3.heal();
    await (await storeOf(s3)).check();
    expect(s3.objects.size).toBe(0);
  });
});

describe('in use', () => {
  it('keeps what is put while the store is away, survives a restart, and brings it there later', async () => {
    s3.fail('away');
    const content = randomBytes(100_000);
    const first = await open();
    const { ref } = await first.put(tenant, content, 'x/y');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(Buffer.compare(Buffer.from((await first.get(tenant, ref)).bytes), content)).toBe(0);
    expect([first.waiting().files, s3.objects.size, await waiting()]).toEqual([1, 0, 1]);
    await first.stop();
    s3.heal();
    const second = await open();
    await eventually('the file to arrive', async () => (s3.objects.size === 1 ? true : null));
    await eventually('the outbox to be empty', async () => ((await waiting()) === 0 ? true : null));
    const [[key, object]] = [...s3.objects] as [[string, Buffer]];
    expect(key).toBe(`in/here/${tenant}/${ref.slice(-2)}/${ref}`);
    // Sealed before it left.
    expect([object.subarray(0, 5).toString(), object.includes(content.subarray(500, 520))]).toEqual(['TREC1', false]);
    expect(Buffer.compare(Buffer.from((await second.get(tenant, ref)).bytes), content)).toBe(0);
    await second.stop();
  });

  it('sends large files in parts, tries a part again, and leaves no parts of one it gave up', async () => {
    const content = randomBytes(20 * 1024 * 1024);
    s3.fail('slow-down', { times: 2, match: /partNumber=2/ });
    s3.fail('away', { times: 5, match: /partNumber=3/ });
    const blobs = await open();
    const { ref } = await blobs.put(tenant, content, 'x/y');
    await sent(blobs);
    expect(s3.uploads.size).toBe(0);
    expect(s3.objects.size).toBe(1);
    expect(Buffer.compare(Buffer.from((await blobs.get(tenant, ref)).bytes), content)).toBe(0);
    await blobs.stop();
  }, 30_000);

  it('fetches only what is listened to', async () => {
    const content = randomBytes(6_000_000);
    const blobs = await open();
    const { ref } = await blobs.put(tenant, content, 'x/y');
    await sent(blobs);
    s3.requests.length = 0;
    const part = await blobs.get(tenant, ref, [3_000_000, 3_016_000]);
    expect(Buffer.compare(Buffer.from(part.bytes), content.subarray(3_000_000, 3_016_000))).toBe(0);
    const ranges = s3.requests.map((line) => /bytes=(\d+)-(\d+)/.exec(line)!).map(([, from, to]) => Number(to) - Number(from) + 1);
    // The header's block, the end's and the one that was asked for.
    expect(ranges).toEqual([1_048_576, 1_048_576, 1_048_576]);
    await blobs.stop();
  });

  it('reads on over a cut connection and a store that asks for patience, and says so where it stays away', async () => {
    const content = randomBytes(50_000);
    const blobs = await open();
    const { ref } = await blobs.put(tenant, content, 'x/y');
    await sent(blobs);
    s3.fail('slow-down', { times: 1, match: /^GET/ });
    expect((await blobs.get(tenant, ref)).size).toBe(50_000);
    s3.fail('cut', { times: 1, match: /^GET/ });
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({ code: 'blob.s3-away' });
    expect((await blobs.get(tenant, ref)).size).toBe(50_000);
    s3.fail('slow-down');
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({
      code: 'blob.s3-away',
      detail: { reason: expect.stringContaining('SlowDown') },
    });
    await blobs.stop();
  });

  it('does not keep an object whose blob was deleted while it was on its way', async () => {
    s3.fail('slow-down', { match: /^PUT/ });
    const blobs = await open();
    const { ref } = await blobs.put(tenant, randomBytes(1_000), 'x/y');
    await blobs.delete(tenant, ref);
    s3.heal();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([s3.objects.size, blobs.waiting().files, await waiting()]).toEqual([0, 0, 0]);
    s3.fail('away');
    await expect(blobs.delete(tenant, ref)).rejects.toMatchObject({ code: 'blob.s3-away' });
    await blobs.stop();
  });

  it('tells damage in the store from absence', async () => {
    const blobs = await open();
    const { ref } = await blobs.put(tenant, randomBytes(1_000), 'x/y');
    await sent(blobs);
    const [key] = [...s3.objects.keys()];
    const bytes = Buffer.from(s3.objects.get(key!)!);
    bytes[bytes.length - 100]! ^= 1;
    s3.objects.set(key!, bytes);
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({ code: 'blob.damaged' });
    s3.objects.clear();
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({ code: 'blob.not-found' });
    await blobs.stop();
  });
});
