// Blobs in a local folder: each sealed under a key of its own, which its header carries wrapped by the tenant's key.
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/time.ts';
import { sealFileWriter } from '../crypto/sealed-file.ts';
import type { KeyRing } from '../crypto/types.ts';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import { blobProblem, getBlob, openBlob } from './opened.ts';
import { blobPath } from './place.ts';
import type { Blobs } from './types.ts';

export type { Blobs } from './types.ts';

const CHUNK_BYTES = 64 * 1024;
/** A put that is older than this has died. */
const UNFINISHED_MS = 3_600_000;

export function createBlobs(options: { root: string; keyring: KeyRing; clock: Clock }): Blobs {
  const { root, keyring, clock } = options;
  const incoming = path.join(root, 'incoming');

  /** Complete and synced under its last name, or not there: rename is atomic within one file system. */
  async function place(from: string, to: string): Promise<void> {
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to);
    await syncFolder(path.dirname(to));
  }

  const blobs: Blobs = {
    async put(tenant, content, contentType) {
      const ref = makeId('blb', clock.now(), randomBytes(10));
      const to = blobPath(root, tenant, ref);
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const from = path.join(incoming, ref);
      const key = await keyring.dataKey(tenant);
      const header = { contentType, wrappedKey: key.wrapped, sampleRate: 1, channels: 1, bytesPerSample: 1, chunkBytes: CHUNK_BYTES };
      const writer = sealFileWriter(from, header, key.plain);
      try {
        if (content instanceof Uint8Array) writer.append(content);
        else for await (const part of content) writer.append(part);
        const summary = writer.close();
        await place(from, to);
        return { ref, bytes: summary.plaintextBytes, sha256: summary.sha256 };
      } catch (error) {
        await rm(from, { force: true });
        throw codeOf(error) === 'ENOSPC' ? new AppError('blob.disk-full', { root }, { cause: error }) : error;
      }
    },
    async adopt(tenant, file, ref) {
      const to = blobPath(root, tenant, ref);
      try {
        await place(file, to);
      } catch (error) {
        if (codeOf(error) === 'ENOENT' && (await exists(to))) return;
        if (codeOf(error) === 'ENOENT') throw new AppError('blob.not-found', { file }, { cause: error });
        if (codeOf(error) !== 'EXDEV') throw error;
        // Another file system: copied aside first, so that the last step is a rename again.
        await mkdir(incoming, { recursive: true, mode: 0o700 });
        const copy = path.join(incoming, `${ref}.${randomBytes(4).toString('hex')}`);
        await copyFile(file, copy);
        await syncFile(copy);
        await place(copy, to);
        await rm(file, { force: true });
      }
    },
    async open(tenant, ref) {
      const file = await open(blobPath(root, tenant, ref), 'r').catch((error: unknown) => {
        throw blobProblem(error, ref);
      });
      return openBlob(file, keyring, tenant, ref);
    },
    get: (tenant, ref, range) => getBlob(blobs, tenant, ref, range),
    async delete(tenant, ref) {
      await rm(blobPath(root, tenant, ref), { force: true });
    },
    async sweep() {
      let removed = 0;
      for (const name of await readdir(incoming).catch(() => [])) {
        const file = path.join(incoming, name);
        const { mtimeMs } = await stat(file);
        if (clock.now() - mtimeMs < UNFINISHED_MS) continue;
        await rm(file, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
  return blobs;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once its folder is; Windows cannot sync a folder and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await syncFile(folder);
}
