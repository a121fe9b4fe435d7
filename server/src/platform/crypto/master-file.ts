// The master key's file: one key a line in base64, the first wraps, the others are on their way out; mode 0600, replaced whole or not at all.
import { chown, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors/types.ts';
import { KEY_BYTES } from './envelope.ts';

/** Throws AppError `master-key.invalid` where the text is not base64 of 32 bytes; the text is never in the error. */
export function parseKey(text: string, from: string): Uint8Array {
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

/** Throws what the file system says, and AppError `master-key.too-open` or `master-key.invalid`. */
export async function readKeyFile(file: string): Promise<Uint8Array[]> {
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new AppError('master-key.too-open', { file, mode: (mode & 0o777).toString(8), needed: '600' });
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? [parseKey('', file)] : lines.map((line) => parseKey(line, file));
}

/** Durable when it returns: synced under another name, renamed, its folder synced. Keeps the owner of the file it replaces, or of `like`. */
export async function writeKeyFile(file: string, keys: readonly Uint8Array[], like = file): Promise<void> {
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  // Run by root for a server of another user: a key that the server cannot read would stop its next start.
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(like);
    await chown(fresh, uid, gid);
  }
  await rename(fresh, file);
  if (process.platform === 'win32') return;
  const folder = await open(path.dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
