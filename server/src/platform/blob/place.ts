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
  return path.join(root, ...partsOf(tenant, ref));
}

/** The object's name in a bucket, built like the path in a folder. */
export function blobKey(prefix: string, tenant: TenantId, ref: BlobRef): string {
  return prefix + partsOf(tenant, ref).join('/');
}

/** The blob that a path or key below its root stands for; null where it stands for none. */
export function blobOf(place: string): { tenant: TenantId; ref: BlobRef } | null {
  const [tenant = '', , ref = '', ...more] = place.split(/[/\\]/);
  return TENANT.test(tenant) && REF.test(ref) && more.length === 0 ? { tenant: tenant as TenantId, ref: ref as BlobRef } : null;
}

function partsOf(tenant: TenantId, ref: BlobRef): string[] {
  if (!TENANT.test(tenant) || !REF.test(ref)) throw new AppError('blob.bad-name', { tenant, ref });
  return [tenant, ref.slice(-2), ref];
}
