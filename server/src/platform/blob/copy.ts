// All blobs from one place to another, sealed as they are: what is there already is passed over, so that it can be cut off and run again.
import { mkdir, readdir, rename, rm, stat, open as openFile } from 'node:fs/promises';
import path from 'node:path';
import type { BlobPlace } from '../config/parse.ts';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import { blobKey, blobOf, blobPath, type BlobRef } from './place.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { openS3 } from './s3-store.ts';

type Entry = { tenant: TenantId; ref: BlobRef; bytes: number };
/** A place as the copy needs it: sealed bytes by blob. */
type End = {
  list(): AsyncGenerator<Entry>;
  size(entry: Entry): Promise<number | null>;
  /** A local file with the sealed bytes; `done` removes it where it was made for the copy. */
  fetch(entry: Entry): Promise<{ file: string; done: () => Promise<void> }>;
  store(entry: Entry, file: string): Promise<void>;
  close(): void;
};

export type CopyResult = { copied: number; there: number; bytes: number };

const BLOCK = 8 * 1024 * 1024;

/** `scratch`: a folder for what passes from bucket to bucket. Nothing is removed from `from`. Throws as the stores do. */
export async function copyBlobs(from: BlobPlace, to: BlobPlace, scratch: string, told: (result: CopyResult) => void): Promise<CopyResult> {
  const [source, target] = [await endOf(from, scratch), await endOf(to, scratch)];
  const result = { copied: 0, there: 0, bytes: 0 };
  try {
    for await (const entry of source.list()) {
      if ((await target.size(entry)) === entry.bytes) result.there += 1;
      else {
        const { file, done } = await source.fetch(entry);
        try {
          await target.store(entry, file);
        } finally {
          await done();
        }
        result.copied += 1;
        result.bytes += entry.bytes;
      }
      if ((result.copied + result.there) % 100 === 0) told({ ...result });
    }
    return result;
  } finally {
    source.close();
    target.close();
  }
}

async function endOf(place: BlobPlace, scratch: string): Promise<End> {
  return place.kind === 'file' ? folderEnd(place.path) : bucketEnd(place, scratch);
}

function folderEnd(root: string): End {
  const fileOf = ({ tenant, ref }: Entry): string => blobPath(root, tenant, ref);
  return {
    async *list() {
      for (const found of await readdir(root, { recursive: true, withFileTypes: true })) {
        const file = path.join(found.parentPath, found.name);
        const blob = found.isFile() ? blobOf(path.relative(root, file)) : null;
        if (blob) yield { ...blob, bytes: (await stat(file)).size };
      }
    },
    size: (entry) =>
      stat(fileOf(entry)).then(
        ({ size }) => size,
        (error: unknown) => {
          if (codeOf(error) === 'ENOENT') return null;
          throw error;
        },
      ),
    fetch: (entry) => Promise.resolve({ file: fileOf(entry), done: () => Promise.resolve() }),
    async store(entry, file) {
      const to = fileOf(entry);
      await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
      const bytes = await openFile(file, 'r');
      // Under another name until it is whole and on the disk.
      const fresh = await openFile(`${to}.new`, 'w', 0o600);
      try {
        for await (const part of bytes.createReadStream({ autoClose: false })) await fresh.appendFile(part as Buffer);
        await fresh.sync();
      } finally {
        await Promise.all([bytes.close(), fresh.close()]);
      }
      await rename(`${to}.new`, to);
    },
    close: () => undefined,
  };
}

async function bucketEnd(place: Extract<BlobPlace, { kind: 's3' }>, scratch: string): Promise<End> {
  const store = await openS3(place);
  await store.check();
  const keyOf = ({ tenant, ref }: Entry): string => blobKey(place.prefix, tenant, ref);
  return {
    async *list() {
      for await (const { key, bytes } of store.list(place.prefix)) {
        const blob = blobOf(key.slice(place.prefix.length));
        if (blob) yield { ...blob, bytes };
      }
    },
    size: (entry) =>
      store.size(keyOf(entry)).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'blob.not-found') return null;
        throw error;
      }),
    async fetch(entry) {
      await mkdir(scratch, { recursive: true, mode: 0o700 });
      const file = path.join(scratch, `${entry.ref}.copy`);
      const handle = await openFile(file, 'w', 0o600);
      try {
        for (let at = 0; at < entry.bytes; at += BLOCK) await handle.appendFile((await store.read(keyOf(entry), at, at + BLOCK)).bytes);
      } finally {
        await handle.close();
      }
      return { file, done: () => rm(file, { force: true }) };
    },
    store: (entry, file) => store.upload(keyOf(entry), file),
    close: () => store.close(),
  };
}
