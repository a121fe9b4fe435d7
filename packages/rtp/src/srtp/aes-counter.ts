// AES-128 in counter mode over bytes where they lie (FIPS 197; RFC 3711, section 4.1.1), written out for short packets: one table of 1 kB and no allocation. Why our own: ADR 47.

const ROUNDS = 10;

/** By byte: its S-box value s as 2s, s, s, 3s (FIPS 197, 5.1.1 to 5.1.3 in one step). The other rows are rotations of it: four tables would be four times as much to fetch into a cold cache. */
const TABLE = makeTable();

/** A key of 16 bytes as its 44 round words (FIPS 197, 5.2). */
export function expandAesKey(key: Uint8Array): Int32Array {
  const words = new Int32Array(4 * (ROUNDS + 1));
  for (let i = 0; i < 4; i++) words[i] = wordAt(key, 4 * i);
  for (let i = 4, constant = 1; i < words.length; i++) {
    let word = words[i - 1]!;
    if (i % 4 === 0) {
      word = substitute((word << 8) | (word >>> 24)) ^ (constant << 24);
      constant = double(constant);
    }
    words[i] = words[i - 4]! ^ word;
  }
  return words;
}

/** XORs `bytes` from `from` to `to` with the key stream that begins at `counter` (16 bytes, which stay as they are). */
export function xorKeyStream(key: Int32Array, counter: Uint8Array, bytes: Uint8Array, from: number, to: number): void {
  let [c0, c1, c2, c3] = [wordAt(counter, 0), wordAt(counter, 4), wordAt(counter, 8), wordAt(counter, 12)];
  for (let at = from; at < to; at += 16) {
    let a = c0 ^ key[0]!;
    let b = c1 ^ key[1]!;
    let c = c2 ^ key[2]!;
    let d = c3 ^ key[3]!;
    for (let k = 4; k < 4 * ROUNDS; k += 4) {
      const e = column(a, b, c, d) ^ key[k]!;
      const f = column(b, c, d, a) ^ key[k + 1]!;
      const g = column(c, d, a, b) ^ key[k + 2]!;
      d = column(d, a, b, c) ^ key[k + 3]!;
      a = e;
      b = f;
      c = g;
    }
    const e = lastColumn(a, b, c, d) ^ key[40]!;
    const f = lastColumn(b, c, d, a) ^ key[41]!;
    const g = lastColumn(c, d, a, b) ^ key[42]!;
    const h = lastColumn(d, a, b, c) ^ key[43]!;
    if (at + 16 <= to) {
      xorWord(bytes, at, e);
      xorWord(bytes, at + 4, f);
      xorWord(bytes, at + 8, g);
      xorWord(bytes, at + 12, h);
    } else for (let i = at; i < to; i++) bytes[i] = bytes[i]! ^ byteOf(e, f, g, h, i - at);
    c3 = (c3 + 1) | 0;
    if (c3 === 0 && (c2 = (c2 + 1) | 0) === 0 && (c1 = (c1 + 1) | 0) === 0) c0 = (c0 + 1) | 0;
  }
}

/** SubBytes, ShiftRows and MixColumns of one column. */
function column(a: number, b: number, c: number, d: number): number {
  const x = TABLE[a >>> 24]!;
  const y = TABLE[(b >>> 16) & 0xff]!;
  const z = TABLE[(c >>> 8) & 0xff]!;
  const w = TABLE[d & 0xff]!;
  return x ^ ((y >>> 8) | (y << 24)) ^ ((z >>> 16) | (z << 16)) ^ ((w >>> 24) | (w << 8));
}

/** The last round mixes no columns. */
function lastColumn(a: number, b: number, c: number, d: number): number {
  const x = TABLE[a >>> 24]! & 0xff00;
  const y = TABLE[(b >>> 16) & 0xff]! & 0xff00;
  const z = TABLE[(c >>> 8) & 0xff]! & 0xff00;
  const w = TABLE[d & 0xff]! & 0xff00;
  return (x << 16) | (y << 8) | z | (w >>> 8);
}

function substitute(word: number): number {
  return lastColumn(word, word, word, word);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function xorWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = bytes[at]! ^ (word >>> 24);
  bytes[at + 1] = bytes[at + 1]! ^ (word >>> 16);
  bytes[at + 2] = bytes[at + 2]! ^ (word >>> 8);
  bytes[at + 3] = bytes[at + 3]! ^ word;
}

function byteOf(e: number, f: number, g: number, h: number, at: number): number {
  const word = at < 4 ? e : at < 8 ? f : at < 12 ? g : h;
  return (word >>> (24 - 8 * (at & 3))) & 0xff;
}

/** Times x in GF(2^8) (FIPS 197, 4.2.1). */
function double(value: number): number {
  return ((value << 1) ^ ((value & 0x80) !== 0 ? 0x11b : 0)) & 0xff;
}

function makeTable(): Int32Array {
  const table = new Int32Array(256);
  // `power` runs through all of the field but zero by its generator 3, `inverse` through their inverses by its inverse 0xf6.
  let [power, inverse] = [1, 1];
  do {
    power ^= double(power);
    inverse ^= inverse << 1;
    inverse ^= inverse << 2;
    inverse ^= inverse << 4;
    inverse &= 0xff;
    if ((inverse & 0x80) !== 0) inverse ^= 0x09;
    table[power] = entryOf(inverse);
  } while (power !== 1);
  table[0] = entryOf(0);
  return table;
}

/** Of an inverse: the affine transformation (FIPS 197, 5.1.1), and what MixColumns makes of it. */
function entryOf(inverse: number): number {
  const spread = inverse ^ (inverse << 1) ^ (inverse << 2) ^ (inverse << 3) ^ (inverse << 4);
  const s = ((spread ^ (spread >>> 8)) & 0xff) ^ 0x63;
  const twice = double(s);
  return (twice << 24) | (s << 16) | (s << 8) | (twice ^ s);
}
