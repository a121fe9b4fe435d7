// AES-128 in counter mode over bytes where they lie (RFC 3711, section 4.1.1), by @noble/ciphers: keys are expanded once, node:crypto would do it anew each packet.
import { unsafe } from '@noble/ciphers/aes.js';

/** A key of 16 bytes as its 44 round words, in the order the library wants them. */
export const expandAesKey = (key: Uint8Array): Uint32Array => unsafe.expandKeyLE(key);

/** XORs `bytes` from `from` to `to` with the key stream that begins at `counter` (16 bytes, aligned to 4), which counts up meanwhile. */
export function xorKeyStream(key: Uint32Array, counter: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
  const part = bytes.subarray(from, to);
  if (part.byteOffset % 4 === 0) {
    unsafe.ctrCounter(key, counter, part, part);
    return;
  }
  // The library works by words of 32 bits: what is not aligned to them goes through a copy that is.
  const copy = new Uint8Array(part);
  part.set(unsafe.ctrCounter(key, counter, copy, copy));
}
