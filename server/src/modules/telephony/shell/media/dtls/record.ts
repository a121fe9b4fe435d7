// The record layer of DTLS 1.2 (RFC 6347, section 4.1): records of a datagram, sealed with AES-128-GCM after the change of cipher (RFC 5288).
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { WriteKeys } from './secrets.ts';

export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23 } as const;

export const DTLS_1_2 = 0xfefd;
const HEADER_BYTES = 13;
const NONCE_BYTES = 8;
const TAG_BYTES = 16;

export type DtlsRecord = { readonly type: number; readonly epoch: number; readonly body: Buffer };

/** RFC 7983, section 7. */
export const isDtls = (bytes: Uint8Array): boolean => bytes.length >= HEADER_BYTES && bytes[0]! >= 20 && bytes[0]! <= 63;

/**
 * The records of a datagram, in order. What is malformed, of another epoch than 0 or 1, or sealed with another key is left out without a
 * word (section 4.1.2.7): anybody could have sent it. `read` gives the keys when a sealed one comes, which the record before it may have
 * made; null where there are none yet.
 */
export function* readRecords(datagram: Buffer, read: () => WriteKeys | null): Generator<DtlsRecord> {
  for (let at = 0; at + HEADER_BYTES <= datagram.length;) {
    const head = datagram.subarray(at, at + HEADER_BYTES);
    const length = head.readUInt16BE(11);
    const body = datagram.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length);
    at += HEADER_BYTES + length;
    if (body.length !== length || head[1] !== 0xfe) break;
    const type = head[0]!;
    const epoch = head.readUInt16BE(3);
    const keys = epoch === 1 ? read() : null;
    const opened = epoch === 0 ? body : keys === null ? null : open(head, body, keys);
    if (opened !== null) yield { type, epoch, body: opened };
  }
}

/** `keys` null: in the clear. `sequence` counts the records of an epoch. */
export function writeRecord(type: number, epoch: number, sequence: number, body: Buffer, keys: WriteKeys | null): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head[0] = type;
  head.writeUInt16BE(DTLS_1_2, 1);
  head.writeUInt16BE(epoch, 3);
  head.writeUIntBE(sequence, 5, 6);
  if (keys === null) {
    head.writeUInt16BE(body.length, 11);
    return Buffer.concat([head, body]);
  }
  // The explicit part of the nonce is epoch and number: neither repeats under one key (RFC 5288, section 3).
  const explicit = head.subarray(3, 11);
  const cipher = createCipheriv('aes-128-gcm', keys.key, Buffer.concat([keys.iv, explicit]));
  cipher.setAAD(authenticated(head, body.length));
  const sealed = Buffer.concat([explicit, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
  head.writeUInt16BE(sealed.length, 11);
  return Buffer.concat([head, sealed]);
}

function open(head: Buffer, body: Buffer, keys: WriteKeys): Buffer | null {
  const length = body.length - NONCE_BYTES - TAG_BYTES;
  if (length < 0) return null;
  const decipher = createDecipheriv('aes-128-gcm', keys.key, Buffer.concat([keys.iv, body.subarray(0, NONCE_BYTES)]));
  decipher.setAAD(authenticated(head, length));
  decipher.setAuthTag(body.subarray(NONCE_BYTES + length));
  const opened = decipher.update(body.subarray(NONCE_BYTES, NONCE_BYTES + length));
  try {
    decipher.final();
  } catch {
    // Sealed with another key: a stranger's, or of an association before this one.
    return null;
  }
  return opened;
}

/** RFC 5246, section 6.2.3.3: epoch and number, type, version, length. */
function authenticated(head: Buffer, length: number): Buffer {
  const data = Buffer.alloc(HEADER_BYTES);
  head.copy(data, 0, 3, 11);
  head.copy(data, 8, 0, 3);
  data.writeUInt16BE(length, 11);
  return data;
}
