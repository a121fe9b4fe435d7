// The small pure parts of the server: cursors, coercion, token buckets, addresses, cookies, credentials.
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { coerce } from './coerce.ts';
import { credentialOf, cookieValue, sessionCookie } from './credential.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { fingerprintOf, readKey } from './idempotency.ts';
import { clientIp, sameOrigin, trustedProxies } from './origin.ts';
import { createRateLimiter, rateHeaders } from './rate-limit.ts';
import { fieldErrors } from './violations.ts';

describe('cursors', () => {
  const Place = Type.Tuple([Type.Integer(), Type.String()]);
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string({ unit: 'binary' }), (n, text) => {
        expect(decodeCursor(encodeCursor([n, text]), Place)).toEqual([n, text]);
      }),
    );
  });
  it('of anyone else are refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, Place)).toThrow('cursor.invalid');
      }),
    );
    for (const value of [[1], ['a', 1], { a: 1 }, null]) expect(() => decodeCursor(encodeCursor(value), Place)).toThrow('cursor.invalid');
    expect(() => decodeCursor(`${encodeCursor([1, 'a'])}==`, Place)).toThrow('cursor.invalid');
  });
});

describe('coerce', () => {
  const schema = Type.Intersect([
    Type.Object({ n: Type.Integer(), x: Type.Number() }),
    Type.Object({ on: Type.Boolean(), list: Type.Array(Type.String()), text: Type.String() }),
  ]);
  it.each([
    [
      { n: '12', x: '-1.5', on: 'true', text: '7' },
      { n: 12, x: -1.5, on: true, text: '7' },
    ],
    [{ list: 'one' }, { list: ['one'] }],
    [{ list: ['one', 'two'] }, { list: ['one', 'two'] }],
    [
      { n: '12.0', x: '1e3', on: '1' },
      { n: '12.0', x: '1e3', on: '1' },
    ],
    [
      { n: '', x: ' 1', other: '5' },
      { n: '', x: ' 1', other: '5' },
    ],
    [{ n: ['1', '2'] }, { n: ['1', '2'] }],
  ])('%o -> %o', (given, expected) => {
    expect(coerce(schema, given)).toEqual(expected);
  });
});

describe('rate limits', () => {
  it('never let more through than the rate and one burst', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }), (rate, gaps) => {
        const limiter = createRateLimiter();
        let now = 1_000;
        let allowed = 0;
        for (const gap of gaps) {
          now += gap;
          const verdict = limiter.take('k', rate, now);
          if (verdict.allowed) allowed++;
          else expect(limiter.take('k', rate, now + verdict.retryAfterMs).allowed, 'after the wait it tells').toBe(true);
          if (!verdict.allowed) {
            now += verdict.retryAfterMs;
            allowed++;
          }
        }
        expect(allowed).toBeLessThanOrEqual(rate + ((now - 1_000) / 1000) * rate + 1);
      }),
    );
  });
  it('hold a bounded number of keys', () => {
    const limiter = createRateLimiter(3);
    for (const key of ['a', 'b', 'a', 'c', 'd']) limiter.take(key, 1, 0);
    expect(limiter.size).toBe(3);
    expect(limiter.take('a', 1, 0).allowed).toBe(false);
    expect(limiter.take('b', 1, 0).allowed).toBe(true);
  });
  it('are told in headers', () => {
    expect(rateHeaders('session', { allowed: false, limit: 20, remaining: 0, retryAfterMs: 1_200 })).toEqual({
      'ratelimit-policy': '"session";q=20;w=1',
      ratelimit: '"session";r=0;t=2',
      'retry-after': '2',
    });
  });
});

describe('where it comes from', () => {
  const request = (remote: string, forwarded?: string) =>
    ({
      socket: { remoteAddress: remote },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage;
  const trusted = trustedProxies(['10.0.0.1', '192.168.0.0/16', 'fd00::/8']);
  it.each([
    ['::ffff:8.8.8.8', '1.1.1.1', '8.8.8.8'],
    ['10.0.0.1', '1.1.1.1', '1.1.1.1'],
    ['::ffff:10.0.0.1', '6.6.6.6, 1.1.1.1, 192.168.3.4', '1.1.1.1'],
    ['10.0.0.1', 'spoofed', '10.0.0.1'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['fd00::5', '2001:db8::1', '2001:db8::1'],
  ])('%s with %s is %s', (remote, forwarded, expected) => {
    expect(clientIp(request(remote, forwarded), trusted)).toBe(expected);
  });
  it.each([
    ['https://a.test', 'a.test', true],
    ['https://a.test:8443', 'A.test:8443', true],
    ['https://a.test.evil.test', 'a.test', false],
    ['null', 'a.test', false],
    ['https://a.test', undefined, false],
    [undefined, 'a.test', true],
  ])('origin %s at %s: %s', (origin, host, expected) => {
    expect(sameOrigin(origin, host, true)).toBe(expected);
  });
});

describe('credentials', () => {
  it.each([
    [{ authorization: 'Bearer abc' }, { token: 'abc', from: 'bearer' }],
    [{ authorization: 'bearer  a-b_c' }, { token: 'a-b_c', from: 'bearer' }],
    [
      { authorization: 'Basic abc', cookie: 'x=1; tandem_session=tok; y=2' },
      { token: 'tok', from: 'cookie' },
    ],
    [
      { authorization: 'Bearer abc', cookie: 'tandem_session=tok' },
      { token: 'abc', from: 'bearer' },
    ],
    [{ 'sec-websocket-protocol': 'tandem.v1, tandem.bearer.t0k' }, { token: 't0k', from: 'bearer' }],
    [{ cookie: 'not_tandem_session=tok; tandem_session=' }, null],
    [{}, null],
  ])('%o -> %o', (headers, expected) => {
    expect(credentialOf(headers)).toEqual(expected);
  });
  it('reads and writes cookies', () => {
    expect(cookieValue('a="b c"; d=e=f', 'a')).toBe('b c');
    expect(cookieValue('a="b c"; d=e=f', 'd')).toBe('e=f');
    expect(sessionCookie(null, { secure: true, maxAgeMs: 9_000 })).toBe(
      'tandem_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure',
    );
  });
  it.each([
    ['abc', 'abc'],
    ['"abc"', 'abc'],
    [undefined, null],
  ])('idempotency key %s is %s', (header, key) => {
    expect(readKey(header)).toBe(key);
  });
  it('refuses keys that are none, and tells requests apart', () => {
    for (const header of ['', 'ü', 'x'.repeat(129), ['a', 'b']]) expect(() => readKey(header)).toThrow('idempotency.key-invalid');
    expect(fingerprintOf('POST', '/a', { n: 1 })).not.toBe(fingerprintOf('POST', '/a', { n: 2 }));
    expect(fingerprintOf('POST', '/a', undefined)).not.toBe(fingerprintOf('PUT', '/a', undefined));
  });
});

it('tells a failed choice once', () => {
  const violations = [
    { keyword: 'const', instancePath: '/kind', params: {} },
    { keyword: 'const', instancePath: '/kind', params: {} },
    { keyword: 'anyOf', instancePath: '/kind', params: {} },
  ];
  expect(fieldErrors('body', violations, 'en')).toEqual([{ path: 'body/kind', message: 'is not one of the allowed values' }]);
});
