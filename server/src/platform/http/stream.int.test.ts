// The event stream over a real log: cut again and again under traffic nothing is lost, doubled or out of order; and who may not listen does not.
import { randomBytes } from 'node:crypto';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { StreamFrame } from '@tandem/contract/api/stream.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { makeId } from '../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../db/testkit.ts';
import { encodeCursor } from './cursor.ts';
import { createStream, type Stream, type StreamOptions } from './stream.ts';
import { quietLog, testCaller, testHttp, tokenAuthenticator, type TestHttp } from './testkit.ts';

const id = <P extends string>(prefix: P) => makeId(prefix, Date.now(), randomBytes(10));
const tenant = id('tnt');
const other = id('tnt');
const agents = Array.from({ length: 5 }, () => id('agt'));

let data: TestDatabase;
beforeAll(async () => {
  data = await testDatabase({ modules: [] });
});
afterAll(() => data.close());

async function append(count: number, of: TenantId = tenant): Promise<void> {
  await data.db.tenant(of, (tx) =>
    data.log.append(
      tx,
      Array.from({ length: count }, (_, i) => {
        const agent = agents[i % agents.length]!;
        return {
          stream: agent,
          type: 'presence.changed' as const,
          actor: { kind: 'system' as const, part: 'test' },
          data: { agent, signedIn: true, presence: 'available' as const, reason: null, onQueue: true, reachable: true },
        };
      }),
    ),
  );
}

type Setup = { server: TestHttp; stream: Stream; auth: ReturnType<typeof tokenAuthenticator>; close(): Promise<void> };

async function setUp(options: Partial<StreamOptions> = {}): Promise<Setup> {
  const auth = tokenAuthenticator({
    tok: testCaller({ 'events:read': 'tenant' }, { tenant }),
    second: testCaller({ 'events:read': 'tenant' }, { tenant, session: 'ses_second' }),
    agent: testCaller({ 'events:read': 'tenant' }, { tenant, agent: agents[0]!, session: 'ses_agent' }),
    deaf: testCaller({ 'queues:read': 'tenant' }, { tenant, session: 'ses_deaf' }),
  });
  const server = await testHttp({ authenticator: auth });
  const stream = await createStream({
    log: data.log,
    authenticator: auth,
    guard: server.http.guard,
    visible: (_caller, event) => event,
    clock: { now: () => Date.now() },
    logger: quietLog,
    telemetry: server.telemetry,
    ...options,
  });
  server.http.upgrades.on('/api/v1/stream', stream.upgrade);
  server.http.onDrain(stream.close);
  return { server, stream, auth, close: () => server.close() };
}

type Listener = { frames: StreamFrame[]; socket: WebSocket; opened: Promise<void>; closed: Promise<number>; status: Promise<number> };

