// What an Opus packet says of itself before it is decoded: how long it is, and whether it holds a copy of what came before (RFC 6716, section 3).

/** Of 2.5 ms, so that all are whole: by configuration (table 2). */
function frameUnits(config: number): number {
  if (config < 12) return [4, 8, 16, 24][config & 3]!; // SILK: 10, 20, 40, 60 ms
  if (config < 16) return [4, 8][config & 1]!; // hybrid: 10, 20 ms
  return 1 << (config & 3); // CELT: 2.5, 5, 10, 20 ms
}
/** 120 ms: requirement R5. */
const MOST_UNITS = 48;
const UNIT_SAMPLES = 20; // 2.5 ms at 8 kHz

/** How long a packet lasts, in samples at 8 kHz; 0 where it is none. Not everything that has a length can be decoded. */
export function opusSamples(packet: Uint8Array, offset: number, length: number): number {
  if (length < 1) return 0;
  const first = packet[offset]!;
  const code = first & 3;
  if (code === 3 && length < 2) return 0;
  const frames = code === 0 ? 1 : code === 3 ? packet[offset + 1]! & 0x3f : 2;
  const units = frames * frameUnits(first >> 3);
  return units > MOST_UNITS ? 0 : units * UNIT_SAMPLES;
}

/**
 * Whether a packet holds the frame before its own once more, coarser (LBRR, section 4.2.4). Of packets of one frame of up to 20 ms, which is what
 * everybody sends with it: there it is the second bit of the first byte, after that of voice activity (section 4.2.3).
 */
export function hasCopy(packet: Uint8Array, offset: number, length: number): boolean {
  const first = packet[offset] ?? 0;
  const [config, code, stereo] = [first >> 3, first & 3, (first & 4) !== 0];
  if (length < 2 || code !== 0 || config >= 16 || (config < 12 && (config & 3) > 1)) return false;
  const flags = packet[offset + 1]!;
  return (flags & 0x40) !== 0 || (stereo && (flags & 0x10) !== 0);
}
