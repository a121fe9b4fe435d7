// The client's side of digest: a request again, with credentials for the challenge it got (RFC 7616, section 3.4; RFC 3261, 22.2).
import type { Request, Response } from '../message/types.ts';
import { formatUri } from '../message/uri.ts';
import { formatDigest, readDigest, type DigestFields } from './fields.ts';
import { md5 } from './md5.ts';
import type { Hash } from './types.ts';

export type AnswerOptions = {
  readonly request: Request;
  readonly response: Response;
  readonly user: string;
  /** H(user:realm:password) for the realm of the challenge, with the hash of its algorithm. */
  readonly ha1: (realm: string, algorithm: 'MD5' | 'SHA-256') => string;
  readonly cnonce: string;
  /** SHA-256 as lower-case hex, where such challenges should be answered. */
  readonly hash?: Hash;
};

type Usable = { fields: DigestFields; algorithm: 'MD5' | 'SHA-256'; hash: Hash };

function usable(value: string, sha256: Hash | undefined): Usable | null {
  const fields = readDigest(value);
  if (fields === null || fields === 'malformed' || !fields.has('realm') || !fields.has('nonce')) return null;
  const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase();
  const qop = fields.get('qop');
  if (qop !== undefined && !qop.split(',').some((one) => one.trim().toLowerCase() === 'auth')) return null;
  if (algorithm === 'SHA-256' && sha256 !== undefined) return { fields, algorithm, hash: sha256 };
  return algorithm === 'MD5' ? { fields, algorithm, hash: md5 } : null;
}

/**
 * The request with credentials and the next CSeq, ready for `endpoint.request`; null where no challenge can be answered, or where the
 * same nonce refused us before: then the password is wrong and asking again would only lock the account.
 */
export function answerChallenge(options: AnswerOptions): Request | null {
  const { request, response } = options;
  if (response.status !== 401 && response.status !== 407) return null;
  const [asks, field] = response.status === 401 ? ['www-authenticate', 'authorization'] : ['proxy-authenticate', 'proxy-authorization'];
  // RFC 8760, 2.4: the first challenge that can be answered.
  const found = response.headers.flatMap((header) => (header.name === asks ? (usable(header.value, options.hash) ?? []) : []))[0];
  if (found === undefined) return null;
  const { fields, algorithm, hash } = found;
  const realm = fields.get('realm') as string;
  const nonce = fields.get('nonce') as string;
  const sentBefore = request.headers.some((header) => {
    const sent = header.name === field ? readDigest(header.value) : null;
    return sent !== null && sent !== 'malformed' && sent.get('realm') === realm;
  });
  if (sentBefore && fields.get('stale')?.toLowerCase() !== 'true') return null;

  const uri = formatUri(request.uri);
  const ha1 = options.ha1(realm, algorithm);
  const ha2 = hash(`${request.method}:${uri}`);
  const nc = '00000001';
  const withQop = fields.has('qop');
  const proof = withQop ? hash(`${ha1}:${nonce}:${nc}:${options.cnonce}:auth:${ha2}`) : hash(`${ha1}:${nonce}:${ha2}`);
  const credentials: [string, string][] = [
    ['username', options.user],
    ['realm', realm],
    ['nonce', nonce],
    ['uri', uri],
    ['response', proof],
    ['algorithm', algorithm],
  ];
  if (withQop) credentials.push(['cnonce', options.cnonce], ['qop', 'auth'], ['nc', nc]);
  const opaque = fields.get('opaque');
  if (opaque !== undefined) credentials.push(['opaque', opaque]);
  const others = request.headers.filter((header) => {
    const sent = header.name === field ? readDigest(header.value) : null;
    return !(sent !== null && sent !== 'malformed' && sent.get('realm') === realm);
  });
  return {
    ...request,
    via: [],
    cseq: { ...request.cseq, number: request.cseq.number + 1 },
    headers: [...others, { name: field, value: formatDigest(credentials, 'credentials') }],
  };
}
