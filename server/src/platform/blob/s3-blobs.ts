// Blobs in an object store: sealed here, kept in a local outbox until they are there, so that a store that is away loses nothing.
import { mkdir } from 'node:fs/promises';
import type { Clock } from '../../kernel/time.ts';
import type { KeyRing } from '../crypto/types.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { createBlobs } from './blobs.ts';
import { getBlob, openBlob } from './opened.ts';
import { blobKey } from './place.ts';
import { s3Source } from './s3-source.ts';
import type { S3Store } from './s3-store.ts';
import type { Blobs } from './types.ts';
import { startUploader, type Uploader } from './uploader.ts';

export type S3BlobsOptions = {
  store: S3Store;
  /** See `S3Place`. */
  prefix: string;
  /** Local folder, on the disk of TANDEM_DATA: what is accepted stands there until the store has it. */
  outbox: string;
  keyring: KeyRing;
  clock: Clock;
  log: Log;
  firstPauseMs?: number;
};

export type S3Blobs = Blobs & Pick<Uploader, 'waiting' | 'stop'>;

export async function createS3Blobs(options: S3BlobsOptions): Promise<S3Blobs> {
  const { store, prefix, outbox, keyring, clock, log } = options;
  await mkdir(outbox, { recursive: true, mode: 0o700 });
  const local = createBlobs({ root: outbox, keyring, clock });
  const { firstPauseMs } = options;
  const uploader = startUploader({ outbox, prefix, store, log, now: clock.now, ...(firstPauseMs === undefined ? {} : { firstPauseMs }) });
  const missing = (error: unknown): boolean => error instanceof AppError && error.code === 'blob.not-found';

  const blobs: S3Blobs = {
    async put(tenant, content, contentType) {
      const stored = await local.put(tenant, content, contentType);
      uploader.poke();
      return stored;
    },
    async adopt(tenant, file, ref) {
      try {
        await local.adopt(tenant, file, ref);
      } catch (error) {
        if (!missing(error)) throw error;
        // Adopted before a crash, and sent since.
        await store.size(blobKey(prefix, tenant, ref));
        return;
      }
      uploader.poke();
    },
    async open(tenant, ref) {
      try {
        return await local.open(tenant, ref);
      } catch (error) {
        if (!missing(error)) throw error;
        return openBlob(s3Source(store, blobKey(prefix, tenant, ref)), keyring, tenant, ref);
      }
    },
    get: (tenant, ref, range) => getBlob(blobs, tenant, ref, range),
    async delete(tenant, ref) {
      // Here first: what is being sent right now is taken back by the uploader when it finds the file gone.
      await local.delete(tenant, ref);
      await store.delete(blobKey(prefix, tenant, ref));
    },
    sweep: () => local.sweep(),
    waiting: () => uploader.waiting(),
    stop: async () => {
      await uploader.stop();
      store.close();
    },
  };
  return blobs;
}
