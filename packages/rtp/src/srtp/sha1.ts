// The compression function of SHA-1 (FIPS 180-4, section 6.1.2) and nothing else: what HMAC is made of, without an object a message. Why our own: ADR 47.

export const SHA1_WORDS = 5;
export const SHA1_BLOCK_BYTES = 64;
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/** The message schedule. One for all: nothing waits in the middle of a block. */
const schedule = new Int32Array(80);

/** The state before the first block, into `state` from `at`. */
export function beginSha1(state: Int32Array, at: number): void {
  for (let i = 0; i < SHA1_WORDS; i++) state[at + i] = START[i]!;
}

/** Works the 64 bytes from `at` into `state`. */
export function compressBytes(state: Int32Array, bytes: Uint8Array, at: number): void {
  const w = schedule;
  for (let i = 0, from = at; i < 16; i++, from += 4)
    w[i] = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
  compress(state);
}

/** Works a message that ends with these five words, `bytes` long in all, into `state`: what the outer hash of HMAC consists of. */
export function compressDigest(state: Int32Array, digest: Int32Array, bytes: number): void {
  const w = schedule;
  for (let i = 0; i < SHA1_WORDS; i++) w[i] = digest[i]!;
  w[SHA1_WORDS] = 0x80000000;
  for (let i = SHA1_WORDS + 1; i < 15; i++) w[i] = 0;
  w[15] = bytes * 8;
  compress(state);
}

function compress(state: Int32Array): void {
  const w = schedule;
  for (let i = 16; i < 80; i++) {
    const word = w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!;
    w[i] = (word << 1) | (word >>> 31);
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let i = 0;
  for (; i < 20; i++) {
    const next = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + w[i]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 40; i++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + w[i]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 60; i++) {
    const next = (((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + w[i]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (; i < 80; i++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0xca62c1d6 + w[i]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
  state[4] = (state[4]! + e) | 0;
}
