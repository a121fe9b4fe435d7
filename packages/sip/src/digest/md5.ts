// MD5 (RFC 1321), which SIP digest still needs: small, pure, text in and lower-case hex out. Not for anything that must resist collisions.
import { encodeText } from '../message/serialise.ts';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32));
/** Which word of the block a step takes, and by how much it rotates (RFC 1321, 3.4). */
const WORDS = Uint8Array.from({ length: 64 }, (_, step) => [step, 5 * step + 1, 3 * step + 5, 7 * step][step >> 4]! % 16);
const ROTATIONS = Uint8Array.from({ length: 64 }, (_, step) => SHIFTS[(step >> 4) * 4 + (step % 4)]!);

function padded(bytes: Uint8Array): Int32Array {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const words = new Int32Array(blocks * 16);
  for (let at = 0; at < bytes.length; at += 1) words[at >> 2]! |= bytes[at]! << ((at % 4) * 8);
  words[bytes.length >> 2]! |= 0x80 << ((bytes.length % 4) * 8);
  words[blocks * 16 - 2] = bytes.length * 8;
  words[blocks * 16 - 1] = Math.floor(bytes.length / 2 ** 29);
  return words;
}

function mix(step: number, b: number, c: number, d: number): number {
  if (step < 16) return (b & c) | (~b & d);
  if (step < 32) return (b & d) | (c & ~d);
  return step < 48 ? b ^ c ^ d : c ^ (b | ~d);
}

const hexWord = (word: number): string => {
  let text = '';
  for (let shift = 0; shift < 32; shift += 8) text += ((word >>> shift) & 255).toString(16).padStart(2, '0');
  return text;
};

export function md5Bytes(bytes: Uint8Array): string {
  const words = padded(bytes);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let step = 0; step < 64; step += 1) {
      const sum = (a + mix(step, b, c, d) + SINES[step]! + words[block + WORDS[step]!]!) | 0;
      const turn = ROTATIONS[step]!;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
    }
    a0 = (a0 + a) | 0;
    b0 = (b0 + b) | 0;
    c0 = (c0 + c) | 0;
    d0 = (d0 + d) | 0;
  }
  return hexWord(a0) + hexWord(b0) + hexWord(c0) + hexWord(d0);
}

export const md5 = (text: string): string => md5Bytes(encodeText(text));

/** What a password store keeps (RFC 7616, 3.4.2): H(user:realm:password). */
export const ha1 = (user: string, realm: string, password: string): string => md5(`${user}:${realm}:${password}`);
