// A part of a recording's WAV file without making the whole: which samples stand in it, and the bytes put together.

/** RIFF, fmt of PCM and the head of data: 12 + 24 + 8 bytes. */
const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/** Of the file that holds so many samples; an odd last one has no partner in the other channel and is left out. */
export function wavSize(samples: number): number {
  return HEADER_BYTES + (samples & ~1) * SAMPLE_BYTES;
}

/** Samples from (inclusive) to (exclusive) that bytes `first` to `last` of the file show; whole pairs of channels. */
export function samplesOf(first: number, last: number, total: number): readonly [from: number, to: number] {
  const pair = (byte: number): number => Math.floor(Math.max(0, byte - HEADER_BYTES) / (2 * SAMPLE_BYTES)) * 2;
  if (last < HEADER_BYTES) return [0, 0];
  return [pair(first), Math.min(total & ~1, pair(last) + 2)];
}

/** Bytes `first` to `last` of the file, from its header and a WAV of the samples that begin at `from`. */
export function wavPart(first: number, last: number, from: number, header: Uint8Array, wav: Uint8Array): Uint8Array {
  const out = new Uint8Array(last - first + 1);
  if (first < HEADER_BYTES) out.set(header.subarray(first, Math.min(HEADER_BYTES, last + 1)));
  if (last < HEADER_BYTES) return out;
  const body = wav.subarray(HEADER_BYTES);
  const bodyAt = HEADER_BYTES + from * SAMPLE_BYTES;
  const start = Math.max(first, HEADER_BYTES);
  out.set(body.subarray(start - bodyAt, last + 1 - bodyAt), start - first);
  return out;
}
