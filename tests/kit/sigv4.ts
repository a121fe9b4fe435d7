// Checks AWS Signature Version 4 of a request as a server does, from its documentation ("Signature calculations for the Authorization header").
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Credentials = { accessKeyId: string; secretAccessKey: string };
export type Refusal = { status: number; code: string; message: string };

const SKEW_MS = 15 * 60_000;
const hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Null where the request is from who it says; else what S3 would answer. */
export function refusalOf(request: IncomingMessage, body: Uint8Array, known: Credentials, now: number): Refusal | null {
  const authorization =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const parts = authorization.exec(String(request.headers.authorization ?? ''));
  if (!parts) return { status: 403, code: 'AccessDenied', message: 'no signature of version 4' };
  const [, id, day = '', region, signedHeaders = '', signature = ''] = parts;
  if (id !== known.accessKeyId) return { status: 403, code: 'InvalidAccessKeyId', message: 'the key id is not known' };
  const date = String(request.headers['x-amz-date'] ?? '');
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(at - now) <= SKEW_MS)) return { status: 403, code: 'RequestTimeTooSkewed', message: 'the clocks differ too much' };
  const payload = String(request.headers['x-amz-content-sha256'] ?? '');
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== hex(body))
    return { status: 400, code: 'XAmzContentSHA256Mismatch', message: 'the body is not what was signed' };
  const names = signedHeaders.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date')) return { status: 403, code: 'AccessDenied', message: 'unsigned headers' };

  const url = new URL(request.url ?? '/', 'http://host');
  const query = [...url.searchParams].map(([name, value]) => [encode(name), encode(value)] as const);
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/'),
    query
      .toSorted(([a, x], [b, y]) => (a === b ? Number(x > y) - Number(x < y) : Number(a > b) - Number(a < b)))
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
    ...names.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    signedHeaders,
    payload,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${known.secretAccessKey}`, day), region!), 's3'), 'aws4_request');
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', date, scope, hex(canonical)].join('\n'));
  return timingSafeEqual(wanted, Buffer.from(signature, 'hex'))
    ? null
    : { status: 403, code: 'SignatureDoesNotMatch', message: 'the signature is another one' };
}

/** RFC 3986, unreserved characters only; stricter than encodeURIComponent. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
