// The master key: made once, kept closed, refused where it is not a key.
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterKey } from './master.ts';

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(path.join(os.tmpdir(), 'tandem-key-'))));
afterEach(() => rm(dataDir, { recursive: true }));

describe('master key', () => {
  it('is made at the first start with mode 0600, and is the same for all who start at once and later', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => loadMasterKey({ dataDir })));
    expect(new Set(keys.map((key) => Buffer.from(key.key).toString('hex'))).size).toBe(1);
    expect(keys[0]?.key.length).toBe(32);
    expect((await stat(path.join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['master.key']);
    expect((await loadMasterKey({ dataDir })).id).toBe(keys[0]?.id);
  });

  it('is taken from the environment where it stands there, and no file is made', async () => {
    const text = Buffer.alloc(32, 7).toString('base64');
    expect(Buffer.from((await loadMasterKey({ dataDir, fromEnvironment: text })).key)).toEqual(Buffer.alloc(32, 7));
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('is refused where it is short, no base64, or readable by others; and the message does not show it', async () => {
    for (const text of [Buffer.alloc(16, 1).toString('base64'), 'x'.repeat(44), `!${Buffer.alloc(32, 9).toString('base64')}`]) {
      const error = await loadMasterKey({ dataDir, fromEnvironment: text }).catch(
        (thrown: unknown) => thrown as { code: string; detail: object },
      );
      expect(error).toMatchObject({ code: 'master-key.invalid' });
      expect(JSON.stringify(error)).not.toContain(text);
    }
    await loadMasterKey({ dataDir });
    await chmod(path.join(dataDir, 'master.key'), 0o640);
    await expect(loadMasterKey({ dataDir })).rejects.toMatchObject({ code: 'master-key.too-open', detail: { mode: '640' } });
    await chmod(path.join(dataDir, 'master.key'), 0o600);
    await writeFile(path.join(dataDir, 'master.key'), '');
    await expect(loadMasterKey({ dataDir })).rejects.toMatchObject({ code: 'master-key.invalid' });
  });
});
