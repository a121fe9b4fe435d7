// HMAC-SHA1 (RFC 2104) by @noble/hashes, the key worked in once: what authenticates SRTP (RFC 3711, section 4.2.1) and STUN (RFC 8489, 14.5).
import { equalBytes } from '@noble/ciphers/utils.js';
import { hmac, type _HMAC } from '@noble/hashes/hmac.js';
import { sha1, type _SHA1 } from '@noble/hashes/legacy.js';

/** The state of both hashes behind the padded key. */
export type HmacKey = _HMAC<_SHA1>;

export const hmacSha1Key = (key: Uint8Array): HmacKey => hmac.create(sha1, key);

/** Where a key's state is copied to for one code: a state of its own each time would cost half as much as the code. */
const running = hmacSha1Key(new Uint8Array(0));
const digest = new Uint8Array(20);

/** The 20 bytes of the code over `bytes` from `from` to `to`: valid until the next call. */
export function hmacSha1(key: HmacKey, bytes: Uint8Array, from: number, to: number): Uint8Array {
  key._cloneInto(running).update(bytes.subarray(from, to)).digestInto(digest);
  return digest;
}

/** Whether the first `length` bytes of the code stand at `at`, in a time that does not tell where they differ. */
export function isHmacSha1(code: Uint8Array, bytes: Uint8Array, at: number, length: number): boolean {
  return equalBytes(code.subarray(0, length), bytes.subarray(at, at + length));
}
