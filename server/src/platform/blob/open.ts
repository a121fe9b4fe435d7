// The blob store that TANDEM_BLOBS names: a folder, or a bucket with its outbox in the data folder.
import path from 'node:path';
import type { Clock } from '../../kernel/time.ts';
import type { Config } from '../config/config.ts';
import type { KeyRing } from '../crypto/types.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { createBlobs } from './blobs.ts';
import { createS3Blobs } from './s3-blobs.ts';
import { mayPass } from './s3-problems.ts';
import { openS3, type S3Store } from './s3-store.ts';
import type { Blobs } from './types.ts';

export type OpenedBlobs = {
  blobs: Blobs;
  /** Null where nothing ever waits: a folder. */ waiting: (() => number) | null;
  stop: () => Promise<void>;
};

/** What waits for the bucket. */
export const outboxOf = (config: Pick<Config, 'paths'>): string => path.join(config.paths.data, 'blobs-outbox');

/**
 * Throws AppError `blob.s3-refused`, `blob.s3-no-credentials`, `blob.s3-no-bucket` or `blob.s3-clock` where the bucket cannot be used; one
 * that is away for now is waited for: calls and recordings do not depend on it.
 */
export async function openBlobs(parts: { config: Config; keyring: KeyRing; clock: Clock; log: Log }): Promise<OpenedBlobs> {
  const { config, keyring, clock, log } = parts;
  if (config.blobs.kind === 'file')
    return { blobs: createBlobs({ root: config.blobs.path, keyring, clock }), waiting: null, stop: () => Promise.resolve() };
  const store = await openS3(config.blobs);
  await checkStore(store, log);
  const blobs = await createS3Blobs({ store, prefix: config.blobs.prefix, outbox: outboxOf(config), keyring, clock, log });
  return { blobs, waiting: () => blobs.waiting().files, stop: () => blobs.stop() };
}

async function checkStore(store: S3Store, log: Log): Promise<void> {
  try {
    await store.check();
  } catch (error) {
    if (!(error instanceof AppError && mayPass(error))) throw error;
    log.warn('the object store is away: recordings wait on this disk', { ...error.detail });
  }
}
