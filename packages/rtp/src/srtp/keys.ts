// Session keys of one direction from its master key (RFC 3711, section 4.3, without a key derivation rate).
import { readUint32, writeUint32 } from '../packet.ts';
import { expandAesKey, xorKeyStream } from './aes-counter.ts';
import { hmacSha1Key, type HmacKey } from './hmac-sha1.ts';

export const SRTP_KEY_BYTES = 16;
export const SRTP_SALT_BYTES = 14;
/** HMAC_SHA1_80: the tag of every SRTCP packet, and of SRTP but where a shorter one was agreed on. */
export const TAG_BYTES = 10;
/** HMAC_SHA1_32, of SRTP alone (RFC 4568, section 6.2.2). */
export const SHORT_TAG_BYTES = 4;
const AUTH_KEY_BYTES = 20;

/** What DTLS-SRTP (RFC 5764, section 4.2) or SDP (RFC 4568) hands over for one direction: 16 and 14 bytes. */
export type SrtpMaster = { readonly key: Uint8Array; readonly salt: Uint8Array };

export type SessionKeys = {
  readonly cipher: Int32Array;
  /** The upper 112 bits of a counter block, and 16 zero bits. */
  readonly salt: Uint8Array;
  readonly auth: HmacKey;
};

/** The labels of section 4.3.1 and 4.3.2: cipher, authentication, salt. */
export const RTP_LABELS = [0, 1, 2] as const;
export const RTCP_LABELS = [3, 4, 5] as const;

export function sessionKeys(master: SrtpMaster, [cipher, auth, salt]: readonly [number, number, number]): SessionKeys {
  if (master.key.length !== SRTP_KEY_BYTES || master.salt.length !== SRTP_SALT_BYTES)
    throw new RangeError('an SRTP master key has 16 and 14 bytes');
  const schedule = expandAesKey(master.key);
  const derive = (label: number, length: number): Uint8Array => {
    const x = counterBlock(master.salt);
    x[7] = x[7]! ^ label;
    const bytes = new Uint8Array(length);
    xorKeyStream(schedule, x, bytes, 0, length);
    return bytes;
  };
  return {
    cipher: expandAesKey(derive(cipher, SRTP_KEY_BYTES)),
    auth: hmacSha1Key(derive(auth, AUTH_KEY_BYTES)),
    salt: counterBlock(derive(salt, SRTP_SALT_BYTES)),
  };
}

function counterBlock(upper: Uint8Array): Uint8Array {
  const block = new Uint8Array(16);
  block.set(upper);
  return block;
}

const counter = new Uint8Array(16);

/** Encrypts or decrypts in place (section 4.1.1). `high` and `low`: the packet index without and its lowest 16 bits. */
export function crypt(keys: SessionKeys, ssrc: number, high: number, low: number, bytes: Uint8Array, from: number, to: number): void {
  for (let i = 0; i < 16; i++) counter[i] = keys.salt[i]!;
  writeUint32(counter, 4, readUint32(counter, 4) ^ ssrc);
  writeUint32(counter, 8, readUint32(counter, 8) ^ high);
  counter[12] = counter[12]! ^ (low >>> 8);
  counter[13] = counter[13]! ^ low;
  xorKeyStream(keys.cipher, counter, bytes, from, to);
}
