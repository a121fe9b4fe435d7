// One contract test for all transports of a port: calls, errors, time-outs, order of events, loss and return of the other side.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Type } from 'typebox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../errors/types.ts';
import { createLocalTransport } from './local.ts';
import { createSocketTransport } from './socket.ts';
import type { PortClient, PortContract, PortServer, Transport } from './types.ts';

const contract = {
  name: 'calculator',
  calls: {
    add: { input: Type.Object({ a: Type.Number(), b: Type.Number() }), output: Type.Number() },
    echo: { input: Type.Object({ text: Type.String() }), output: Type.Object({ text: Type.String() }) },
    fail: { input: Type.Object({ how: Type.String() }), output: Type.Null() },
    slow: { input: Type.Object({ ms: Type.Number() }), output: Type.Number() },
  },
  events: { tick: Type.Object({ n: Type.Number() }) },
} satisfies PortContract;
type Contract = typeof contract;

const handlers = {
  add: async ({ a, b }: { a: number; b: number }) => a + b,
  echo: async (input: { text: string }) => input,
  fail: async ({ how }: { how: string }): Promise<null> => {
    if (how === 'app') throw new AppError('lease.lost', { lease: 'x' });
    throw new TypeError('inside');
  },
  slow: async ({ ms }: { ms: number }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ms;
  },
};

let folder: string;
let paths = 0;
beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-bus-'))));
afterAll(() => rm(folder, { recursive: true }));

const ready = (client: PortClient<Contract>) => new Promise<void>((resolve) => client.onConnection((connected) => connected && resolve()));

const transports: Record<string, () => Transport> = {
  local: () => createLocalTransport(),
  socket: () => createSocketTransport({ path: path.join(folder, `${++paths}.sock`), maxFrame: 100_000 }),
};

