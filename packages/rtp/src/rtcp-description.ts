// The RTCP source description (RFC 3550, section 6.5): of its items only CNAME, which every compound packet must carry.
import { readUint32, writeUint32 } from './packet.ts';

export const SDES = 202;
const CNAME = 1;

export type SourceDescription = { kind: 'description'; ssrc: number; cname: string };

/** One source and its canonical name, in ASCII, at most 255 characters. */
export function buildDescription(ssrc: number, cname: string): Uint8Array {
  // Header, SSRC, item type and length, text, and at least one zero to end the items, up to the next 32-bit boundary.
  const bytes = new Uint8Array(Math.ceil((8 + 2 + cname.length + 1) / 4) * 4);
  bytes[0] = 0x81;
  bytes[1] = SDES;
  bytes[2] = (bytes.length / 4 - 1) >>> 8;
  bytes[3] = bytes.length / 4 - 1;
  writeUint32(bytes, 4, ssrc);
  bytes[8] = CNAME;
  bytes[9] = cname.length;
  for (let i = 0; i < cname.length; i++) bytes[10 + i] = cname.charCodeAt(i) & 0x7f;
  return bytes;
}

/** The first chunk's CNAME, '' where it has none; null where malformed. `bytes` is the whole packet, header included. */
export function readDescription(bytes: Uint8Array, chunks: number): SourceDescription | null {
  if (chunks === 0) return { kind: 'description', ssrc: 0, cname: '' };
  if (bytes.length < 8) return null;
  let cname = '';
  for (let at = 8; at < bytes.length && bytes[at] !== 0;) {
    const length = bytes[at + 1];
    if (length === undefined || at + 2 + length > bytes.length) return null;
    if (bytes[at] === CNAME) cname = String.fromCharCode(...bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { kind: 'description', ssrc: readUint32(bytes, 4), cname };
}
