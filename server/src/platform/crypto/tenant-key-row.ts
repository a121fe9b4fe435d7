// One row of tenant_key: a tenant's key, wrapped by the master key whose id stands in the text.
import { AppError } from '../errors/types.ts';
import { formatSealed, openBytes, parseSealed, sealBytes } from './envelope.ts';
import type { MasterKey, MasterKeys } from './master.ts';

export type TenantKeyRow = { tenant: string; version: number; wrapped: string; created_at: number };

/** Advisory lock: shared by those who wrap a new tenant key, exclusive for the last step of a master rotation. `tdkey` in ASCII. */
export const MASTER_ROTATION = 0x74646b6579;

/** `tenant-key:v1:<master key id>:<base64url>` */
export function wrapTenantKey(master: MasterKey, tenant: string, version: number, key: Uint8Array): string {
  return formatSealed('tenant-key', master.id, sealBytes(master.key, key, ['tenant-key', tenant, String(version)]));
}

/** Throws AppError `master-key.mismatch` where the key that wrapped it is not known, and `crypto.open-failed`. */
export async function unwrapTenantKey(masters: MasterKeys, { tenant, version, wrapped }: TenantKeyRow): Promise<Uint8Array> {
  const { key: id, sealed } = parseSealed('tenant-key', wrapped);
  const master = await masters.find(id);
  if (!master) throw new AppError('master-key.mismatch', { tenant, needed: id, given: masters.current().id });
  return openBytes(master.key, sealed, ['tenant-key', tenant, String(version)]);
}

export function masterIdOf(wrapped: string): string {
  return parseSealed('tenant-key', wrapped).key;
}
