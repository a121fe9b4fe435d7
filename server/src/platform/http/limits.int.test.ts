// Limits, addresses behind proxies, and a clean stop, over a real socket.
import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { Secret } from '../config/secret.ts';
import { testCaller, testHttp, tokenAuthenticator } from './testkit.ts';
import { publicRoute, route } from './types.ts';

let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => (release = resolve));

const routes = [
  route({
    method: 'GET',
    path: '/things',
    summary: 'List',
    tag: 'things',
    action: 'queues:read',
    schema: { response: Type.String() },
    handle: () => Promise.resolve('things'),
  }),
  route({
    method: 'GET',
    path: '/slow',
    summary: 'Slow',
    tag: 'things',
    action: null,
    schema: { response: Type.String() },
    handle: () => held.then(() => 'done'),
  }),
];

const callers = {
  all: testCaller({ 'queues:read': 'tenant' }),
  reader: testCaller({ 'queues:read': 'own' }, { session: 'ses_reader' }),
};

it('limits a session, tells how long to wait, and leaves others alone', async () => {
  const busy = await testHttp({
    routes,
    authenticator: tokenAuthenticator(callers),
    config: { rates: { sessionPerSecond: 5, apiKeyPerSecond: 5 }, metricsToken: new Secret('t'.repeat(20)) },
  });
  const get = (token: string) => fetch(`${busy.base}/api/v1/things`, { headers: { authorization: `Bearer ${token}` } });
  const begun = performance.now();
  const answers = await Promise.all(Array.from({ length: 12 }, () => get('all')));
  const served = answers.filter((each) => each.status === 200).length;
  expect(served).toBeGreaterThanOrEqual(5);
  // Five at once, and what became free while they were asked for.
  expect(served).toBeLessThanOrEqual(5 + Math.ceil(((performance.now() - begun) / 1_000) * 5));
  const refused = answers.find((each) => each.status === 429)!;
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('ratelimit-policy')).toBe('"session";q=5;w=1');
  expect((await get('reader')).status).toBe(200);
  const metrics = (token: string) =>
    fetch(`${busy.base}/metrics`, { headers: { 'x-forwarded-for': '9.9.9.9', authorization: `Bearer ${token}` } });
  expect([(await metrics('t'.repeat(20))).status, (await metrics('u'.repeat(20))).status]).toEqual([200, 401]);
  await busy.close();
});

it('believes only trusted proxies about the address', async () => {
  const seen: string[] = [];
  const ipRoute = publicRoute({
    method: 'GET',
    path: '/ip',
    summary: 'Ip',
    tag: 'x',
    public: true,
    schema: { response: Type.String() },
    handle: ({ ip }) => Promise.resolve(ip),
  });
  for (const trusted of [[], ['127.0.0.0/8']]) {
    const each = await testHttp({ routes: [ipRoute], config: { trustedProxies: trusted } });
    seen.push(await (await fetch(`${each.base}/api/v1/ip`, { headers: { 'x-forwarded-for': '6.6.6.6, 9.9.9.9' } })).text());
    await each.close();
  }
  expect(seen).toEqual(['"127.0.0.1"', '"9.9.9.9"']);
});

it('finishes what runs when it is told to stop', async () => {
  const stopping = await testHttp({ routes, authenticator: tokenAuthenticator(callers) });
  const running = fetch(`${stopping.base}/api/v1/slow`, { headers: { authorization: 'Bearer all' } });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = stopping.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  expect(await (await running).text()).toBe('"done"');
  await closed;
  await expect(fetch(`${stopping.base}/healthz`)).rejects.toThrow();
});
