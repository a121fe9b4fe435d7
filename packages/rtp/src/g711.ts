// G.711 mu-law and A-law by tables (ITU-T G.711; payload types 0 and 8 of RFC 3551), 16-bit linear on the other side.

export type G711 = 'PCMU' | 'PCMA';

/** One mu-law byte of a 16-bit sample: 14 significant bits, bias 33, eight segments of sixteen steps; bits are sent inverted. */
function muLawOf(sample: number): number {
  const magnitude = Math.min((sample < 0 ? ~sample >> 2 : sample >> 2) + 33, 0x1fff);
  const segment = 31 - Math.clz32(magnitude) - 5; // 0..7: the position of the leading one above the bias
  const step = (magnitude >> (segment + 1)) & 0x0f;
  return (~((segment << 4) | step) & 0x7f) | (sample < 0 ? 0 : 0x80);
}

function muLawLinear(byte: number): number {
  const bits = ~byte;
  const segment = (bits >> 4) & 7;
  const magnitude = ((((bits & 0x0f) << 1) + 33) << segment) - 33;
  return (byte & 0x80) !== 0 ? magnitude * 4 : -magnitude * 4;
}

/** One A-law byte: 13 significant bits, the two lowest segments share a step size; even bits are inverted (0x55). */
function aLawOf(sample: number): number {
  const magnitude = sample < 0 ? ~sample >> 4 : sample >> 4; // 0..2047
  const segment = magnitude < 16 ? 0 : 31 - Math.clz32(magnitude) - 3;
  const step = segment === 0 ? magnitude : (magnitude >> (segment - 1)) & 0x0f;
  return ((segment << 4) | step | (sample < 0 ? 0 : 0x80)) ^ 0x55;
}

function aLawLinear(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = bits & 0x0f;
  const magnitude = segment === 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
  return (bits & 0x80) !== 0 ? magnitude : -magnitude;
}

// Encoding tables are indexed by the top 14 (mu) and 12 (A) bits of the sample: 16 kB and 4 kB, which stay in the first cache.
const MU_ENCODE = Uint8Array.from({ length: 16_384 }, (_, index) => muLawOf((index << 18) >> 16));
const A_ENCODE = Uint8Array.from({ length: 4_096 }, (_, index) => aLawOf((index << 20) >> 16));
const MU_DECODE = Int16Array.from({ length: 256 }, (_, byte) => muLawLinear(byte));
const A_DECODE = Int16Array.from({ length: 256 }, (_, byte) => aLawLinear(byte));

export function muLawEncode(sample: number): number {
  return MU_ENCODE[(sample >> 2) & 0x3fff]!;
}

export function aLawEncode(sample: number): number {
  return A_ENCODE[(sample >> 4) & 0x0fff]!;
}

export function muLawDecode(byte: number): number {
  return MU_DECODE[byte]!;
}

export function aLawDecode(byte: number): number {
  return A_DECODE[byte]!;
}

/** 256 samples by byte. */
export function decodeTable(codec: G711): Int16Array {
  return codec === 'PCMU' ? MU_DECODE : A_DECODE;
}

/** What a silent sample is sent as. */
export function audioSilenceByte(codec: G711): number {
  return codec === 'PCMU' ? 0xff : 0xd5;
}

/** Encodes all of `samples` into `target` from `offset`. */
export function encodeAudio(codec: G711, samples: Int16Array, target: Uint8Array, offset: number): void {
  // A loop each: with the table known the compiler leaves its bounds unchecked.
  if (codec === 'PCMU') for (let i = 0; i < samples.length; i++) target[offset + i] = MU_ENCODE[(samples[i]! >> 2) & 0x3fff]!;
  else for (let i = 0; i < samples.length; i++) target[offset + i] = A_ENCODE[(samples[i]! >> 4) & 0x0fff]!;
}
