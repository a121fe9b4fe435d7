// The one question that tells our outside address: a STUN binding request and the answer to it (RFC 8489, sections 5, 14.1, 14.2).

const COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAPPED = 0x0001;
const XOR_MAPPED = 0x0020;
const HEADER = 20;

/** `transaction`: 12 bytes of chance. */
export function stunQuestion(transaction: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, BINDING_REQUEST);
  view.setUint32(4, COOKIE);
  bytes.set(transaction.subarray(0, 12), 8);
  return bytes;
}

/** The IPv4 address and port that the server saw; null where this is no answer to the question, or tells none. */
export function stunAnswer(bytes: Uint8Array, transaction: Uint8Array): { ip: string; port: number } | null {
  if (bytes.length < HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== BINDING_SUCCESS || view.getUint32(4) !== COOKIE) return null;
  if (!transaction.subarray(0, 12).every((byte, n) => byte === bytes[8 + n])) return null;
  let plain: { ip: string; port: number } | null = null;
  for (let at = HEADER; at + 4 <= bytes.length;) {
    const type = view.getUint16(at);
    const length = view.getUint16(at + 2);
    const value = at + 4;
    if (value + length > bytes.length) return plain;
    // Family 1 is IPv4.
    if ((type === XOR_MAPPED || type === MAPPED) && length >= 8 && bytes[value + 1] === 1) {
      const xor = type === XOR_MAPPED;
      const port = view.getUint16(value + 2) ^ (xor ? COOKIE >>> 16 : 0);
      const address = (view.getUint32(value + 4) ^ (xor ? COOKIE : 0)) >>> 0;
      const found = { ip: [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.'), port };
      if (xor) return found;
      plain = found;
    }
    at = value + Math.ceil(length / 4) * 4;
  }
  return plain;
}
