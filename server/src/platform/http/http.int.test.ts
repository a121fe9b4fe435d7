// The rules every request obeys, over a real socket: validation, errors, access, CSRF, limits, headers, ranges, drain.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { AppError } from '../errors/types.ts';
import { testCaller, testHttp, tokenAuthenticator, type TestHttp } from './testkit.ts';
import { publicRoute, route, SessionAnswer } from './types.ts';

const routes = [
  route({
    method: 'GET',
    path: '/things',
    summary: 'List',
    tag: 'things',
    action: 'queues:read',
    schema: {
      query: Type.Intersect([PageQuery, Type.Object({ on: Type.Optional(Type.Boolean()) })]),
      response: Type.Object({ limit: Type.Unknown(), on: Type.Unknown() }),
    },
    handle: ({ query }) => Promise.resolve({ limit: query.limit, on: query.on ?? null }),
  }),
  route({
    method: 'POST',
    path: '/things',
    summary: 'Make',
    tag: 'things',
    action: 'queues:write',
    audit: 'thing.create',
    schema: {
      body: Type.Object(
        { n: Type.Integer({ minimum: 1 }), kind: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')])) },
        { additionalProperties: false },
      ),
      response: Type.Object({ id: Type.String() }),
      status: 201,
    },
    handle: ({ body }) => {
      if (body.n === 13) throw new Error('secret words');
      if (body.n === 14) throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
      return Promise.resolve({ id: `thing_${body.n}` });
    },
  }),
  route({
    method: 'DELETE',
    path: '/things/:id',
    summary: 'Remove',
    tag: 'things',
    action: null,
    schema: { params: Type.Object({ id: Type.String() }), response: null },
    errors: ['user.not-found'],
    handle: ({ params }) =>
      params.id === 'none' ? Promise.reject(new AppError('user.not-found', { id: params.id })) : Promise.resolve(undefined),
  }),
  route({
    method: 'GET',
    path: '/audio',
    summary: 'Hear',
    tag: 'things',
    action: null,
    schema: { response: Type.Unknown(), produces: 'audio/wav' },
    handle: () => Promise.resolve({ bytes: new TextEncoder().encode('0123456789'), contentType: 'audio/wav', filename: 'a "ü".wav' }),
  }),
  route({
    method: 'GET',
    path: '/long/:n',
    summary: 'Long',
    tag: 'things',
    action: null,
    schema: { params: Type.Object({ n: Type.Integer() }), response: Type.String() },
    handle: ({ params }) => Promise.resolve('x'.repeat(params.n)),
  }),
  route({
    method: 'GET',
    path: '/wrong',
    summary: 'Wrong',
    tag: 'things',
    action: null,
    schema: { response: Type.Object({ a: Type.String() }) },
    handle: () => Promise.resolve({ a: 1 } as never),
  }),
  publicRoute({
    method: 'POST',
    path: '/in',
    summary: 'In',
    tag: 'things',
    public: true,
    schema: { response: Type.String() },
    handle: () => Promise.resolve(new SessionAnswer('hi', 'tok')),
  }),
];

const callers = {
  all: testCaller({ 'queues:read': 'tenant', 'queues:write': 'tenant' }),
  reader: testCaller({ 'queues:read': 'own' }, { session: 'ses_reader' }),
};

const web = mkdtempSync(join(tmpdir(), 'tandem-web-'));
let server: TestHttp;
beforeAll(async () => {
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), '<!doctype html><div id="root"></div>');
  writeFileSync(join(web, 'assets', 'main-AbCd1234.js'), 'export {};');
  writeFileSync(join(web, 'assets', 'main-AbCd1234.js.br'), brotliCompressSync('export {};'));
  server = await testHttp({
    routes,
    webRoot: web,
    authenticator: tokenAuthenticator(callers),
    readiness: () => Promise.resolve({ database: true }),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(web, { recursive: true });
});

type Call = { method?: string; token?: string; cookie?: string; body?: unknown; headers?: Record<string, string> };
async function call(path: string, { method = 'GET', token = 'all', cookie, body, headers = {} }: Call = {}) {
  const response = await fetch(server.base + path, {
    method,
    headers: {
      ...(cookie !== undefined ? { cookie: `tandem_session=${cookie}` } : token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json };
}

describe('validation', () => {
  it('turns query text into what the schema wants, and fills defaults', async () => {
    expect((await call('/api/v1/things?limit=7&on=true')).json).toEqual({ limit: 7, on: true });
    expect((await call('/api/v1/things')).json).toEqual({ limit: 50, on: null });
    expect((await call('/api/v1/things?limit=7.5')).status).toBe(400);
    expect((await call('/api/v1/things?limit=0')).json.errors).toEqual([{ path: 'query/limit', message: 'must be at least 1' }]);
  });

  it('converts and drops nothing in a body', async () => {
    expect((await call('/api/v1/things', { method: 'POST', body: { n: 1 } })).json).toEqual({ id: 'thing_1' });
    const bad = await call('/api/v1/things', {
      method: 'POST',
      body: { n: '1', extra: true, kind: 'c' },
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(bad.status).toBe(400);
    expect(bad.headers.get('content-type')).toContain('application/problem+json');
    expect(bad.headers.get('content-language')).toBe('zh-CN');
    expect(bad.json).toMatchObject({ code: 'request.invalid', title: '请求无效', instance: '/api/v1/things' });
    expect(bad.json.errors).toEqual(
      expect.arrayContaining([
        { path: 'body/n', message: '类型必须是 integer' },
        { path: 'body', message: '包含未知字段：extra' },
        { path: 'body/kind', message: '不是允许的值' },
      ]),
    );
  });

  it.each([
    ['half', '{"n":', 'application/json', 400, 'request.malformed'],
    ['a prototype', '{"__proto__":{}}', 'application/json', 400, 'request.malformed'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 415, 'request.media-type'],
    ['plain text', '{}', 'text/plain', 415, 'request.media-type'],
    ['nothing', '', 'application/json', 400, 'request.invalid'],
    ['a giant', `{"n":"${'x'.repeat(1_100_000)}"}`, 'application/json', 413, 'request.too-large'],
  ])('%s is refused', async (_name, body, type, status, code) => {
    const answer = await call('/api/v1/things', { method: 'POST', body, headers: { 'content-type': type } });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});

it('lets a request without a body name a content type', async () => {
  expect((await call('/api/v1/things/some', { method: 'DELETE', headers: { 'content-type': 'application/json' } })).status).toBe(204);
});

describe('errors', () => {
  it('says what was expected and hides what was not', async () => {
    expect((await call('/api/v1/things/none', { method: 'DELETE' })).json).toMatchObject({
      status: 404,
      code: 'user.not-found',
      detail: 'There is no user none.',
    });
    const hidden = await call('/api/v1/things', { method: 'POST', body: { n: 13 } });
    expect(hidden.status).toBe(500);
    expect(hidden.text).not.toContain('secret words');
    expect(hidden.json.detail).toMatch(/reference [0-9a-f]{12}/);
  });

  it('asks to try again where the database did not take it in time', async () => {
    const late = await call('/api/v1/things', { method: 'POST', body: { n: 14 } });
    expect([late.status, late.json.code, late.json.detail]).toEqual([503, 'database.unavailable', 'Try again shortly.']);
  });

  it('knows its addresses', async () => {
    expect((await call('/api/v1/none')).json).toMatchObject({ status: 404, code: 'request.not-found' });
    expect((await call('/api/v1/none', { method: 'POST', body: {} })).status).toBe(404);
    expect((await call('/none.js')).status).toBe(404);
  });

  it('does not send an answer that breaks its own promise', async () => {
    expect((await call('/api/v1/wrong')).status).toBe(500);
    expect((await server.telemetry.text()).body).toContain('tandem_http_answer_mismatch_total{route="GET /wrong"} 1');
  });
});

describe('access', () => {
  it('wants a session and the action', async () => {
    const none = await call('/api/v1/things', { token: '' });
    expect([none.status, none.json.code, none.headers.get('www-authenticate')]).toEqual([401, 'auth.required', 'Bearer realm="tandem"']);
    expect((await call('/api/v1/things', { token: 'made-up' })).status).toBe(401);
    expect((await call('/api/v1/things', { token: 'reader' })).status).toBe(200);
    const denied = await call('/api/v1/things', { method: 'POST', token: 'reader', body: { n: 1 } });
    expect(denied.json).toMatchObject({ status: 403, code: 'access.denied', detail: 'Your role lacks the permission queues:write.' });
    expect(server.audit.at(-1)).toMatchObject({ action: 'thing.create', outcome: 'denied', user: callers.reader.user });
  });

  it('audits what was done, without values', async () => {
    await call('/api/v1/things', { method: 'POST', body: { n: 77 } });
    expect(server.audit.at(-1)).toEqual({
      tenant: callers.all.tenant,
      user: callers.all.user,
      action: 'thing.create',
      object: 'thing_77',
      outcome: 'done',
      ip: '127.0.0.1',
      details: { fields: ['n'] },
    });
  });

  it('refuses a forged write with a cookie', async () => {
    const write = (headers: Record<string, string>) => call('/api/v1/things', { method: 'POST', cookie: 'all', body: { n: 1 }, headers });
    expect((await call('/api/v1/things', { cookie: 'all' })).status).toBe(200);
    expect((await write({})).json.code).toBe('access.csrf');
    expect((await write({ 'x-tandem-csrf': '1' })).status).toBe(201);
    expect((await write({ 'x-tandem-csrf': '1', origin: server.base })).status).toBe(201);
    expect((await write({ 'x-tandem-csrf': '1', origin: 'https://evil.test' })).json.code).toBe('access.csrf');
    expect((await write({ 'x-tandem-csrf': '1', origin: 'null' })).json.code).toBe('access.csrf');
    expect((await call('/api/v1/in', { method: 'POST', headers: { origin: 'https://evil.test' } })).json.code).toBe('access.csrf');
  });

  it('sets the session cookie so that no script and no other site gets it', async () => {
    const answer = await call('/api/v1/in', { method: 'POST', token: '' });
    expect(answer.headers.get('set-cookie')).toBe('tandem_session=tok; Path=/; Max-Age=86400; HttpOnly; SameSite=Strict');
  });
});

describe('ranges', () => {
  it.each([
    [undefined, 200, '0123456789', null],
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=4-2', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
  ])('%s -> %i', async (range, status, text, contentRange) => {
    const answer = await call('/api/v1/audio', range === undefined ? {} : { headers: { range } });
    expect([answer.status, answer.text, answer.headers.get('content-range')]).toEqual([status, text, contentRange]);
    expect(answer.headers.get('content-type')).toBe('audio/wav');
  });
});

describe('a long answer', () => {
  it.each([
    [5_000, 'gzip, br', 'gzip'],
    [5_000, 'identity', null],
    [50, 'gzip', null],
  ])('of %i letters, for who takes %s: %s', async (letters, takes, encoding) => {
    const answer = await call(`/api/v1/long/${letters}`, { headers: { 'accept-encoding': takes } });
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
    expect(JSON.parse(answer.text)).toBe('x'.repeat(letters));
  });
});

describe('pages and probes', () => {
  it('sends a policy without inline scripts', async () => {
    const policy = (await call('/', { token: '' })).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect((await call('/api/v1/things')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves the app: assets for ever, its pages fresh', async () => {
    expect((await call('/assets/main-AbCd1234.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    // Packed for whoever takes it, as it was built; fetch takes it and unpacks.
    const packed = await call('/assets/main-AbCd1234.js', { headers: { 'accept-encoding': 'br' } });
    expect(['content-encoding', 'vary', 'content-type', 'cache-control'].map((name) => packed.headers.get(name))).toEqual([
      'br',
      'accept-encoding',
      expect.stringContaining('/javascript'),
      'public, max-age=31536000, immutable',
    ]);
    expect(packed.text).toBe('export {};');
    // What is for pages is on pages alone.
    const [page, asset] = [await call('/', { token: '' }), packed];
    expect([page.headers.has('permissions-policy'), page.headers.has('content-security-policy')]).toEqual([true, true]);
    expect([asset.headers.has('permissions-policy'), asset.headers.has('content-security-policy')]).toEqual([false, false]);
    expect(asset.headers.get('x-content-type-options')).toBe('nosniff');
    expect(
      (await call('/assets/main-AbCd1234.js', { headers: { 'accept-encoding': 'identity' } })).headers.get('content-encoding'),
    ).toBeNull();
    for (const path of ['/', '/interactions/int_1?x=1']) {
      const page = await call(path, { headers: { accept: 'text/html' } });
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(page.text).toContain('id="root"');
    }
    expect((await call('/assets/gone-12345678.js')).status).toBe(404);
    expect((await call('/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd')).text).not.toContain('root:');
  });

  it('answers machines without sign-in', async () => {
    expect((await call('/healthz', { token: '' })).json).toEqual({ status: 'ok' });
    expect((await call('/readyz', { token: '' })).json).toEqual({ status: 'ready', checks: { database: true } });
    expect((await call('/metrics', { token: '' })).text).toContain('tandem_http_requests_total');
    expect((await call('/metrics', { token: '', headers: { 'x-forwarded-for': '9.9.9.9' } })).status).toBe(401);
    const docs = await call('/docs', { token: '' });
    expect(docs.text).toContain('postThings');
    expect(docs.text).not.toContain('<script');
  });
});
