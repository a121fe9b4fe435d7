// A sealed file gives back what was written, tells where it was cut or changed, and is mended after a crash without its key.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSealed, readSealedFile, recoverSealedFile, sealFileWriter, type SealedHeader } from './sealed-file.ts';

const header: SealedHeader = {
  contentType: 'audio/PCMU;rate=8000;channels=2',
  wrappedKey: 'wrapped',
  sampleRate: 8_000,
  channels: 2,
  bytesPerSample: 1,
  chunkBytes: 64,
};
const key = randomBytes(32);
const OVERHEAD = 33;
let folder = '';
let files = 0;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealed-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const next = (): string => path.join(folder, `${++files}.trec`);

function write(plaintext: Uint8Array, step = 50): string {
  const file = next();
  const writer = sealFileWriter(file, header, key);
  for (let at = 0; at < plaintext.length; at += step) writer.append(plaintext.subarray(at, at + step));
  const summary = writer.close();
  const content = fs.readFileSync(file);
  expect(summary).toEqual({
    durationMs: Math.round(plaintext.length / 16),
    bytes: content.length,
    plaintextBytes: plaintext.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  });
  return file;
}

/** Where the chunks begin. */
const bodyAt = (file: string): number => 8 + fs.readFileSync(file).readUInt16BE(6);

describe('sealed file', () => {
  it('gives back what was written, whole and in ranges', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 1, max: 200 }),
        fc.nat(420),
        fc.nat(420),
        async (plaintext, step, a, b) => {
          const file = write(plaintext, step);
          const read = await readSealedFile(file, key);
          expect(read.whole).toBe(true);
          expect(read.header).toEqual(header);
          expect([...read.plaintext]).toEqual([...plaintext]);
          const reader = await openSealed(file, key);
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          expect([...(await reader.read(from, to))]).toEqual([...plaintext.subarray(from, to)]);
          await reader.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not show its content', () => {
    const text = Buffer.from('the customer says her card number'.repeat(20));
    expect(fs.readFileSync(write(text)).includes('card')).toBe(false);
  });

  it('is mended after a cut at any byte: all complete chunks play, and it is told that it was cut', async () => {
    const plaintext = randomBytes(64 * 5 + 10);
    const source = write(plaintext);
    const content = fs.readFileSync(source);
    const start = bodyAt(source);
    for (let length = start; length < content.length; length += 13) {
      const file = next();
      fs.writeFileSync(file, content.subarray(0, length));
      const complete = Math.floor((length - start) / (64 + OVERHEAD));
      const recovered = await recoverSealedFile(file);
      expect(recovered).toMatchObject({
        whole: false,
        plaintextBytes: complete * 64,
        durationMs: complete * 4,
        bytes: fs.statSync(file).size,
      });
      expect(recovered.sha256).toBe(createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
      const read = await readSealedFile(file, key);
      expect(read.whole).toBe(false);
      expect(Buffer.from(read.plaintext)).toEqual(plaintext.subarray(0, complete * 64));
    }
  });

  it('leaves a whole file as it is', async () => {
    const file = write(randomBytes(200));
    const before = fs.readFileSync(file);
    expect(await recoverSealedFile(file)).toMatchObject({ whole: true, plaintextBytes: 200 });
    expect(fs.readFileSync(file)).toEqual(before);
  });

  it('reads what was abandoned', async () => {
    const file = next();
    const writer = sealFileWriter(file, header, key);
    writer.append(new Uint8Array(150).fill(7));
    writer.abandon();
    expect(await readSealedFile(file, key)).toMatchObject({ whole: false, plaintext: Buffer.alloc(128, 7) });
  });

  it('cannot be made to look whole by leaving chunks out', async () => {
    const source = write(randomBytes(64 * 3 + 5));
    const content = fs.readFileSync(source);
    const start = bodyAt(source);
    const stride = 64 + OVERHEAD;
    const file = next();
    // The last full chunk is taken out, its final chunk moved up.
    fs.writeFileSync(file, Buffer.concat([content.subarray(0, start + 2 * stride), content.subarray(start + 3 * stride)]));
    const read = await readSealedFile(file, key);
    expect(read.whole).toBe(false);
    expect(read.plaintext.length).toBe(128);
  });

  it('gives nothing from a changed chunk on', async () => {
    const file = write(randomBytes(64 * 3 + 5));
    const content = fs.readFileSync(file);
    const at = bodyAt(file) + (64 + OVERHEAD) + 40;
    content[at] = content[at]! ^ 1;
    fs.writeFileSync(file, content);
    const read = await readSealedFile(file, key);
    expect([read.whole, read.plaintext.length]).toEqual([false, 64]);
    const reader = await openSealed(file, key);
    await expect(reader.read(70, 80)).rejects.toMatchObject({ code: 'sealed.not-authentic' });
    await reader.close();
  });

  it('refuses a wrong key, a changed header and other files', async () => {
    const file = write(randomBytes(300));
    await expect(readSealedFile(file, randomBytes(32))).rejects.toMatchObject({ code: 'sealed.not-authentic' });
    const content = fs.readFileSync(file);
    content.write('Wrapped', content.indexOf('"wrapped"') + 1);
    fs.writeFileSync(file, content);
    await expect(readSealedFile(file, key)).rejects.toMatchObject({ code: 'sealed.not-authentic' });
    fs.writeFileSync(file, 'RIFF');
    await expect(readSealedFile(file, key)).rejects.toMatchObject({ code: 'sealed.not-a-sealed-file' });
    await expect(recoverSealedFile(file)).rejects.toMatchObject({ code: 'sealed.not-a-sealed-file' });
  });

  it('never writes to a file that is there', () => {
    const file = write(randomBytes(10));
    expect(() => sealFileWriter(file, header, key)).toThrow(/EEXIST/);
  });
});
