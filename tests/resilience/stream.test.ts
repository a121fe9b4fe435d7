// The event stream cut a hundred times, in every way, by three clients during traffic, the server killed twice: each resumes by its last cursor,
// and has had what stands in the database's log: nothing lost, nothing doubled, in order.
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { EAGER } from '../kit/demo.ts';
import type { Frame } from '../kit/event-stream.ts';
import { expectWhole, stopAndReadLog } from '../kit/log-truth.ts';
import { killPart } from '../kit/parts.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { startSoftphone } from '../../sim/softphone.ts';

const CUTS = 100;
const CLIENTS = 3;

/** Ways in which a connection ends; each is in turn. */
const ways: Record<string, (socket: WebSocket) => Promise<void>> = {
  /** The network is gone: no close frame, RST or nothing. */
  destroyed: async (socket) => socket.terminate(),
  reset: async (socket) => void raw(socket).resetAndDestroy(),
  /** Takes nothing for a while, so that frames stand in buffers, and is gone. */
  halfOpen: async (socket) => {
    raw(socket).pause();
    await pause(700);
    socket.terminate();
  },
  /** Closed in order, in the middle of frames. */
  closed: async (socket) => socket.close(),
  /** The server ends it: a client has nothing to say, least of all so much. */
  refused: async (socket) => socket.send('x'.repeat(4_000)),
};
const raw = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

let tandem: Tandem;
let admin: Api;
let agents: Api[];
let cuts = 0;
let failures = 0;
const begun: string[] = [];

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  agents = [];
  for (const n of [1, 2, 3]) agents.push(await signIn(tandem.baseUrl, `agent${n}@demo.test`));
});
afterAll(() => tandem?.stop());

/** One client: cut and back again until `over`, then a last time until it has the `end`. */
function client(n: number): { frames: Frame[]; done(until: number): Promise<void> } {
  const frames: Frame[] = [];
  const state = { over: false };
  let turn = n;

  async function connect(): Promise<WebSocket | null> {
    const cursor = frames.at(-1)?.cursor ?? begun[n]!;
    const socket = new WebSocket(`${tandem.baseUrl.replace('http', 'ws')}/api/v1/stream?cursor=${cursor}`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    let mine = true;
    // What comes after the cut was never had.
    socket.on('message', (message: Buffer) => mine && frames.push(JSON.parse(message.toString()) as Frame));
    const up = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('unexpected-response', () => resolve(false));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => (mine = false));
    return up ? socket : null;
  }

  const running = (async () => {
    while (!state.over) {
      const socket = await connect();
      if (socket === null) {
        failures += 1;
        await pause(150);
        continue;
      }
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await Promise.race([pause(30 + Math.random() * 900), gone]);
      const [, cut] = Object.entries(ways)[turn++ % Object.keys(ways).length]!;
      if (socket.readyState === WebSocket.OPEN) await cut(socket);
      await gone;
      cuts += 1;
    }
  })();
  return {
    frames,
    async done(until) {
      state.over = true;
      await running;
      const socket = await connect();
      await eventually('the last event', () => (placeOf(frames.at(-1)) >= until ? true : null), 15_000);
      socket?.terminate();
    },
  };
}

const placeOf = (frame: Frame | undefined): number =>
  frame === undefined ? 0 : (JSON.parse(Buffer.from(frame.cursor, 'base64url').toString()) as { s: number }).s;

/** Where the log stands, as a client learns it. */
async function head(): Promise<string> {
  const socket = new WebSocket(`${tandem.baseUrl.replace('http', 'ws')}/api/v1/stream?heartbeat=1`, {
    headers: { authorization: `Bearer ${admin.token}` },
  });
  const first = await new Promise<Frame>((resolve, reject) => {
    socket.once('message', (message: Buffer) => resolve(JSON.parse(message.toString()) as Frame));
    socket.once('error', reject);
  });
  socket.terminate();
  return first.cursor;
}

/** Agents who come and go, and calls, as fast as one after the other. */
async function traffic(on: () => boolean): Promise<void> {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: '+8613900008000' });
  const coming = agents.map(async (agent) => {
    for (let i = 0; on(); i++) {
      const body = { presence: i % 2 ? 'away' : 'available', reason: i % 2 ? 'test' : null, onQueue: i % 2 === 0 };
      await agent.send('PUT', `/agents/${agent.user.agent}/presence`, body).catch(() => pause(200));
      await pause(60);
    }
  });
  const calling = (async () => {
    while (on()) {
      const call = await phone.call('4091');
      await call.answered(15_000).catch(() => undefined);
      await pause(150);
      await call.leave();
    }
  })();
  await Promise.all([...coming, calling]);
  phone.close();
}

it('loses nothing and doubles nothing', async () => {
  const from = await head();
  for (let n = 0; n < CLIENTS; n++) begun.push(from);
  let busy = true;
  const clients = Array.from({ length: CLIENTS }, (_unused, n) => client(n));
  const working = traffic(() => busy);
  for (const part of [1, 2]) {
    await eventually('cuts', () => (cuts >= (CUTS * part) / 3 ? true : null), 90_000);
    await killPart(tandem, 'server');
  }
  await eventually('a hundred cuts', () => (cuts >= CUTS && failures > 0 ? true : null), 90_000);
  await eventually('the server to be back', async () => ((await fetch(`${tandem.baseUrl}/readyz`)).ok ? true : null), 30_000);
  busy = false;
  await working;
  await pause(1_000);
  const start = placeOf({ cursor: from } as Frame);
  const end = placeOf({ cursor: await head() } as Frame);
  for (const each of clients) await each.done(end);

  const rows = await stopAndReadLog(tandem);
  expectWhole(rows);
  const logged = rows.filter(({ seq }) => Number(seq) > start && Number(seq) <= end);
  expect(logged.length).toBeGreaterThan(300);
  for (const { frames } of clients) {
    const had = frames.filter((frame) => placeOf(frame) <= end);
    const told = had.map((frame) => `${placeOf(frame)} ${frame.stream} ${frame.version} ${frame.type}`);
    expect(told).toEqual(logged.map((row) => `${row.seq} ${row.stream} ${row.version} ${row.type}`));
  }
});
