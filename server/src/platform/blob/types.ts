// What modules see of kept files: put, adopted, opened by range, deleted; where the bytes are is nobody's business.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { BlobRef } from './place.ts';

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