function listen(
  base: string,
  query: string,
  options: ClientOptions & { protocols?: string[] } = { headers: { authorization: 'Bearer tok' } },
  onFrame?: (listener: Listener) => void,
): Listener {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/v1/stream${query}`, options.protocols ?? [], options);
  const frames: StreamFrame[] = [];
  const listener: Listener = {
    frames,
    socket,
    opened: new Promise((resolve) => socket.once('open', () => resolve())),
    closed: new Promise((resolve) => socket.once('close', resolve)),
    status: new Promise((resolve) =>
      socket.once('unexpected-response', (_request, response) => (resolve(response.statusCode ?? 0), socket.terminate())),
    ),
  };
  socket.on('error', () => undefined);
  socket.on('message', (text) => {
    frames.push(JSON.parse((text as Buffer).toString()) as StreamFrame);
    onFrame?.(listener);
  });
  return listener;
}

async function until(what: () => boolean, ms = 15_000): Promise<void> {
  const end = Date.now() + ms;
  while (!what()) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${String(what)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const key = (frame: { stream: string; version: number }) => `${frame.stream}#${frame.version}`;

describe('completeness', () => {
  // Small memory: reconnects go through backfill from the log, cut-over and live again and again.
  it.each([20, 10_000])('loses, doubles and swaps nothing when cut under traffic, with %i events in memory', async (kept) => {
    const { server, ...rest } = await setUp({ kept });
    const start = await data.log.head();
    const got: StreamFrame[] = [];
    let cuts = 0;
    let done = false;
    const total = 1_200;

    const client = (async () => {
      let cursor = encodeCursor({ s: start });
      while (got.length < total) {
        const life = 1 + Math.floor(Math.random() * 60);
        const each = listen(server.base, `?cursor=${cursor}`, { headers: { authorization: 'Bearer tok' } }, (listener) => {
          // Frames after the cut are not taken: a real client has lost them with its connection.
          if (listener.frames.length > life) return;
          const frame = listener.frames.at(-1)!;
          got.push(frame);
          cursor = frame.cursor;
          if (listener.frames.length === life) {
            cuts++;
            listener.socket.terminate();
          }
          if (got.length === total) {
            done = true;
            listener.socket.terminate();
          }
        });
        await each.closed;
      }
    })();

    for (let sent = 0; sent < total; sent += 20) {
      await Promise.all([append(12), append(8), append(7, other)]);
    }
    await until(() => done, 20_000);
    await client;
    const expected = await data.log.read({ after: start, limit: 10_000, tenant });
    expect(expected).toHaveLength(total);
    expect(got.map(key)).toEqual(expected.map(key));
    expect(cuts).toBeGreaterThan(10);
    await rest.close();
  });

  it('delivers within a moment what is appended while it listens', async () => {
    const { server, ...rest } = await setUp();
    const one = listen(server.base, '');
    await one.opened;
    await new Promise((resolve) => setTimeout(resolve, 50));
    const at = Date.now();
    await append(1);
    await until(() => one.frames.length === 1);
    expect(Date.now() - at).toBeLessThan(2_000);
    expect(one.frames[0]).toMatchObject({ type: 'presence.changed', stream: agents[0], data: { presence: 'available' } });
    expect(Object.keys(one.frames[0]!).toSorted()).toEqual(['at', 'cursor', 'data', 'stream', 'type', 'version']);
    await rest.close();
  });

  it('leaves out how other agents are for who asks so, until he asks for it', async () => {
    const { server, ...rest } = await setUp();
    const [one, all] = [listen(server.base, '?agents=own', { headers: { authorization: 'Bearer agent' } }), listen(server.base, '')];
    await Promise.all([one.opened, all.opened]);
    await append(agents.length);
    await until(() => all.frames.length === agents.length && one.frames.length === 1);
    expect(one.frames[0]).toMatchObject({ stream: agents[0] });
    for (const nonsense of ['nonsense', 'null', '{"agents":"some"}', '7']) one.socket.send(nonsense);
    one.socket.send('{"agents":"all"}');
    const told = () => one.frames.some(({ stream }) => stream === agents[1]);
    for (let tries = 0; tries < 50 && !told(); tries++) {
      await append(agents.length);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(told()).toBe(true);
    await rest.close();
  });

  it('shows only what the caller may see, as he may see it', async () => {
    const { server, ...rest } = await setUp({
      visible: (caller, event) => (event.stream === agents[1] ? { ...event, data: { hidden: caller.user } } : null),
    });
    const one = listen(server.base, '?heartbeat=1');
    await one.opened;
    await until(() => one.frames.length === 1);
    expect(one.frames[0]).toMatchObject({ type: 'stream.opened', data: {} });
    await append(5);
    await append(5);
    await until(() => one.frames.length >= 3);
    await append(3, other);
    expect(one.frames.slice(1).map((frame) => [frame.stream, Object.keys(frame.data as object)])).toEqual([
      [agents[1], ['hidden']],
      [agents[1], ['hidden']],
    ]);
    await rest.close();
  });
});

describe('ends', () => {
  it('closes a client that takes nothing, and lets it resume', async () => {
    const { server, ...rest } = await setUp({
      limits: { bufferedBytes: 20_000, stalledMs: 200 },
      visible: (_caller, event) => ({ ...event, data: 'x'.repeat(400_000) }),
    });
    const start = await data.log.head();
    const slow = listen(server.base, `?cursor=${encodeCursor({ s: start })}`);
    await slow.opened;
    slow.socket.pause();
    await append(60);
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    slow.socket.resume();
    await slow.closed;
    expect(slow.frames.length).toBeLessThan(60);
    const resumed = listen(server.base, `?cursor=${slow.frames.at(-1)?.cursor ?? encodeCursor({ s: start })}`);
    await until(() => slow.frames.length + resumed.frames.length >= 60);
    expect([...slow.frames, ...resumed.frames].map(key)).toEqual((await data.log.read({ after: start, limit: 100, tenant })).map(key));
    const { body } = await server.telemetry.text();
    expect(body).toContain('tandem_stream_closed_total{reason="slow"} 1');
    expect(body).toContain('tandem_stream_clients 1');
    await rest.close();
  });

  it('ends with the session: told at once, or found at the next beat', async () => {
    const { server, auth, ...rest } = await setUp({ beatMs: 50 });
    const told = listen(server.base, '');
    const found = listen(server.base, '', { headers: { authorization: 'Bearer second' } });
    await Promise.all([told.opened, found.opened]);
    auth.revoke('ses_test');
    expect(await told.closed).toBe(4401);
    auth.authenticate = () => Promise.resolve(null);
    expect(await found.closed).toBe(4401);
    await rest.close();
  });

  it.each([
    ['?cursor=nonsense', 4400],
    [`?cursor=${encodeCursor({ s: 1, more: 1 })}`, 4400],
    [`?cursor=${encodeCursor({ s: 1e12 })}`, 4400],
    [`?cursor=${encodeCursor({ s: 1 })}`, 4410],
  ])('%s is closed with %i', async (query, code) => {
    await append(30);
    await data.log.head();
    const { server, ...rest } = await setUp({ replayMost: 5 });
    expect(await listen(server.base, query).closed).toBe(code);
    await rest.close();
  });

  it('tells its clients to resume when the server stops', async () => {
    const { server, ...rest } = await setUp();
    const one = listen(server.base, '');
    await one.opened;
    await new Promise((resolve) => setTimeout(resolve, 50));
    const at = Date.now();
    await rest.close();
    expect(await one.closed).toBe(1012);
    expect(Date.now() - at).toBeLessThan(1_500);
    expect(server.http).toBeDefined();
  });

  it('beats for clients that ask', async () => {
    const { server, ...rest } = await setUp({ beatMs: 40 });
    const one = listen(server.base, '?heartbeat=1');
    await until(() => one.frames.filter((frame) => frame.type === 'stream.heartbeat').length >= 2);
    await rest.close();
  });
});

describe('door', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await setUp();
  });
  afterAll(() => setup.close());

  it.each([
    ['nothing', {}, 401],
    ['a wrong token', { headers: { authorization: 'Bearer wrong' } }, 401],
    ['a caller without events:read', { headers: { authorization: 'Bearer deaf' } }, 403],
    ['a cookie from another site', { headers: { cookie: 'tandem_session=tok', origin: 'https://evil.test' } }, 403],
    ['a cookie from nowhere', { headers: { cookie: 'tandem_session=tok' } }, 403],
  ])('refuses %s', async (_name, options, status) => {
    expect(await listen(setup.server.base, '', options).status).toBe(status);
  });

  it('takes a cookie from our own pages, and a token as subprotocol', async () => {
    const cookie = listen(setup.server.base, '', { headers: { cookie: 'tandem_session=tok', origin: setup.server.base } });
    await cookie.opened;
    const protocol = listen(setup.server.base, '', { protocols: ['tandem.v1', 'tandem.bearer.tok'] });
    await protocol.opened;
    expect(protocol.socket.protocol).toBe('tandem.v1');
    cookie.socket.terminate();
    protocol.socket.terminate();
  });

  it('refuses other paths', async () => {
    const socket = new WebSocket(`${setup.server.base.replace('http', 'ws')}/elsewhere`);
    const status = await new Promise((resolve) => socket.once('unexpected-response', (_request, response) => resolve(response.statusCode)));
    socket.on('error', () => undefined);
    socket.terminate();
    expect(status).toBe(404);
  });
});
