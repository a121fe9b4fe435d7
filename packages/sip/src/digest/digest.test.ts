// Digest against the RFCs' own figures, and our client against our server: right, wrong, stale, replayed, forged.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRequest, responseTo } from '../message/build.ts';
import { sipUri } from '../message/escape.ts';
import { nameAddr } from '../message/name-addr.ts';
import { header } from '../message/read.ts';
import type { Request } from '../message/types.ts';
import { answerChallenge } from './answer.ts';
import { readDigest } from './fields.ts';
import { ha1, md5, md5Bytes } from './md5.ts';
import { createNonceLedger } from './nonce.ts';
import type { VerifyOptions } from './types.ts';
import { challenge, verifyDigest } from './verify.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const mac = (text: string) => createHmac('sha256', 'secret').update(text).digest('hex');
const us = nameAddr(sipUri({ user: 'agent1', host: 'h' }), { tag: '1' });
const register = newRequest({ method: 'REGISTER', uri: sipUri({ host: 'tandem.test' }), from: us, to: us, callId: 'c', cseq: 1 });
const now = 1_700_000_000_000;

function verifier(over: Partial<VerifyOptions> = {}) {
  const nonces = createNonceLedger(100);
  return (request: Request) =>
    verifyDigest({
      request,
      realm: 'tandem',
      ha1: (user) => (user === 'agent1' ? ha1('agent1', 'tandem', 'demo-sip') : null),
      mac,
      now,
      lifeMs: 60_000,
      nonces,
      ...over,
    });
}
function answered(password = 'demo-sip', user = 'agent1', at = now, stale = false): Request {
  const value = challenge({ realm: 'tandem', mac, now: at, stale });
  const refusal = responseTo(register, 401, { headers: [{ name: 'www-authenticate', value }] });
  const request = answerChallenge({
    request: register,
    response: refusal,
    user,
    ha1: (realm) => ha1(user, realm, password),
    cnonce: 'abc',
  });
  if (request === null) throw new Error('no credentials');
  return request;
}
const altered = (request: Request, change: (value: string) => string): Request => ({
  ...request,
  headers: request.headers.map((field) => (field.name === 'authorization' ? { ...field, value: change(field.value) } : field)),
});

describe('MD5 (RFC 1321, A.5)', () => {
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', '57edf4a22be3c955ac49da2e2107b67a'],
  ])('of %j', (text, hex) => expect(md5(text)).toBe(hex));
  it('agrees with another implementation on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(md5Bytes(bytes)).toBe(createHash('md5').update(bytes).digest('hex'));
      }),
    );
  });
});

describe('client', () => {
  it('computes the figure of RFC 2617, 3.5', () => {
    const request: Request = { ...register, method: 'GET', uri: { scheme: 'other', name: 'x', text: '/dir/index.html' } };
    const value =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const response = responseTo(request, 401, { headers: [{ name: 'www-authenticate', value }] });
    const again = answerChallenge({
      request,
      response,
      user: 'Mufasa',
      ha1: (realm) => ha1('Mufasa', realm, 'Circle Of Life'),
      cnonce: '0a4f113b',
    });
    const fields = readDigest(header(again as Request, 'authorization') ?? '');
    if (fields === null || fields === 'malformed') throw new Error('no fields');
    expect(fields.get('response')).toBe('6629fae49393a05397450978507c4ef1');
    expect(fields.get('opaque')).toBe('5ccc069c403ebaf9f0171e9517f40e41');
    expect(again?.cseq.number).toBe(2);
  });

  it('does not try a refused password twice, but follows stale=true', () => {
    const once = answered();
    const refuse = (stale: boolean) =>
      responseTo(once, 401, { headers: [{ name: 'www-authenticate', value: challenge({ realm: 'tandem', mac, now, stale }) }] });
    const again = (stale: boolean) =>
      answerChallenge({ request: once, response: refuse(stale), user: 'agent1', ha1: (realm) => ha1('agent1', realm, 'x'), cnonce: 'd' });
    expect(again(false)).toBeNull();
    expect(again(true)?.headers.filter((field) => field.name === 'authorization')).toHaveLength(1);
  });

  it.each([
    'Basic realm="x"',
    'Digest realm="x", nonce="n", algorithm=SHA-512-256',
    'Digest realm="x", nonce="n", qop="auth-int"',
    'Digest nonce="n"',
    'Digest realm="x" nonce="n"',
  ])('cannot answer %s', (value) => {
    const response = responseTo(register, 407, { headers: [{ name: 'proxy-authenticate', value }] });
    expect(answerChallenge({ request: register, response, user: 'u', ha1: () => '', cnonce: 'c' })).toBeNull();
  });
});

