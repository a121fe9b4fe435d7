// The handshake messages of the cipher suites we speak, ECDHE with AES_128_GCM_SHA256 over P-256, which every browser speaks too
// (RFC 5246, section 7.4; RFC 8422; RFC 5764 for use_srtp; RFC 8827, section 6.5).
import { ByteReader, uint, vector } from './bytes.ts';
import { DTLS_1_2 } from './record.ts';

export const HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  helloVerify: 3,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

/** ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: our certificate is one of ECDSA. */
const ECDSA_SUITE = 0xc02b;
/** A server may have one of RSA: ECDHE_RSA_WITH_AES_128_GCM_SHA256. */
const OFFERED_SUITES = [ECDSA_SUITE, 0xc02f];
const P256 = 23;
/** ecdsa_secp256r1_sha256, the one we sign with. */
export const ECDSA_SHA256 = 0x0403;
/** What a far end may sign with, by its own key: ECDSA with SHA-256 and SHA-384, RSA-PSS, RSA. */
const ACCEPTED_SCHEMES = [ECDSA_SHA256, 0x0503, 0x0804, 0x0401];
/** SRTP_AES128_CM_HMAC_SHA1_80. */
const SRTP_PROFILE = 0x0001;
const RANDOM_BYTES = 32;

const EXTENSION = { groups: 10, pointFormats: 11, signatures: 13, useSrtp: 14, extendedMaster: 23, renegotiation: 0xff01 } as const;

export class DtlsRefusal extends Error {}

const extension = (type: number, body: Buffer): Buffer => Buffer.concat([uint(2, type), vector(2, body)]);
const common = (): Buffer[] => [
  extension(EXTENSION.extendedMaster, Buffer.alloc(0)),
  extension(EXTENSION.renegotiation, Buffer.of(0)),
  extension(EXTENSION.pointFormats, Buffer.of(1, 0)),
  extension(EXTENSION.useSrtp, Buffer.concat([vector(2, uint(2, SRTP_PROFILE)), Buffer.of(0)])),
];

export function clientHello(random: Buffer, cookie: Buffer): Buffer {
  const extensions = [
    ...common(),
    extension(EXTENSION.groups, vector(2, uint(2, P256))),
    extension(EXTENSION.signatures, vector(2, ...ACCEPTED_SCHEMES.map((scheme) => uint(2, scheme)))),
  ];
  return Buffer.concat([
    uint(2, DTLS_1_2),
    random,
    vector(1),
    vector(1, cookie),
    vector(2, ...OFFERED_SUITES.map((suite) => uint(2, suite))),
    vector(1, Buffer.of(0)),
    vector(2, ...extensions),
  ]);
}

export function serverHello(random: Buffer): Buffer {
  return Buffer.concat([uint(2, DTLS_1_2), random, vector(1), uint(2, ECDSA_SUITE), Buffer.of(0), vector(2, ...common())]);
}

/** The client's random; throws a DtlsRefusal where it cannot do what we need. */
export function readClientHello(body: Buffer): Buffer {
  const reader = new ByteReader(body);
  reader.number(2); // DTLS 1.3 names 1.2 here too, and finds out by the answer (RFC 9147, section 5.3)
  const random = reader.take(RANDOM_BYTES);
  reader.vector(1);
  reader.vector(1);
  const suites = numbers(reader.vector(2));
  reader.vector(1);
  const extensions = readExtensions(reader);
  if (!suites.includes(ECDSA_SUITE)) throw new DtlsRefusal('no cipher suite in common');
  if (!listIn(extensions, EXTENSION.groups).includes(P256)) throw new DtlsRefusal('no curve in common');
  if (!listIn(extensions, EXTENSION.signatures).includes(ECDSA_SHA256)) throw new DtlsRefusal('no signature scheme in common');
  needed(extensions);
  return random;
}

