// A FAKE of the API for browser tests of states a whole server cannot be brought into at will: throttled login, failing lists, a line that
// goes away and comes back, thousands of contacts. It serves the built web app under the server's own security policy.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { FakeWorld } from './fake-world.ts';

const DIST = path.join(import.meta.dirname, '../../web/dist');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

export type FakeAnswer = { status: number; body?: unknown; bytes?: Uint8Array; headers?: Record<string, string> };
export type FakeRequest = { method: string; path: string; query: URLSearchParams; body: Record<string, unknown>; signedIn: boolean };
export type FakeFrame = { type: string; stream: string; data?: Record<string, unknown> };

export type FakeApi = {
  baseUrl: string;
  /** Requests that came, as `GET /interactions?...`. */
  seen: string[];
  /** Answers instead of the world while it returns something. */
  override: (answer: ((request: FakeRequest) => FakeAnswer | null) | null) => void;
  push: (frame: FakeFrame) => void;
  /** Takes the stream away, or gives it back. */
  line: (up: boolean) => void;
  stop: () => Promise<void>;
};

export async function startFakeApi(world: FakeWorld): Promise<FakeApi> {
  const sockets = new Set<Socket>();
  const streams = new Set<WebSocket>();
  const sent: { cursor: number; text: string }[] = [];
  const seen: string[] = [];
  let override: ((request: FakeRequest) => FakeAnswer | null) | null = null;
  let up = true;
  let versions = 0;

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    response.setHeader('content-security-policy', CSP);
    if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, response);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const signedIn = /tandem_session=fake/.test(request.headers.cookie ?? '');
      const one: FakeRequest = {
        method: request.method ?? 'GET',
        path: url.pathname.slice('/api/v1'.length),
        query: url.searchParams,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        signedIn,
      };
      seen.push(`${one.method} ${one.path}${url.search}`);
      const csrf = one.method === 'GET' || request.headers['x-tandem-csrf'] === '1';
      const answer = override?.(one) ?? (csrf ? world.answer(one) : problem(403, 'auth.csrf'));
      const body = answer.bytes ? Buffer.from(answer.bytes) : answer.body === undefined ? '' : JSON.stringify(answer.body);
      const type = answer.bytes ? 'audio/wav' : answer.status >= 400 ? 'application/problem+json' : 'application/json';
      response.writeHead(answer.status, { 'content-type': type, ...answer.headers }).end(body);
    });
    return undefined;
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const wss = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!up) return socket.destroy();
    wss.handleUpgrade(request, socket, head, (stream) => {
      streams.add(stream);
      stream.on('close', () => streams.delete(stream));
      const cursor = new URL(request.url ?? '/', 'http://fake').searchParams.get('cursor');
      if (cursor !== null) for (const frame of sent) if (frame.cursor > Number(cursor)) stream.send(frame.text);
    });
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    override: (answer) => (override = answer),
    push(frame) {
      const cursor = sent.length + 1;
      const text = JSON.stringify({ cursor: String(cursor), version: ++versions, at: Date.now(), data: {}, ...frame });
      sent.push({ cursor, text });
      for (const stream of streams) stream.send(text);
    },
    line(wanted) {
      up = wanted;
      if (!up) for (const stream of streams) stream.terminate();
    },
    async stop() {
      wss.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function problem(status: number, code: string, detail?: string): FakeAnswer {
  return { status, body: { type: `/docs/errors#${code}`, title: code, status, code, ...(detail ? { detail } : {}) } };
}

function serveFile(name: string, response: http.ServerResponse): void {
  const file = path.join(DIST, path.normalize(name));
  const there = file.startsWith(DIST) && path.extname(file) !== '' && fs.existsSync(file);
  const served = there ? file : path.join(DIST, 'index.html');
  response.writeHead(200, { 'content-type': TYPES[path.extname(served)] ?? 'application/octet-stream' }).end(fs.readFileSync(served));
}
