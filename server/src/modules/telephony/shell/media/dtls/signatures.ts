// Signatures of a handshake: ours, and whether the far end has the key of the certificate it shows (RFC 5246, sections 7.4.3 and 7.4.8).
import { constants, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { DtlsRefusal } from './messages.ts';

/** By the scheme's number (RFC 8446, section 4.2.3): the hash, and the kind of key it belongs to. */
const SCHEMES: Readonly<Record<number, { hash: string; key: 'ec' | 'rsa'; pss: boolean }>> = {
  0x0403: { hash: 'sha256', key: 'ec', pss: false },
  0x0503: { hash: 'sha384', key: 'ec', pss: false },
  0x0804: { hash: 'sha256', key: 'rsa', pss: true },
  0x0401: { hash: 'sha256', key: 'rsa', pss: false },
};

/** ecdsa_secp256r1_sha256. */
export const signed = (data: Buffer, key: KeyObject): Buffer => sign('sha256', data, key);

/** Throws a DtlsRefusal where `certificate`'s key did not sign that. */
export function mustBeSigned(certificate: Buffer, scheme: number, data: Buffer, signature: Buffer): void {
  const rule = SCHEMES[scheme];
  let key: KeyObject;
  try {
    key = new X509Certificate(certificate).publicKey;
  } catch (error) {
    throw new DtlsRefusal('a certificate that cannot be read', { cause: error });
  }
  if (rule === undefined || key.asymmetricKeyType !== rule.key) throw new DtlsRefusal('a signature that does not fit the certificate');
  const how = rule.pss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : { key };
  if (!verify(rule.hash, data, how, signature)) throw new DtlsRefusal('a signature of somebody else');
}
