// How large a ZIP becomes when it is unpacked, found out by unpacking it: a file of 2 MB can hold gigabytes, and its own word is worth nothing.
import { inflateRawSync } from 'node:zlib';

/** APPNOTE.TXT 6.3.10, sections 4.3.12 and 4.3.16. */
const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const DEFLATED = 8;

/** Bytes of all entries together; more than `most` is told as `most + 1`, unpacked no further. Throws where it is no ZIP. */
export function unpackedBytes(zip: Buffer, most: number): number {
  let end = zip.length - END_LENGTH;
  while (end >= 0 && end >= zip.length - END_LENGTH - LONGEST_COMMENT && zip.readUInt32LE(end) !== END) end--;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let i = 0; i < count && total <= most; i++) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('not an entry of a ZIP');
    const [method, packed, told, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
      zip.readUInt32LE(at + 42),
    ];
    // What the reader would make room for.
    if (told > most) return most + 1;
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    total += Math.max(told, method === DEFLATED ? inflatedBytes(bytes, most - total) : bytes.length);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return Math.min(total, most + 1);
}

function inflatedBytes(bytes: Buffer, most: number): number {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return most + 1;
    throw error;
  }
}