describe.each(Object.entries(transports))('%s transport', (_, make) => {
  const open: { close(): Promise<void> }[] = [];
  const serve = async (transport: Transport): Promise<PortServer<Contract>> => {
    const server = await transport.serve(contract, handlers);
    open.push(server);
    return server;
  };
  const use = (transport: Transport): PortClient<Contract> => {
    const client = transport.connect(contract);
    open.push(client);
    return client;
  };
  afterEach(async () => void (await Promise.all(open.splice(0).map((each) => each.close()))));

  it('answers calls, each with its own answer', async () => {
    const transport = make();
    await serve(transport);
    const client = use(transport);
    await ready(client);
    const sums = await Promise.all(Array.from({ length: 200 }, (_, n) => client.call('add', { a: n, b: 1 })));
    expect(sums).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    const slow = client.call('slow', { ms: 60 });
    expect(await client.call('add', { a: 1, b: 1 })).toBe(2);
    expect(await slow).toBe(60);
    const text = '客服'.repeat(10_000);
    expect(await client.call('echo', { text })).toEqual({ text });
  });

  it('carries the code of an AppError, and of nothing else', async () => {
    const transport = make();
    await serve(transport);
    const client = use(transport);
    await ready(client);
    const app = await client.call('fail', { how: 'app' }).catch((error: unknown) => error);
    expect(app).toBeInstanceOf(AppError);
    expect(app).toMatchObject({ code: 'lease.lost', detail: { lease: 'x' } });
    await expect(client.call('fail', { how: 'other' })).rejects.toMatchObject({
      code: 'port.failed',
      detail: { port: 'calculator', call: 'fail' },
    });
    await expect(client.call('add', { a: 'one' } as never)).rejects.toMatchObject({ code: 'port.bad-input' });
    await expect(client.call('subtract' as never, {} as never)).rejects.toMatchObject({ code: 'port.no-such-call' });
  });

  it('times out, and the late answer disturbs nobody', async () => {
    const transport = make();
    await serve(transport);
    const client = use(transport);
    await ready(client);
    await expect(client.call('slow', { ms: 120 }, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'port.timeout' });
    await new Promise((resolve) => setTimeout(resolve, 130));
    expect(await client.call('add', { a: 2, b: 3 })).toBe(5);
  });

  it('delivers events in order to every client, in order with the answers', async () => {
    const transport = make();
    const server = await serve(transport);
    const counts: number[] = [];
    server.onClients((count) => void counts.push(count));
    const clients = [use(transport), use(transport)];
    const heard: number[][] = [[], []];
    clients.forEach((client, n) => client.on('tick', (tick) => void heard[n]?.push(tick.n)));
    await Promise.all(clients.map(ready));
    await expect.poll(() => counts.at(-1)).toBe(2);
    for (let n = 0; n < 500; n++) server.emit('tick', { n });
    await Promise.all(clients.map((client) => client.call('add', { a: 0, b: 0 })));
    expect(heard).toEqual([0, 1].map(() => Array.from({ length: 500 }, (_, n) => n)));
    await clients[0]?.close();
    await expect.poll(() => counts.at(-1)).toBe(1);
  });

  it('does not let a listener that throws stop the others', async () => {
    const transport = make();
    const server = await serve(transport);
    const client = use(transport);
    const heard: number[] = [];
    client.on('tick', () => {
      throw new Error('mine');
    });
    client.on('tick', ({ n }) => void heard.push(n));
    await ready(client);
    server.emit('tick', { n: 1 });
    server.emit('tick', { n: 2 });
    await expect.poll(() => heard).toEqual([1, 2]);
  });

  it('rejects while nobody serves, tells of loss and return, and works again', async () => {
    const transport = make();
    const client = use(transport);
    const states: boolean[] = [];
    client.onConnection((connected) => void states.push(connected));
    await expect(client.call('add', { a: 1, b: 1 })).rejects.toMatchObject({ code: 'port.unavailable' });
    const first = await serve(transport);
    await expect.poll(() => states.at(-1), { timeout: 4_000 }).toBe(true);
    const waiting = client.call('slow', { ms: 3_000 }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await first.close();
    expect(await waiting).toMatchObject({ code: 'port.unavailable' });
    await serve(transport);
    await expect.poll(() => states, { timeout: 4_000 }).toEqual([false, true, false, true]);
    expect(await client.call('add', { a: 1, b: 1 })).toBe(2);
  });
});

describe('socket transport', () => {
  it('refuses a path that the system cannot name', () => {
    expect(() => createSocketTransport({ path: `/tmp/${'x'.repeat(120)}` })).toThrow(
      expect.objectContaining({ code: 'port.path-too-long' }) as Error,
    );
  });

  it('gives the file to its owner alone, takes over a dead one, and not a live one or another kind of file', async () => {
    const file = path.join(folder, 'owned.sock');
    const transport = createSocketTransport({ path: file });
    const server = await transport.serve(contract, handlers);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(transport.serve(contract, handlers)).rejects.toMatchObject({ code: 'port.in-use' });
    await server.close();
    // What kill -9 leaves behind: a socket file that nobody listens on.
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(file)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    expect((await stat(file)).isSocket()).toBe(true);
    await (await transport.serve(contract, handlers)).close();
    await writeFile(file, 'precious');
    await expect(transport.serve(contract, handlers)).rejects.toMatchObject({ code: 'port.in-use' });
  });

  it('refuses a frame that is too large, on either side, and lives on', async () => {
    const file = path.join(folder, 'large.sock');
    const transport = createSocketTransport({ path: file, maxFrame: 1_000 });
    const server = await transport.serve(contract, handlers);
    const client = transport.connect(contract);
    await ready(client);
    await expect(client.call('echo', { text: 'x'.repeat(2_000) })).rejects.toMatchObject({ code: 'port.frame-too-large' });
    const raw = connect(file);
    const closed = new Promise((resolve) => raw.once('close', resolve));
    raw.on('error', () => undefined);
    raw.write(Buffer.from([0x7f, 0xff, 0xff, 0xff, 1, 2, 3]));
    await closed;
    expect(await client.call('add', { a: 1, b: 2 })).toBe(3);
    await client.close();
    await server.close();
  });

  it('does not serve a client that asked for another port, or did not say which', async () => {
    const file = path.join(folder, 'other.sock');
    const transport = createSocketTransport({ path: file });
    const server = await transport.serve(contract, handlers);
    const stranger = transport.connect({ ...contract, name: 'other' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(stranger.call('add', { a: 1, b: 2 })).rejects.toMatchObject({ code: 'port.unavailable' });
    await stranger.close();
    await server.close();
  });
});
