// AES-256-GCM with the key's version and the nonce in the sealed text, bound to its purpose and owner.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../errors/types.ts';

export const KEY_BYTES = 32;
/** NIST SP 800-38D, section 8.2: 96-bit nonce, here random (8.2.2): good for 2^32 messages a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed value is for, and whose it is: a value moved to another row or use does not open. */
export type Binding = readonly [purpose: string, ...owner: string[]];

/** nonce | ciphertext | tag */
export function sealBytes(key: Uint8Array, plain: Uint8Array, binding: Binding): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additional(binding));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws AppError `crypto.open-failed` where the key, the binding or a byte is another one. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, binding: Binding): Uint8Array {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new AppError('crypto.open-failed', { purpose: binding[0], reason: 'too short' });
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(additional(binding));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new AppError('crypto.open-failed', { purpose: binding[0] }, { cause: error });
  }
}

/** `<kind>:v1:<key>:<base64url>` */
export function formatSealed(kind: string, key: string, sealed: Uint8Array): string {
  return `${kind}:v1:${key}:${Buffer.from(sealed).toString('base64url')}`;
}

/** Throws AppError `crypto.open-failed` where the text is not of this kind. */
export function parseSealed(kind: string, text: string): { key: string; sealed: Uint8Array } {
  const match = /^([a-z-]+):v1:([^:]+):([A-Za-z0-9_-]+)$/.exec(text);
  if (!match || match[1] !== kind) throw new AppError('crypto.open-failed', { purpose: kind, reason: 'not a sealed text of this kind' });
  return { key: match[2]!, sealed: Buffer.from(match[3]!, 'base64url') };
}

/** Each part with its length, so that no two bindings give the same bytes. */
function additional(binding: Binding): Buffer {
  return Buffer.from(binding.map((part) => `${Buffer.byteLength(part)}:${part}`).join(','));
}
