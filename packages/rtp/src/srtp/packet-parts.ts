// Where an SRTP packet's clear header ends (RFC 3711, section 3.1) and what an SRTCP packet carries behind (section 3.4).
import { TAG_BYTES } from './keys.ts';

/** E flag with index, and the tag. */
export const SRTCP_TRAILER_BYTES = 4 + TAG_BYTES;

/** Where the payload begins: behind CSRCs and extension, which stay readable. Beyond `length` where the packet is malformed. */
export function payloadOffset(packet: Uint8Array, length: number): number {
  const first = packet[0]!;
  const offset = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) === 0) return offset;
  return offset + 4 > length ? length + 1 : offset + 4 + ((packet[offset + 2]! << 8) | packet[offset + 3]!) * 4;
}