/** The server's random; throws a DtlsRefusal where it chose what was not offered. */
export function readServerHello(body: Buffer): Buffer {
  const reader = new ByteReader(body);
  if (reader.number(2) !== DTLS_1_2) throw new DtlsRefusal('another version of DTLS');
  const random = reader.take(RANDOM_BYTES);
  reader.vector(1);
  if (!OFFERED_SUITES.includes(reader.number(2)) || reader.number(1) !== 0) throw new DtlsRefusal('a cipher suite that was not offered');
  needed(readExtensions(reader));
  return random;
}

export function readHelloVerify(body: Buffer): Buffer {
  const reader = new ByteReader(body);
  reader.number(2);
  return reader.vector(1);
}

export const certificate = (der: Buffer): Buffer => vector(3, vector(3, der));

/** The far end's own certificate; a chain behind it says nothing here, where the fingerprint decides. */
export function readCertificate(body: Buffer): Buffer {
  const list = new ByteReader(new ByteReader(body).vector(3));
  if (list.left === 0) throw new DtlsRefusal('no certificate');
  return list.vector(3);
}

export const exchangeParameters = (point: Buffer): Buffer => Buffer.concat([Buffer.of(3), uint(2, P256), vector(1, point)]);

export const serverKeyExchange = (point: Buffer, signature: Buffer): Buffer =>
  Buffer.concat([exchangeParameters(point), uint(2, ECDSA_SHA256), vector(2, signature)]);

export type SignedExchange = { readonly point: Buffer; readonly parameters: Buffer; readonly scheme: number; readonly signature: Buffer };

export function readServerKeyExchange(body: Buffer): SignedExchange {
  const reader = new ByteReader(body);
  if (reader.number(1) !== 3 || reader.number(2) !== P256) throw new DtlsRefusal('a curve that was not offered');
  const point = reader.vector(1);
  const parameters = body.subarray(0, body.length - reader.left);
  return { point, parameters, ...readSignature(reader) };
}

export const certificateRequest = (): Buffer =>
  // ecdsa_sign and rsa_sign; no names of authorities.
  Buffer.concat([vector(1, Buffer.of(64, 1)), vector(2, ...ACCEPTED_SCHEMES.map((scheme) => uint(2, scheme))), vector(2)]);

export const clientKeyExchange = (point: Buffer): Buffer => vector(1, point);
export const readClientKeyExchange = (body: Buffer): Buffer => new ByteReader(body).vector(1);

export const certificateVerify = (signature: Buffer): Buffer => Buffer.concat([uint(2, ECDSA_SHA256), vector(2, signature)]);
export const readCertificateVerify = (body: Buffer): Pick<SignedExchange, 'scheme' | 'signature'> => readSignature(new ByteReader(body));

function readSignature(reader: ByteReader): Pick<SignedExchange, 'scheme' | 'signature'> {
  const scheme = reader.number(2);
  if (!ACCEPTED_SCHEMES.includes(scheme)) throw new DtlsRefusal('a signature scheme that was not offered');
  return { scheme, signature: reader.vector(2) };
}

function readExtensions(reader: ByteReader): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (reader.left === 0) return found;
  const list = new ByteReader(reader.vector(2));
  while (list.left > 0) found.set(list.number(2), list.vector(2));
  return found;
}

function needed(extensions: Map<number, Buffer>): void {
  if (!extensions.has(EXTENSION.extendedMaster)) throw new DtlsRefusal('no extended master secret');
  if (!listIn(extensions, EXTENSION.useSrtp).includes(SRTP_PROFILE)) throw new DtlsRefusal('no SRTP profile in common');
}

/** The numbers of two bytes that an extension lists. */
const listIn = (extensions: Map<number, Buffer>, type: number): number[] => {
  const body = extensions.get(type);
  return body === undefined ? [] : numbers(new ByteReader(body).vector(2));
};

function numbers(bytes: Buffer): number[] {
  const reader = new ByteReader(bytes);
  const list: number[] = [];
  while (reader.left > 1) list.push(reader.number(2));
  return list;
}
