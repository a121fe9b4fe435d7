// The RTP fixed header (RFC 3550, section 5.1) read into a reused object and written in place, so that a packet costs no allocation.

export const RTP_HEADER_BYTES = 12;

export type RtpHeader = {
  marker: boolean;
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** Where the payload lies in the packet, without CSRCs, extension and padding. */
  payloadOffset: number;
  payloadLength: number;
};

export function createRtpHeader(): RtpHeader {
  return { marker: false, payloadType: 0, sequence: 0, timestamp: 0, ssrc: 0, payloadOffset: 0, payloadLength: 0 };
}

/** RTCP sent to the RTP port (RFC 5761, section 4): packet types 192-223, which RTP payload types must not look like. */
export function isRtcp(packet: Uint8Array): boolean {
  const type = packet[1] ?? 0;
  return packet.length >= 8 && packet[0]! >> 6 === 2 && type >= 192 && type <= 223;
}

/** Reads the first `length` bytes of `packet` into `header`; false (and `header` undefined in content) where they are not a valid RTP packet. */
export function parseRtp(packet: Uint8Array, header: RtpHeader, length = packet.length): boolean {
  if (length < RTP_HEADER_BYTES) return false;
  const first = packet[0]!;
  const second = packet[1]!;
  if (first >> 6 !== 2 || isRtcp(packet)) return false;
  let offset = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    // Header extension, section 5.3.1: its length is counted in 32-bit words after the first word.
    if (offset + 4 > length) return false;
    offset += 4 + ((packet[offset + 2]! << 8) | packet[offset + 3]!) * 4;
  }
  let end = length;
  if ((first & 0x20) !== 0) {
    const padding = packet[length - 1]!;
    if (padding === 0) return false;
    end -= padding;
  }
  if (offset > end) return false;
  header.marker = (second & 0x80) !== 0;
  header.payloadType = second & 0x7f;
  header.sequence = (packet[2]! << 8) | packet[3]!;
  header.timestamp = readUint32(packet, 4);
  header.ssrc = readUint32(packet, 8);
  header.payloadOffset = offset;
  header.payloadLength = end - offset;
  return true;
}

/** Writes the twelve header bytes to the start of `target` (at least 12 bytes). */
export function writeRtpHeader(
  target: Uint8Array,
  marker: boolean,
  payloadType: number,
  sequence: number,
  timestamp: number,
  ssrc: number,
): void {
  target[0] = 0x80;
  target[1] = (marker ? 0x80 : 0) | (payloadType & 0x7f);
  target[2] = sequence >>> 8;
  target[3] = sequence;
  writeUint32(target, 4, timestamp);
  writeUint32(target, 8, ssrc);
}

export function readUint32(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!) >>> 0;
}

export function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}
