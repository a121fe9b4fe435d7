// What modules use of the tenant's keys: data keys for files, and small sealed texts.
import { randomBytes } from 'node:crypto';
import { AppError } from '../errors/types.ts';
import { formatSealed, KEY_BYTES, openBytes, parseSealed, sealBytes } from './envelope.ts';
import type { TenantKeys } from './tenant-keys.ts';
import type { KeyRing } from './types.ts';

/** `data-key:v1:<tenant key version>:...` and `sealed:v1:<tenant key version>:...`. */
export function createKeyring(keys: TenantKeys): KeyRing {
  return {
    async dataKey(tenant) {
      const { version, key } = await keys.current(tenant);
      const plain = randomBytes(KEY_BYTES);
      return { plain, wrapped: formatSealed('data-key', String(version), sealBytes(key, plain, ['data-key', tenant])) };
    },
    async unwrap(tenant, wrapped) {
      const { key: version, sealed } = parseSealed('data-key', wrapped);
      const { key } = await keys.version(tenant, parseVersion(version));
      return openBytes(key, sealed, ['data-key', tenant]);
    },
    async sealText(tenant, text) {
      const { version, key } = await keys.current(tenant);
      return formatSealed('sealed', String(version), sealBytes(key, Buffer.from(text), ['text', tenant]));
    },
    async openText(tenant, text) {
      const { key: version, sealed } = parseSealed('sealed', text);
      const { key } = await keys.version(tenant, parseVersion(version));
      return Buffer.from(openBytes(key, sealed, ['text', tenant])).toString();
    },
  };
}

export function parseVersion(text: string): number {
  const version = Number(text);
  if (!Number.isInteger(version) || version < 1) throw new AppError('crypto.open-failed', { reason: 'no key version' });
  return version;
}