describe('server', () => {
  it('lets the right password in, once for each count', () => {
    const verify = verifier();
    const request = answered();
    expect(verify(request)).toEqual({ ok: true, user: 'agent1' });
    expect(verify(request)).toEqual({ ok: false, why: 'replay', user: 'agent1' });
  });

  it.each([
    ['no credentials', register, 'absent'],
    [
      'another scheme (RFC 4475, 3.3.8)',
      { ...register, headers: [{ name: 'authorization', value: 'NoOneKnowsThisScheme opaque-data=here' }] },
      'absent',
    ],
    ['another realm', altered(answered(), (value) => value.replace('realm="tandem"', 'realm="other"')), 'absent'],
    ['a wrong password', answered('wrong'), 'wrong'],
    ['an unknown user', answered('demo-sip', 'nobody'), 'unknown-user'],
    ['an old nonce', answered('demo-sip', 'agent1', now - 60_000), 'stale'],
    ['a nonce of the future', answered('demo-sip', 'agent1', now + 3_600_000), 'stale'],
    ['a forged nonce', altered(answered(), (value) => value.replace(/nonce="(\w+)\./, 'nonce="1$1.')), 'stale'],
    ['another method', { ...answered(), method: 'INVITE' }, 'wrong'],
    ['another URI', { ...answered(), uri: sipUri({ host: 'other.test' }) }, 'malformed'],
    ['no qop', altered(answered(), (value) => value.replace(', qop=auth', '')), 'malformed'],
    ['a field twice', altered(answered(), (value) => `${value}, username="agent2"`), 'malformed'],
    ['an open quote', altered(answered(), (value) => `${value}, x="`), 'malformed'],
    ['another algorithm', altered(answered(), (value) => value.replace('algorithm=MD5', 'algorithm=SHA-256')), 'malformed'],
  ])('refuses %s', (_, request, why) => expect(verifier()(request)).toMatchObject({ ok: false, why }));

  it('tells challenges of one millisecond apart by their salt', () => {
    const nonce = (salt: string) => /nonce="([^"]+)"/.exec(challenge({ realm: 'tandem', mac, now, salt }))?.[1];
    expect(nonce('a')).not.toBe(nonce('b'));
    expect(nonce('a')).toBe(nonce('a'));
  });

  it('finds its own among credentials for several realms', () => {
    const request = answered();
    const other = { name: 'authorization', value: 'Digest username="x", realm="elsewhere", nonce="n", uri="sip:x", response="0"' };
    expect(verifier()({ ...request, headers: [other, ...request.headers] })).toEqual({ ok: true, user: 'agent1' });
  });

  it('does SHA-256 with a hash given (RFC 8760)', () => {
    const secret = (realm: string) => sha256(`agent1:${realm}:demo-sip`);
    const response = responseTo(register, 401, {
      headers: [{ name: 'www-authenticate', value: challenge({ realm: 'tandem', mac, now, algorithm: 'SHA-256' }) }],
    });
    const request = answerChallenge({ request: register, response, user: 'agent1', ha1: secret, cnonce: 'c', hash: sha256 });
    expect(verifier({ algorithm: 'SHA-256', hash: sha256, ha1: () => secret('tandem') })(request as Request)).toEqual({
      ok: true,
      user: 'agent1',
    });
  });

  it('keeps a bounded memory of counts and never accepts what it may have forgotten', () => {
    const ledger = createNonceLedger(2);
    expect(['a', 'b', 'c'].map((nonce, at) => ledger.accept(nonce, 5, 100 + at, 0))).toEqual([true, true, true]);
    expect(ledger.size()).toBe(2);
    expect(ledger.accept('a', 6, 100, 0)).toBe(false);
    expect(ledger.accept('c', 6, 102, 0)).toBe(true);
    expect(ledger.accept('d', 1, 300, 200)).toBe(true);
    expect(ledger.size()).toBe(1);
  });
});
