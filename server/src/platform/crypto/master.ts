// The master keys of the installation: the one that wraps now, and those it replaces while a rotation is under way.
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../db/problems.ts';
import { KEY_BYTES } from './envelope.ts';
import { parseKey, readKeyFile } from './master-file.ts';

export type MasterKey = {
  readonly key: Uint8Array;
  /** Eight hex digits that tell keys apart and say nothing about them. */
  readonly id: string;
};

export type MasterKeys = {
  /** The key that wraps, as last read. */
  current(): MasterKey;
  /** Reads the file again, where there is one: a rotation may have put a new key first since. */
  refresh(): Promise<MasterKey>;
  /** The key with this id, or null; an unknown id makes the file be read again. */
  find(id: string): Promise<MasterKey | null>;
};

export type MasterKeySource = {
  dataDir: string;
  /** TANDEM_MASTER_KEY; where it is set no file is read or made. */
  fromEnvironment?: string | undefined;
  /** TANDEM_MASTER_KEY_PREVIOUS: opens what is still wrapped by it, never wraps. */
  previous?: string | undefined;
};

export const masterKeyFile = (dataDir: string): string => path.join(dataDir, 'master.key');

/** Throws AppError `master-key.invalid` (not base64 of 32 bytes) or `master-key.too-open` (others may read the file). */
export async function loadMasterKeys(source: MasterKeySource): Promise<MasterKeys> {
  const { fromEnvironment, previous } = source;
  const file = masterKeyFile(source.dataDir);
  const fixed = fromEnvironment ? [masterKey(parseKey(fromEnvironment, 'TANDEM_MASTER_KEY'))] : null;
  const older = previous ? [masterKey(parseKey(previous, 'TANDEM_MASTER_KEY_PREVIOUS'))] : [];
  let keys = [...(fixed ?? (await fileKeys(file))), ...older];

  async function refresh(): Promise<MasterKey> {
    if (fixed === null) keys = [...(await readKeyFile(file)).map(masterKey), ...older];
    return keys[0]!;
  }
  return {
    current: () => keys[0]!,
    refresh,
    async find(id) {
      const known = keys.find((each) => each.id === id);
      if (known || fixed !== null) return known ?? null;
      await refresh();
      return keys.find((each) => each.id === id) ?? null;
    },
  };
}

/** The key that wraps now. Throws as `loadMasterKeys`. */
export async function loadMasterKey(source: MasterKeySource): Promise<MasterKey> {
  return (await loadMasterKeys(source)).current();
}

export function masterKey(key: Uint8Array): MasterKey {
  return { key, id: createHash('sha256').update('tandem master key id').update(key).digest('hex').slice(0, 8) };
}

/** One key that never changes. */
export function onlyKey(key: MasterKey): MasterKeys {
  return { current: () => key, refresh: () => Promise.resolve(key), find: (id) => Promise.resolve(id === key.id ? key : null) };
}

async function fileKeys(file: string): Promise<MasterKey[]> {
  try {
    return (await readKeyFile(file)).map(masterKey);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await makeKeyFile(file);
  return (await readKeyFile(file)).map(masterKey);
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
