// Ephemeral Diffie-Hellman over P-256 (RFC 8422, section 5.10).
import { createECDH } from 'node:crypto';
import { DtlsRefusal } from './messages.ts';

export type KeyExchange = {
  /** Our point, uncompressed. */
  readonly point: Buffer;
  /** The secret with theirs; throws a DtlsRefusal where that is no point of the curve. */
  with(theirs: Buffer): Buffer;
};

export function newKeyExchange(): KeyExchange {
  const ecdh = createECDH('prime256v1');
  return {
    point: ecdh.generateKeys(),
    with(theirs) {
      try {
        return ecdh.computeSecret(theirs);
      } catch (error) {
        throw new DtlsRefusal('no point of the curve', { cause: error });
      }
    },
  };
}
