// HMAC-SHA1 (RFC 2104), the key worked in once: what authenticates SRTP (RFC 3711, section 4.2.1) and STUN (RFC 8489, 14.5).
import { beginSha1, compressBytes, compressDigest, SHA1_BLOCK_BYTES, SHA1_WORDS } from './sha1.ts';

/** The states of the inner and the outer hash behind the padded key. */
export type HmacKey = Int32Array;

const DIGEST_BYTES = 4 * SHA1_WORDS;

const state = new Int32Array(SHA1_WORDS);
const outer = new Int32Array(SHA1_WORDS);
const rest = new Uint8Array(SHA1_BLOCK_BYTES);
const digest = new Uint8Array(DIGEST_BYTES);

export function hmacSha1Key(key: Uint8Array): HmacKey {
  let short = key;
  if (key.length > SHA1_BLOCK_BYTES) {
    beginSha1(state, 0);
    absorb(key, 0, key.length, 0);
    short = bytesOf(state);
  }
  const states = new Int32Array(2 * SHA1_WORDS);
  const padded = new Uint8Array(SHA1_BLOCK_BYTES);
  for (const [at, pad] of [
    [0, 0x36],
    [SHA1_WORDS, 0x5c],
  ] as const) {
    for (let i = 0; i < SHA1_BLOCK_BYTES; i++) padded[i] = (short[i] ?? 0) ^ pad;
    beginSha1(state, 0);
    compressBytes(state, padded, 0);
    states.set(state, at);
  }
  return states;
}

/** The 20 bytes of the code over `bytes` from `from` to `to`: valid until the next call. */
export function hmacSha1(key: HmacKey, bytes: Uint8Array, from: number, to: number): Uint8Array {
  for (let i = 0; i < SHA1_WORDS; i++) {
    state[i] = key[i]!;
    outer[i] = key[SHA1_WORDS + i]!;
  }
  absorb(bytes, from, to, SHA1_BLOCK_BYTES);
  compressDigest(outer, state, SHA1_BLOCK_BYTES + DIGEST_BYTES);
  return bytesOf(outer);
}

/** Whether the first `length` bytes of the code stand at `at`, in a time that does not tell where they differ. */
export function isHmacSha1(code: Uint8Array, bytes: Uint8Array, at: number, length: number): boolean {
  let differs = at + length > bytes.length ? 1 : 0;
  for (let i = 0; i < length; i++) differs |= code[i]! ^ bytes[at + i]!;
  return differs === 0;
}

/** The rest of a message, padded (FIPS 180-4, section 5.1.1); `before`: the bytes that `state` has had already. */
function absorb(bytes: Uint8Array, from: number, to: number, before: number): void {
  let at = from;
  for (; at + SHA1_BLOCK_BYTES <= to; at += SHA1_BLOCK_BYTES) compressBytes(state, bytes, at);
  let filled = 0;
  for (; at < to; at++) rest[filled++] = bytes[at]!;
  rest[filled++] = 0x80;
  if (filled > SHA1_BLOCK_BYTES - 8) {
    while (filled < SHA1_BLOCK_BYTES) rest[filled++] = 0;
    compressBytes(state, rest, 0);
    filled = 0;
  }
  while (filled < SHA1_BLOCK_BYTES - 4) rest[filled++] = 0;
  // Whole bits below 2^32: half a gigabyte, where a datagram has 64 kB.
  const bits = (before + to - from) * 8;
  for (let i = 0; i < 4; i++) rest[filled + i] = bits >>> (24 - 8 * i);
  compressBytes(state, rest, 0);
}

function bytesOf(words: Int32Array): Uint8Array {
  for (let i = 0; i < SHA1_WORDS; i++) {
    const word = words[i]!;
    digest[4 * i] = word >>> 24;
    digest[4 * i + 1] = word >>> 16;
    digest[4 * i + 2] = word >>> 8;
    digest[4 * i + 3] = word;
  }
  return digest;
}
