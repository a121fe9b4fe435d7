// The master key of the installation: from the environment, or from a file that is made at the first start.
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import { KEY_BYTES } from './envelope.ts';

export type MasterKey = {
  readonly key: Uint8Array;
  /** Eight hex digits that tell keys apart and say nothing about them. */
  readonly id: string;
};

/** Throws AppError `master-key.invalid` (not base64 of 32 bytes) or `master-key.too-open` (others may read the file). */
export async function loadMasterKey(options: { dataDir: string; fromEnvironment?: string | undefined }): Promise<MasterKey> {
  if (options.fromEnvironment !== undefined && options.fromEnvironment !== '')
    return masterKey(parse(options.fromEnvironment, 'TANDEM_MASTER_KEY'));
  const file = path.join(options.dataDir, 'master.key');
  try {
    return masterKey(await readKeyFile(file));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await makeKeyFile(file);
  return masterKey(await readKeyFile(file));
}

export function masterKey(key: Uint8Array): MasterKey {
  return { key, id: createHash('sha256').update('tandem master key id').update(key).digest('hex').slice(0, 8) };
}

function parse(text: string, from: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  // Buffer.from skips what is not base64: the way back shows it.
  if (
    key.length !== KEY_BYTES ||
    key.toString('base64').replace(/=+$/, '') !== text.trim().replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  ) {
    throw new AppError('master-key.invalid', { from, needed: `base64 of ${KEY_BYTES} bytes` });
  }
  return key;
}

async function readKeyFile(file: string): Promise<Uint8Array> {
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new AppError('master-key.too-open', { file, mode: (mode & 0o777).toString(8), needed: '600' });
  return parse(await readFile(file, 'utf8'), file);
}

/** Complete before it has its name, and never over one that is there: of two first starters one wins and both use its key. */
async function makeKeyFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(fresh, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
}
