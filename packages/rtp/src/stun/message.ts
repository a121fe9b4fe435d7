// STUN messages as far as connectivity checks need them (RFC 8489, RFC 8445): binding requests in, their answers out.
import { readUint32, writeUint32 } from '../packet.ts';
import { hmacSha1, isHmacSha1, type HmacKey } from '../srtp/hmac-sha1.ts';
import { crc32 } from './crc32.ts';

const COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;

const REQUEST = 0x0001;
const SUCCESS = 0x0101;
const ERROR = 0x0111;

const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const ERROR_CODE = 0x0009;
const XOR_MAPPED_ADDRESS = 0x0020;
const USE_CANDIDATE = 0x0025;
const FINGERPRINT = 0x8028;
const CONTROLLED = 0x8029;

/** RFC 7983, section 7: what shares a port with RTP and DTLS is told apart by its first byte. */
export const isStun = (bytes: Uint8Array): boolean => bytes.length >= HEADER_BYTES && bytes[0]! < 4 && readUint32(bytes, 4) === COOKIE;

export type BindingRequest = {
  readonly transaction: Uint8Array;
  /** `ours:theirs`, the fragments both sides told each other (RFC 8445, section 7.2.2). */
  readonly username: string;
  readonly nominates: boolean;
  /** The far end says it is controlled, as we are. */
  readonly controlled: boolean;
  /** Where the integrity attribute begins. */
  readonly integrityAt: number;
};

/** A well-formed binding request that carries what every check must (RFC 8445, section 7.2.2), or null. */
export function parseBindingRequest(bytes: Uint8Array): BindingRequest | null {
  if (!isStun(bytes) || ((bytes[0]! << 8) | bytes[1]!) !== REQUEST) return null;
  if (((bytes[2]! << 8) | bytes[3]!) + HEADER_BYTES !== bytes.length) return null;
  let username: string | null = null;
  let nominates = false;
  let controlled = false;
  let integrityAt = -1;
  for (let at = HEADER_BYTES; at < bytes.length;) {
    if (at + 4 > bytes.length) return null;
    const type = (bytes[at]! << 8) | bytes[at + 1]!;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const value = at + 4;
    if (value + length > bytes.length) return null;
    if (type === FINGERPRINT) {
      if (length !== 4 || readUint32(bytes, value) !== fingerprintOf(bytes, at)) return null;
    } else if (integrityAt < 0) {
      // RFC 8489, section 14.5: what follows the integrity is not protected by it, and not read.
      if (type === USERNAME) username = String.fromCharCode(...bytes.subarray(value, value + length));
      else if (type === USE_CANDIDATE) nominates = true;
      else if (type === CONTROLLED) controlled = true;
      else if (type === MESSAGE_INTEGRITY && length === 20) integrityAt = at;
    }
    at = value + Math.ceil(length / 4) * 4;
  }
  if (username === null || integrityAt < 0) return null;
  return { transaction: bytes.subarray(8, HEADER_BYTES), username, nominates, controlled, integrityAt };
}

/** Whether the request was made with this key: the password we gave out (RFC 8489, section 9.1.1). */
export function isIntegral(bytes: Uint8Array, { integrityAt }: BindingRequest, key: HmacKey): boolean {
  const covered = Uint8Array.from(bytes.subarray(0, integrityAt));
  setLength(covered, integrityAt + INTEGRITY_BYTES);
  return isHmacSha1(hmacSha1(key, covered, 0, integrityAt), bytes, integrityAt + 4, 20);
}

/** The answer to a check: where it came from, as we saw it. */
export function bindingSuccess(request: BindingRequest, ip: string, port: number, key: HmacKey): Uint8Array {
  const address = ipBytes(ip);
  const message = begin(SUCCESS, request, 8 + address.length);
  const at = HEADER_BYTES;
  putAttribute(message, at, XOR_MAPPED_ADDRESS, 4 + address.length);
  message[at + 5] = address.length === 4 ? 1 : 2;
  message[at + 6] = (port >>> 8) ^ (COOKIE >>> 24);
  message[at + 7] = (port ^ (COOKIE >>> 16)) & 0xff;
  // RFC 8489, section 14.2: the address is XORed with the cookie and, where it is longer, with the transaction.
  for (let i = 0; i < address.length; i++) message[at + 8 + i] = address[i]! ^ message[4 + i]!;
  return seal(message, key);
}

/** 487 tells the far end that it is to be the one in control (RFC 8445, section 7.3.1.1). */
export function roleConflict(request: BindingRequest, key: HmacKey): Uint8Array {
  const reason = 'Role Conflict';
  const padded = Math.ceil((4 + reason.length) / 4) * 4;
  const message = begin(ERROR, request, 4 + padded);
  putAttribute(message, HEADER_BYTES, ERROR_CODE, 4 + reason.length);
  message[HEADER_BYTES + 6] = 4;
  message[HEADER_BYTES + 7] = 87;
  for (let i = 0; i < reason.length; i++) message[HEADER_BYTES + 8 + i] = reason.charCodeAt(i);
  return seal(message, key);
}

function begin(type: number, { transaction }: BindingRequest, attributeBytes: number): Uint8Array {
  const message = new Uint8Array(HEADER_BYTES + attributeBytes + INTEGRITY_BYTES + FINGERPRINT_BYTES);
  message[0] = type >>> 8;
  message[1] = type & 0xff;
  writeUint32(message, 4, COOKIE);
  message.set(transaction, 8);
  return message;
}

function putAttribute(message: Uint8Array, at: number, type: number, length: number): void {
  message[at] = type >>> 8;
  message[at + 1] = type & 0xff;
  message[at + 2] = length >>> 8;
  message[at + 3] = length & 0xff;
}

function setLength(message: Uint8Array, whole: number): void {
  message[2] = (whole - HEADER_BYTES) >>> 8;
  message[3] = (whole - HEADER_BYTES) & 0xff;
}

function seal(message: Uint8Array, key: HmacKey): Uint8Array {
  const integrityAt = message.length - INTEGRITY_BYTES - FINGERPRINT_BYTES;
  setLength(message, integrityAt + INTEGRITY_BYTES);
  putAttribute(message, integrityAt, MESSAGE_INTEGRITY, 20);
  message.set(hmacSha1(key, message, 0, integrityAt), integrityAt + 4);
  setLength(message, message.length);
  const fingerprintAt = message.length - FINGERPRINT_BYTES;
  putAttribute(message, fingerprintAt, FINGERPRINT, 4);
  writeUint32(message, fingerprintAt + 4, fingerprintOf(message, fingerprintAt));
  return message;
}

/** RFC 8489, section 14.7; the message's length counts the fingerprint itself. */
function fingerprintOf(bytes: Uint8Array, until: number): number {
  return (crc32(bytes, until) ^ 0x5354554e) >>> 0;
}

/** An address as a socket tells it: 4 or 16 bytes. */
function ipBytes(ip: string): Uint8Array {
  if (!ip.includes(':')) return Uint8Array.from(ip.split('.').map(Number));
  // `::ffff:192.0.2.1`, and the zone behind a link-local address.
  const plain = ip.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) => {
    const pair = (high: string, low: string): string => ((Number(high) << 8) | Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return Uint8Array.from(
    [...before, ...zeros, ...after].flatMap((group) => [Number.parseInt(group, 16) >>> 8, Number.parseInt(group, 16) & 0xff]),
  );
}
