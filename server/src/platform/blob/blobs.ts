// Blobs in a local folder: each sealed under a key of its own, which its header carries wrapped by the tenant's key.
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/time.ts';
import { openSealed, sealFileWriter, SealedFileError } from '../crypto/sealed-file.ts';
import type { KeyRing } from '../crypto/types.ts';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import { blobPath, type BlobRef } from './place.ts';

export type StoredBlob = {
  ref: BlobRef;
  /** Of the content, before sealing. */ bytes: number;
  /** Hex, of the sealed file. */ sha256: string;
};
export type OpenBlob = {
  contentType: string;
  bytes: number;
  /** False where the file ends before its end mark: cut by a crash. */
  whole: boolean;
  /** `from` inclusive, `to` exclusive. */
  read(from: number, to: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

export type Blobs = {
  put(tenant: TenantId, content: Uint8Array | AsyncIterable<Uint8Array>, contentType: string): Promise<StoredBlob>;
  /** Takes over a file that is sealed already under a data key of this tenant. Idempotent: a second call for the same `ref` after a crash succeeds. */
  adopt(tenant: TenantId, file: string, ref: BlobRef): Promise<void>;
  /** Throws AppError `blob.not-found`, and `blob.damaged` where it is not what was stored. The caller closes it. */
  open(tenant: TenantId, ref: BlobRef): Promise<OpenBlob>;
  /** Bytes `range[0]` (inclusive) to `range[1]` (exclusive), all where left out. */
  get(tenant: TenantId, ref: BlobRef, range?: readonly [number, number]): Promise<{ contentType: string; size: number; bytes: Uint8Array }>;
  /** Of a blob that is gone already: nothing. */
  delete(tenant: TenantId, ref: BlobRef): Promise<void>;
  /** Removes what unfinished puts left behind. */
  sweep(): Promise<number>;
};

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
      const file = blobPath(root, tenant, ref);
      try {
        const wrapped = await wrappedKeyOf(file);
        const reader = await openSealed(file, await keyring.unwrap(tenant, wrapped));
        return {
          contentType: reader.header.contentType,
          bytes: reader.plaintextBytes,
          whole: reader.whole,
          read: (from, to) =>
            reader.read(from, to).catch((error: unknown) => {
              throw problem(error, ref);
            }),
          close: () => reader.close(),
        };
      } catch (error) {
        throw problem(error, ref);
      }
    },
    async get(tenant, ref, range) {
      const blob = await blobs.open(tenant, ref);
      try {
        const [from, to] = range ?? [0, blob.bytes];
        if (from < 0 || from > blob.bytes || to < from) throw new AppError('blob.bad-range', { ref, from, to, bytes: blob.bytes });
        return { contentType: blob.contentType, size: blob.bytes, bytes: await blob.read(from, to) };
      } finally {
        await blob.close();
      }
    },
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

/** The header is in clear (and authenticated with every chunk): 6 bytes of magic, two of length, JSON. */
async function wrappedKeyOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const lead = Buffer.alloc(8);
    await handle.read(lead, 0, 8, 0);
    const json = Buffer.alloc(lead.readUInt16BE(6));
    await handle.read(json, 0, json.length, 8);
    const header = JSON.parse(json.toString()) as { wrappedKey?: unknown };
    if (typeof header.wrappedKey !== 'string') throw new SyntaxError('no wrapped key');
    return header.wrappedKey;
  } finally {
    await handle.close();
  }
}

function problem(error: unknown, ref: BlobRef): unknown {
  if (codeOf(error) === 'ENOENT') return new AppError('blob.not-found', { ref }, { cause: error });
  const damaged =
    error instanceof SealedFileError || error instanceof SyntaxError || (error instanceof AppError && error.code === 'crypto.open-failed');
  return damaged ? new AppError('blob.damaged', { ref }, { cause: error }) : error;
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
