// A sealed file opened for reading by range, from wherever its bytes are: the data key is the one its header carries, wrapped.
import type { TenantId } from '@tandem/contract/ids.ts';
import { openSealedSource, SealedFileError, type SealedSource } from '../crypto/sealed-file.ts';
import type { KeyRing } from '../crypto/types.ts';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import type { BlobRef } from './place.ts';
import type { Blobs, OpenBlob } from './types.ts';

export async function openBlob(source: SealedSource, keyring: KeyRing, tenant: TenantId, ref: BlobRef): Promise<OpenBlob> {
  try {
    const reader = await openSealedSource(source, ref, (header) => keyring.unwrap(tenant, header.wrappedKey));
    return {
      contentType: reader.header.contentType,
      bytes: reader.plaintextBytes,
      whole: reader.whole,
      read: (from, to) =>
        reader.read(from, to).catch((error: unknown) => {
          throw blobProblem(error, ref);
        }),
      close: () => reader.close(),
    };
  } catch (error) {
    throw blobProblem(error, ref);
  }
}

export async function getBlob(blobs: Pick<Blobs, 'open'>, tenant: TenantId, ref: BlobRef, range?: readonly [number, number]) {
  const blob = await blobs.open(tenant, ref);
  try {
    const [from, to] = range ?? [0, blob.bytes];
    if (from < 0 || from > blob.bytes || to < from) throw new AppError('blob.bad-range', { ref, from, to, bytes: blob.bytes });
    return { contentType: blob.contentType, size: blob.bytes, bytes: await blob.read(from, to) };
  } finally {
    await blob.close();
  }
}

export function blobProblem(error: unknown, ref: BlobRef): unknown {
  if (codeOf(error) === 'ENOENT') return new AppError('blob.not-found', { ref }, { cause: error });
  const damaged =
    error instanceof SealedFileError || error instanceof TypeError || (error instanceof AppError && error.code === 'crypto.open-failed');
  return damaged ? new AppError('blob.damaged', { ref }, { cause: error }) : error;
}
