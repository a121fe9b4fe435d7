// Secrets of a DTLS 1.2 association from its key exchange (RFC 5246, sections 5, 6.3 and 8.1; RFC 7627; RFC 5705).
import { createHmac } from 'node:crypto';
import { SRTP_KEY_BYTES, SRTP_SALT_BYTES, type SrtpMaster } from '@tandem/rtp';

export type WriteKeys = { readonly key: Buffer; readonly iv: Buffer };

/** P_SHA256 (RFC 5246, section 5). */
export function prf(secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label, 'latin1'), seed]);
  const parts: Buffer[] = [];
  let a: Buffer = labelled;
  for (let made = 0; made < length; made += 32) {
    a = createHmac('sha256', secret).update(a).digest();
    parts.push(createHmac('sha256', secret).update(a).update(labelled).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** With the extended master secret (RFC 7627, section 4): bound to the handshake, so that two of them cannot be made to share one. */
export const masterSecret = (exchanged: Buffer, sessionHash: Buffer): Buffer => prf(exchanged, 'extended master secret', sessionHash, 48);

/** AES_128_GCM: 16 bytes of key and 4 of nonce for each direction (RFC 5288, section 3). */
export function writeKeys(master: Buffer, clientRandom: Buffer, serverRandom: Buffer): { client: WriteKeys; server: WriteKeys } {
  const block = prf(master, 'key expansion', Buffer.concat([serverRandom, clientRandom]), 40);
  return {
    client: { key: block.subarray(0, 16), iv: block.subarray(32, 36) },
    server: { key: block.subarray(16, 32), iv: block.subarray(36, 40) },
  };
}

export const finishedData = (master: Buffer, who: 'client' | 'server', handshakeHash: Buffer): Buffer =>
  prf(master, `${who} finished`, handshakeHash, 12);

/** The master keys of SRTP (RFC 5764, section 4.2). */
export function srtpMasters(master: Buffer, clientRandom: Buffer, serverRandom: Buffer): { client: SrtpMaster; server: SrtpMaster } {
  const material = prf(master, 'EXTRACTOR-dtls_srtp', Buffer.concat([clientRandom, serverRandom]), 2 * (SRTP_KEY_BYTES + SRTP_SALT_BYTES));
  const salts = 2 * SRTP_KEY_BYTES;
  return {
    client: { key: material.subarray(0, SRTP_KEY_BYTES), salt: material.subarray(salts, salts + SRTP_SALT_BYTES) },
    server: { key: material.subarray(SRTP_KEY_BYTES, salts), salt: material.subarray(salts + SRTP_SALT_BYTES) },
  };
}
