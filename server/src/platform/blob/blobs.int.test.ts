// Blobs: given back as they were put, in ranges, to their tenant alone; whole or not there.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealFileWriter } from '../crypto/sealed-file.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { newId } from '../eventlog/test/events.ts';
import { createBlobs, type Blobs } from './blobs.ts';
import { blobPath } from './place.ts';

const tenant = newId('tnt');
let kit: TestDatabase;
let root: string;
let blobs: Blobs;
beforeAll(async () => void (kit = await testDatabase({ modules: [], sequence: false })));
afterAll(() => kit.close());
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'tandem-blob-'));
  blobs = createBlobs({ root, keyring: kit.keyring, clock: { now: () => Date.now() } });
});
afterEach(() => rm(root, { recursive: true }));

const files = async () => (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

describe('blobs', () => {
  it('gives back bytes and streams, whole and in ranges over chunk borders', async () => {
    const content = randomBytes(200_000);
    async function* parts() {
      for (let at = 0; at < content.length; at += 7_001) yield content.subarray(at, at + 7_001);
    }
    for (const source of [content, parts()]) {
      const { ref, bytes } = await blobs.put(tenant, source, 'image/png');
      expect(bytes).toBe(content.length);
      const whole = await blobs.get(tenant, ref);
      expect([whole.contentType, whole.size, Buffer.compare(Buffer.from(whole.bytes), content)]).toEqual(['image/png', content.length, 0]);
      const part = await blobs.get(tenant, ref, [65_530, 131_080]);
      expect(Buffer.compare(Buffer.from(part.bytes), content.subarray(65_530, 131_080))).toBe(0);
      expect((await blobs.get(tenant, ref, [199_999, 300_000])).bytes.length).toBe(1);
      await expect(blobs.get(tenant, ref, [200_001, 200_002])).rejects.toMatchObject({ code: 'blob.bad-range' });
    }
  });

  it('shows nothing of its content in the file, and opens for no other tenant', async () => {
    const { ref } = await blobs.put(tenant, Buffer.from('the card number '.repeat(50)), 'text/plain');
    const other = newId('tnt');
    await expect(blobs.get(other, ref)).rejects.toMatchObject({ code: 'blob.not-found' });
    const file = await readFile(blobPath(root, tenant, ref));
    expect(file.includes('card')).toBe(false);
    // Even the file itself, moved into the other tenant's folder, does not open.
    await mkdir(path.dirname(blobPath(root, other, ref)), { recursive: true });
    await writeFile(blobPath(root, other, ref), file);
    await kit.keyring.dataKey(other);
    await expect(blobs.get(other, ref)).rejects.toMatchObject({ code: 'blob.damaged' });
  });

  it('tells damage from absence, and deletes twice without complaint', async () => {
    const { ref } = await blobs.put(tenant, randomBytes(1_000), 'x/y');
    const file = blobPath(root, tenant, ref);
    const content = await readFile(file);
    content[content.length - 100]! ^= 1;
    await writeFile(file, content);
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({ code: 'blob.damaged' });
    await blobs.delete(tenant, ref);
    await blobs.delete(tenant, ref);
    await expect(blobs.get(tenant, ref)).rejects.toMatchObject({ code: 'blob.not-found' });
    expect(await files()).toEqual([]);
  });

  it('leaves nothing of a put that fails, and sweeps what a crash left', async () => {
    async function* failing() {
      yield randomBytes(100_000);
      throw new Error('the sender went away');
    }
    await expect(blobs.put(tenant, failing(), 'x/y')).rejects.toThrow('went away');
    expect(await files()).toEqual([]);
    const dead = path.join(root, 'incoming', 'dead');
    await writeFile(dead, 'x');
    await writeFile(path.join(root, 'incoming', 'young'), 'x');
    await utimes(dead, new Date(0), new Date(0));
    expect(await blobs.sweep()).toBe(1);
    expect((await files()).map((entry) => entry.name)).toEqual(['young']);
  });

  it('takes over a sealed file by renaming it, once, and a second time after a crash', async () => {
    const key = await kit.keyring.dataKey(tenant);
    const file = path.join(root, 'recording.trec');
    const audio = randomBytes(16_000);
    const writer = sealFileWriter(
      file,
      { contentType: 'audio/PCMU', wrappedKey: key.wrapped, sampleRate: 8_000, channels: 2, bytesPerSample: 1, chunkBytes: 4_096 },
      key.plain,
    );
    writer.append(audio);
    writer.close();
    const { ino } = await stat(file);
    const ref = newId('rec');
    await blobs.adopt(tenant, file, ref);
    await blobs.adopt(tenant, file, ref);
    expect((await stat(blobPath(root, tenant, ref))).ino).toBe(ino);
    expect(Buffer.compare(Buffer.from((await blobs.get(tenant, ref)).bytes), audio)).toBe(0);
    await expect(blobs.adopt(tenant, file, newId('rec'))).rejects.toMatchObject({ code: 'blob.not-found' });
  });

  it('does not follow a name out of its folder', async () => {
    for (const ref of ['../../etc/passwd', 'blb_../../../../../../../../../../etc/passwd0', `blb_${'a'.repeat(35)}/`, '']) {
      await expect(blobs.get(tenant, ref as never)).rejects.toMatchObject({ code: 'blob.bad-name' });
      await expect(blobs.delete('../x' as never, newId('blb'))).rejects.toMatchObject({ code: 'blob.bad-name' });
    }
  });
});
