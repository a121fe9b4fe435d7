// The name of a blob, and the file it stands for: built from checked parts only, so that no name leads out of the folder.
import path from 'node:path';
import type { Id, TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../errors/types.ts';

/** A blob has an id of its own, or that of the recording it holds. */
export type BlobRef = Id<'blb'> | Id<'rec'>;

const REF = /^(blb|rec)_[0-9a-f-]{36}$/;
const TENANT = /^tnt_[0-9a-f-]{36}$/;

/** `<root>/<tenant>/<last two digits, which are random>/<ref>`: 256 folders a tenant. */
export function blobPath(root: string, tenant: TenantId, ref: BlobRef): string {
  if (!TENANT.test(tenant) || !REF.test(ref)) throw new AppError('blob.bad-name', { tenant, ref });
  return path.join(root, tenant, ref.slice(-2), ref);
}
