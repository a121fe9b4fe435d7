// Requests over real sockets: what comes back, what is cut off, and the doors into private networks that stay shut.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpRequest } from '../core/run.ts';
import { callHttp, MOST_BYTES } from './http-call.ts';

let server: http.Server;
let other: http.Server;
let origin = '';
let otherOrigin = '';
const seen: { method: string; url: string; headers: http.IncomingHttpHeaders; body: string }[] = [];

async function serve(handle: http.RequestListener): Promise<[http.Server, string]> {
  const made = http.createServer(handle);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return [made, `http://127.0.0.1:${(made.address() as AddressInfo).port}`];
}

beforeAll(async () => {
  [other, otherOrigin] = await serve((request, response) => {
    response.end(JSON.stringify({ secret: request.headers['authorization'] ?? 'none' }));
  });
  [server, origin] = await serve((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      if (request.url === '/slow') return;
      if (request.url === '/large') return void response.end(`"${'x'.repeat(MOST_BYTES)}"`);
      if (request.url === '/away') return void response.writeHead(302, { location: `${otherOrigin}/` }).end();
      if (request.url === '/inside') return void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
      if (request.url === '/round') return void response.writeHead(302, { location: '/round' }).end();
      if (request.url === '/broken') return void response.destroy();
      if (request.url === '/text') return void response.writeHead(503).end('down');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ balance: 12.5 }));
    });
  });
});
afterAll(() => {
  for (const each of [server, other]) {
    each.closeAllConnections();
    each.close();
  }
});

const ask = (path: string, over: Partial<HttpRequest> = {}, allowed = ['127.0.0.1']) =>
  callHttp(
    { method: 'GET', url: path.startsWith('http') ? path : origin + path, headers: {}, body: undefined, timeoutMs: 2_000, ...over },
    allowed,
  );

describe('callHttp', () => {
  test('sends method, headers and JSON, and reads JSON', async () => {
    const answer = await ask('/a?b=c', { method: 'POST', headers: { Authorization: 'Bearer x', Host: 'elsewhere' }, body: { n: 1 } });
    expect(answer).toEqual({ status: 200, body: { balance: 12.5 } });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/a?b=c', body: '{"n":1}', headers: { authorization: 'Bearer x' } });
    expect(seen.at(-1)!.headers.host).toBe(new URL(origin).host);
  });
  test('a status without JSON is told as it is', async () => {
    expect(await ask('/text')).toEqual({ status: 503, body: null });
  });
  test('no answer in time, one too large and one that breaks off are failures', async () => {
    const begun = performance.now();
    await expect(ask('/slow', { timeoutMs: 200 })).rejects.toThrow('no answer in 200 ms');
    expect(performance.now() - begun).toBeLessThan(1_000);
    await expect(ask('/large')).rejects.toThrow('larger');
    await expect(ask('/broken')).rejects.toThrow();
  });
  test('follows to another host, but does not show it the headers; a circle is cut', async () => {
    expect(await ask('/away', { headers: { authorization: 'Bearer x' } })).toEqual({ status: 200, body: { secret: 'none' } });
    await expect(ask('/round')).rejects.toThrow('redirects');
    // What is no GET is not sent twice.
    expect(await ask('/away', { method: 'POST' })).toMatchObject({ status: 302 });
  });
  test.each(['/', 'http://localhost:1/', 'http://[::1]:1/', 'http://10.1.2.3/', 'http://2130706433/', 'http://0x7f.1/', 'http://127.1/'])(
    'a private address stays shut: %s',
    async (path) => {
      const before = seen.length;
      await expect(ask(path, {}, [])).rejects.toThrow(/not allowed/);
      expect(seen.length).toBe(before);
    },
  );
  test('a redirect opens no door that is shut; another port than the allowed one is shut', async () => {
    await expect(ask('/inside')).rejects.toThrow(/169\.254\.169\.254 is in a private network/);
    await expect(ask('/', {}, ['127.0.0.1:1'])).rejects.toThrow(/not allowed/);
    expect(await ask('/', {}, [new URL(origin).host])).toMatchObject({ status: 200 });
    await expect(ask('/away', {}, [new URL(origin).host])).rejects.toThrow(/not allowed/);
  });
  test('a name that leads inside is shut after it was looked up', async () => {
    await expect(ask(origin.replace('127.0.0.1', 'localhost'), {}, [])).rejects.toThrow(/localhost/);
    expect(await ask(origin.replace('127.0.0.1', 'localhost'), {}, ['localhost'])).toMatchObject({ status: 200 });
  });
});
