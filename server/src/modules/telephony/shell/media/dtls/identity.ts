// Who we are in DTLS: a key of this process, and a certificate that says no more than the key; far ends know it by the fingerprint in SDP (RFC 8122).
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** Plain data, so that it can be given to a worker thread. */
export type IdentityData = { readonly certificate: Uint8Array; readonly key: Uint8Array };

export type Identity = { readonly certificate: Buffer; readonly key: KeyObject };

/** A certificate's hash as SDP writes it. */
export type Fingerprint = { readonly algorithm: string; readonly value: string };

/** RFC 8122, section 5; older hashes do not bind a certificate to anything any more. */
const HASHES: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512' };

export function makeIdentity(): IdentityData {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('Tandem')))));
  const algorithm = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex'))); // ecdsa-with-SHA256
  // Positive and not zero (RFC 5280, section 4.1.2.2).
  const serial = randomBytes(8);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    algorithm,
    name,
    // Its life is that of this process; "no well-defined end" (RFC 5280, section 4.1.2.5).
    sequence(der(0x17, Buffer.from('200101000000Z')), der(0x18, Buffer.from('99991231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]));
  return { certificate: sequence(body, algorithm, signature), key: privateKey.export({ type: 'pkcs8', format: 'der' }) };
}

export function readIdentity({ certificate, key }: IdentityData): Identity {
  return { certificate: Buffer.from(certificate), key: createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' }) };
}

export function fingerprintOf(certificate: Uint8Array, algorithm = 'sha-256'): Fingerprint {
  const hash = createHash(HASHES[algorithm] ?? 'sha256')
    .update(certificate)
    .digest('hex')
    .toUpperCase();
  return { algorithm, value: hash.match(/../g)!.join(':') };
}

/** Whether that is the certificate SDP told of. */
export function isCertificate(certificate: Uint8Array, { algorithm, value }: Fingerprint): boolean {
  const name = algorithm.toLowerCase();
  return name in HASHES && fingerprintOf(certificate, name).value === value.toUpperCase();
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
