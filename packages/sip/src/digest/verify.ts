// The server's side of digest: challenges, and credentials judged (RFC 7616; RFC 3261, section 22; RFC 8760 for SHA-256).
import type { Request } from '../message/types.ts';
import { formatUri, readUri } from '../message/uri.ts';
import { formatDigest, readDigest } from './fields.ts';
import { md5 } from './md5.ts';
import { makeNonce, readNonce, sameText } from './nonce.ts';
import type { DigestAlgorithm, DigestVerdict, Mac, VerifyOptions } from './types.ts';

/**
 * Value of WWW-Authenticate or Proxy-Authenticate. `salt`: fresh random text, e.g. `endpoint.token()`; without it, challenges of one
 * millisecond share a nonce, and the second one to use it is told off as a replay. Answer `stale` and `replay` with `stale: true`: the
 * password was right, and the phone tries again by itself.
 */
export function challenge(options: {
  realm: string;
  mac: Mac;
  now: number;
  salt?: string;
  stale?: boolean;
  algorithm?: DigestAlgorithm;
}): string {
  const fields: [string, string][] = [
    ['realm', options.realm],
    ['nonce', makeNonce(options.mac, options.realm, options.now, options.salt ?? '')],
    ['algorithm', options.algorithm ?? 'MD5'],
    ['qop', 'auth'],
  ];
  if (options.stale === true) fields.push(['stale', 'true']);
  return formatDigest(fields, 'challenge');
}

/** RFC 7616, 3.4.6: the digest must be of this request. A different spelling of the same URI is let pass, another URI is not. */
function sameUri(request: Request, uri: string): boolean {
  const read = readUri(uri);
  return read.ok && formatUri(read.uri) === formatUri(request.uri);
}

const no = (why: Exclude<DigestVerdict, { ok: true }>['why'], user: string | null): DigestVerdict => ({ ok: false, why, user });

export function verifyDigest(options: VerifyOptions): DigestVerdict {
  const { request, realm } = options;
  const algorithm = options.algorithm ?? 'MD5';
  const hash = algorithm === 'MD5' ? md5 : options.hash;
  if (hash === undefined) throw new TypeError('verifyDigest needs a hash for SHA-256');
  const field = options.field ?? 'authorization';
  let malformed = false;
  // A request may carry credentials for several realms (RFC 3261, 22.3): ours are looked for.
  for (const { name, value } of request.headers) {
    if (name !== field) continue;
    const fields = readDigest(value);
    if (fields === 'malformed') malformed = true;
    if (fields === null || fields === 'malformed' || fields.get('realm') !== realm) continue;
    const get = (key: string): string => fields.get(key) ?? '';
    const user = get('username');
    const nc = get('nc');
    // We always ask for qop=auth: without it there is no count, so nothing that a replay could be told by.
    const complete = user !== '' && /^[0-9a-f]{8}$/i.test(nc) && get('cnonce') !== '' && get('qop') === 'auth' && get('response') !== '';
    if (!complete || (get('algorithm') || 'MD5').toUpperCase() !== algorithm || !sameUri(request, get('uri')))
      return no('malformed', user || null);
    const madeAt = readNonce(options.mac, realm, get('nonce'));
    // Not ours, perhaps from before a restart: a fresh nonce settles it without asking for the password again.
    if (madeAt === null) return no('stale', user);
    const ha1 = options.ha1(user);
    const ha2 = hash(`${request.method}:${get('uri')}`);
    // An unknown user costs the same work, so that names cannot be told by time.
    const expected = hash(`${ha1 ?? '-'}:${get('nonce')}:${nc}:${get('cnonce')}:auth:${ha2}`);
    const right = sameText(expected, get('response').toLowerCase());
    if (ha1 === null) return no('unknown-user', user);
    if (!right) return no('wrong', user);
    const expiresAt = madeAt + options.lifeMs;
    if (expiresAt <= options.now || madeAt > options.now + 1_000) return no('stale', user);
    return options.nonces.accept(`${get('nonce')} ${user}`, Number.parseInt(nc, 16), expiresAt, options.now)
      ? { ok: true, user }
      : no('replay', user);
  }
  return no(malformed ? 'malformed' : 'absent', null);
}
