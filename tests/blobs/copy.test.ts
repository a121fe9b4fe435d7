// The command that moves blobs: folder to bucket and back, run twice, cut off in between; every blob opens where it arrived.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlobs } from '../../server/src/platform/blob/blobs.ts';
import { testDatabase, type TestDatabase } from '../../server/src/platform/db/testkit.ts';
import { newId } from '../../server/src/platform/eventlog/test/events.ts';
import { startFakeS3, type FakeS3 } from '../kit/fake-s3.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const clock = { now: () => Date.now() };
let kit: TestDatabase;
let folder: string;
let s3: FakeS3;
beforeAll(async () => {
  kit = await testDatabase({ modules: [], sequence: false });
  folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-copy-'));
  s3 = await startFakeS3();
});
afterAll(async () => {
  await s3.stop();
  await kit.close();
  await rm(folder, { recursive: true });
});

function command(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, ...s3.settings(), TANDEM_DATA: folder };
  const child = spawn(process.execPath, [path.join(ROOT, 'server/src/roles/blobs.ts'), ...args], { env, cwd: ROOT });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => void child.once('close', (code) => resolve({ code, output })));
}

describe('npm run blobs -- copy', () => {
  it('brings everything to a bucket and back, and the rest when run again', async () => {
    const tenants = [newId('tnt'), newId('tnt')];
    const blobs = createBlobs({ root: path.join(folder, 'a'), keyring: kit.keyring, clock });
    const made: { tenant: (typeof tenants)[number]; ref: Awaited<ReturnType<typeof blobs.put>>['ref']; content: Buffer }[] = [];
    for (let n = 0; n < 130; n++) {
      const content = randomBytes(n === 7 ? 17_000_000 : 500 + n);
      const tenant = tenants[n % 2]!;
      made.push({ tenant, content, ref: (await blobs.put(tenant, content, 'x/y')).ref });
    }
    const bucket = s3.settings({ prefix: 'moved' })['TANDEM_BLOBS']!;
    // The bucket goes away in the middle: what arrived counts, the rest comes with the next run.
    s3.fail('slow-down', { match: new RegExp(`^PUT .*${made[60]!.ref}`) });
    const cut = await command('copy', `file:${folder}/a`, bucket);
    expect([cut.code === 0, cut.output.includes('SlowDown')]).toEqual([false, true]);
    s3.heal();
    const there = s3.objects.size;
    const whole = await command('copy', `file:${folder}/a`, bucket);
    expect(whole).toMatchObject({
      code: 0,
      output: expect.stringMatching(new RegExp(`${130 - there} copied .* ${there} were there already`)),
    });
    expect(s3.objects.size).toBe(130);
    expect(await command('copy', bucket, `file:${folder}/b`)).toMatchObject({ code: 0, output: expect.stringContaining('130 copied (') });
    const back = createBlobs({ root: path.join(folder, 'b'), keyring: kit.keyring, clock });
    for (const { tenant, ref, content } of made) expect(Buffer.compare(Buffer.from((await back.get(tenant, ref)).bytes), content)).toBe(0);
  }, 60_000);

  it('says in words what it cannot use', async () => {
    expect((await command('move')).output).toContain('npm run blobs -- copy');
    expect((await command('copy', 'nowhere', 'file:/tmp/x')).output).toContain('nowhere must be file:PATH');
  }, 30_000);
});
