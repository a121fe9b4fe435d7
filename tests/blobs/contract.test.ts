// One contract for every place where blobs are kept: a folder, and a bucket over a real socket.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlobs } from '../../server/src/platform/blob/blobs.ts';
import { createS3Blobs } from '../../server/src/platform/blob/s3-blobs.ts';
import type { Blobs } from '../../server/src/platform/blob/types.ts';
import { sealFileWriter } from '../../server/src/platform/crypto/sealed-file.ts';
import { testDatabase, type TestDatabase } from '../../server/src/platform/db/testkit.ts';
import { newId } from '../../server/src/platform/eventlog/test/events.ts';
import { startFakeS3 } from '../kit/fake-s3.ts';
import { eventually } from '../kit/processes.ts';
import { quiet, storeOf } from './store.ts';

const clock = { now: () => Date.now() };
let kit: TestDatabase;
let folder: string;
beforeAll(async () => {
  kit = await testDatabase({ modules: [], sequence: false });
  folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-blobs-'));
});
afterAll(async () => {
  await kit.close();
  await rm(folder, { recursive: true });
});

type Place = { blobs: Blobs; /** Until what was put is where it stays. */ settled: () => Promise<void>; stop(): Promise<void> };
const PLACES: Record<string, () => Promise<Place>> = {
  async 'a folder'() {
    const blobs = createBlobs({ root: path.join(folder, 'blobs'), keyring: kit.keyring, clock });
    return { blobs, settled: () => Promise.resolve(), stop: () => Promise.resolve() };
  },
  async 'a bucket'() {
    const s3 = await startFakeS3();
    const store = await storeOf(s3);
    const blobs = await createS3Blobs({
      store,
      prefix: 'in/here/',
      outbox: path.join(folder, 'outbox'),
      keyring: kit.keyring,
      clock,
      log: quiet,
    });
    return {
      blobs,
      async settled() {
        await eventually('the outbox to be empty', async () => (blobs.waiting().files === 0 && s3.objects.size > 0 ? true : null));
      },
      async stop() {
        await blobs.stop();
        await s3.stop();
      },
    };
  },
};

describe.each(Object.keys(PLACES))('blobs in %s', (name) => {
  const tenant = newId('tnt');
  let place: Place;
  let blobs: Blobs;
  beforeAll(async () => {
    place = await PLACES[name]!();
    blobs = place.blobs;
  });
  afterAll(() => place.stop());

  it('come back as they were put, whole and in ranges, at once and later', async () => {
    const content = randomBytes(3_000_000);
    async function* parts() {
      for (let at = 0; at < content.length; at += 70_001) yield content.subarray(at, at + 70_001);
    }
    for (const source of [content, parts()]) {
      const { ref, bytes } = await blobs.put(tenant, source, 'image/png');
      expect(bytes).toBe(content.length);
      for (const settled of [() => Promise.resolve(), place.settled]) {
        await settled();
        const whole = await blobs.get(tenant, ref);
        expect([whole.contentType, whole.size, Buffer.compare(Buffer.from(whole.bytes), content)]).toEqual([
          'image/png',
          content.length,
          0,
        ]);
        for (const [from, to] of [
          [0, 1],
          [65_530, 131_080],
          [1_048_000, 2_200_000],
          [2_999_999, 3_000_000],
        ] as const)
          expect(Buffer.compare(Buffer.from((await blobs.get(tenant, ref, [from, to])).bytes), content.subarray(from, to))).toBe(0);
        await expect(blobs.get(tenant, ref, [3_000_001, 3_000_002])).rejects.toMatchObject({ code: 'blob.bad-range' });
      }
    }
  });

  it('take over a sealed file, and a second time after a crash', async () => {
    const key = await kit.keyring.dataKey(tenant);
    const file = path.join(folder, `${name.replace(' ', '-')}.trec`);
    const audio = randomBytes(16_000);
    const header = {
      contentType: 'audio/PCMU',
      wrappedKey: key.wrapped,
      sampleRate: 8_000,
      channels: 2,
      bytesPerSample: 1,
      chunkBytes: 4_096,
    };
    const writer = sealFileWriter(file, header, key.plain);
    writer.append(audio);
    writer.close();
    const ref = newId('rec');
    await blobs.adopt(tenant, file, ref);
    await blobs.adopt(tenant, file, ref);
    await place.settled();
    await blobs.adopt(tenant, file, ref);
    expect(Buffer.compare(Buffer.from((await blobs.get(tenant, ref)).bytes), audio)).toBe(0);
    await expect(blobs.adopt(tenant, file, newId('rec'))).rejects.toMatchObject({ code: 'blob.not-found' });
  });

  it('open for no other tenant, are gone when deleted, and deleting twice is no complaint', async () => {
    const { ref } = await blobs.put(tenant, randomBytes(1_000), 'x/y');
    await place.settled();
    await expect(blobs.get(newId('tnt'), ref)).rejects.toMatchObject({ code: 'blob.not-found' });
    await blobs.delete(tenant, ref);
    await blobs.delete(tenant, ref);
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({ code: 'blob.not-found' });
    await expect(blobs.get(tenant, '../x' as never)).rejects.toMatchObject({ code: 'blob.bad-name' });
  });
});
