// A FAKE of the chat's public side, for browser tests of what a whole server cannot be brought into at will: no socket, no network, a restart,
// a refusal. It speaks the contract's frames over a real WebSocket, and serves the built widget and, from another origin, a strict page with it.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { CHAT_CLOSE, ChatFromPage, type ChatLine, type ChatState, type ChatToPage } from '@tandem/contract/chat.ts';
import { Value } from 'typebox/value';
import { WebSocketServer, type WebSocket } from 'ws';

const WIDGET = path.join(import.meta.dirname, '../../web/dist/chat/widget.js');
export const FAKE_KEY = 'AAAAAAAAAAAAAAAAAAAAAA';

export type FakeChat = {
  /** Of a shop's page, of another origin than the chat's server; with a policy that allows that server's script and connections and nothing inline. `?lang=`: its language. */
  pageUrl: string;
  lines: ChatLine[];
  /** What pages said, in the order in which it came; what is not of the contract throws in `stop`. */
  said: ChatFromPage[];
  state: (change: Partial<ChatState>) => void;
  reply: (text: string, name?: string) => void;
  push: (frame: ChatToPage) => void;
  /** `none`: sockets are refused, HTTP answers. `down`: neither. `deaf`: frames are heard and not answered. */
  mode: (mode: 'up' | 'none' | 'down' | 'deaf') => void;
  /** Ends every socket with this code. */
  cut: (code: number) => void;
  /** Forgets every visitor. */
  forget: () => void;
  visitors: () => number;
  stop: () => Promise<void>;
};

export async function startFakeChat(): Promise<FakeChat> {
  const lines: ChatLine[] = [];
  const said: ChatFromPage[] = [];
  const faults: string[] = [];
  const tokens = new Set<string>();
  const sockets = new Set<WebSocket>();
  const open = new Set<Socket>();
  let made = 0;
  let mode: 'up' | 'none' | 'down' | 'deaf' = 'up';
  let state: ChatState = { stage: 'none', agent: null, position: null, waitSeconds: null, readUpTo: 0 };

  const tell = (socket: WebSocket, frame: ChatToPage): void => socket.send(JSON.stringify(frame));
  const push = (frame: ChatToPage): void => {
    for (const socket of sockets) tell(socket, frame);
  };
  function add(from: ChatLine['from'], text: string, clientId: string | null, name: string | null = null): ChatLine {
    const before = clientId === null ? undefined : lines.find((line) => line.clientId === clientId);
    if (before) return before;
    const line: ChatLine = {
      seq: lines.length + 1,
      id: `msg_${randomBytes(6).toString('hex')}`,
      from,
      name,
      text,
      at: Date.now(),
      clientId,
    };
    lines.push(line);
    push({ kind: 'lines', lines: [line] });
    return line;
  }

  function hear(socket: WebSocket, data: string): void {
    const frame: unknown = JSON.parse(data);
    if (!Value.Check(ChatFromPage, frame)) return void faults.push(data);
    said.push(frame);
    if (mode === 'deaf') return undefined;
    if (frame.kind === 'hello') {
      if (!tokens.has(frame.token)) return socket.close(CHAT_CLOSE.badToken);
      sockets.add(socket);
      tell(socket, { kind: 'lines', lines: lines.filter(({ seq }) => seq > frame.after) });
      return tell(socket, { kind: 'state', state });
    }
    if (frame.kind === 'send') {
      if (frame.text.includes('forbidden'))
        return tell(socket, { kind: 'refused', clientId: frame.clientId, code: 'chat.refused', text: 'This cannot be sent.' });
      return tell(socket, { kind: 'accepted', clientId: frame.clientId, seq: add('customer', frame.text, frame.clientId).seq });
    }
    return undefined;
  }

  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const json = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type, accept-language');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (pathname === '/chat/widget.js')
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(fs.readFileSync(WIDGET));
    if (mode === 'down') return void request.socket.destroy();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const place = `${request.method} ${pathname.replace(`/api/v1/chat/${FAKE_KEY}`, '')}`;
      const site = {
        name: { en: 'Green Leaf', 'zh-CN': '绿叶茶园' },
        greeting: { en: 'How can we help?', 'zh-CN': '请问有什么可以帮您？' },
      };
      if (place === 'GET ') return json(200, { ...site, colour: '#0f6a66', open: true });
      if (place === 'POST /visitors') {
        const token = randomBytes(32).toString('base64url');
        tokens.add(token);
        made++;
        return json(200, { token });
      }
      if (!tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) return json(401, { title: 'Who is this?' });
      if (place === 'GET /messages') return json(200, { lines: lines.filter(({ seq }) => seq > Number(searchParams.get('after'))), state });
      const { clientId, text } = JSON.parse(Buffer.concat(chunks).toString()) as { clientId: string; text: string };
      return json(200, add('customer', text, clientId));
    });
    return undefined;
  });
  const wss = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (mode === 'none' || mode === 'down') return void socket.destroy();
    wss.handleUpgrade(request, socket, head, (each) => {
      each.on('message', (data: Buffer) => hear(each, data.toString()));
      each.on('close', () => sockets.delete(each));
    });
  });
  const chatUrl = await listen(server, open);

  const pages = http.createServer((request, response) => {
    const lang = new URL(request.url ?? '/', 'http://fake').searchParams.get('lang') ?? 'en';
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${chatUrl}; connect-src ${chatUrl} ${chatUrl.replace('http', 'ws')}; require-trusted-types-for 'script'`,
    });
    response.end(
      `<!doctype html><html lang="${lang}"><title>Shop</title><main><h1>Shop</h1></main><script src="${chatUrl}/chat/widget.js" data-key="${FAKE_KEY}" async></script></html>`,
    );
  });
  const pageUrl = await listen(pages, open);

  return {
    pageUrl,
    lines,
    said,
    push,
    state(change) {
      state = { ...state, ...change };
      push({ kind: 'state', state });
    },
    reply: (text, name = 'Li') => void add('agent', text, null, name),
    mode(wanted) {
      mode = wanted;
      if (mode === 'none' || mode === 'down') for (const socket of wss.clients) socket.terminate();
    },
    cut(code) {
      for (const socket of wss.clients) socket.close(code);
    },
    forget: () => tokens.clear(),
    visitors: () => made,
    async stop() {
      wss.close();
      for (const socket of open) socket.destroy();
      await Promise.all([server, pages].map((each) => new Promise((resolve) => each.close(resolve))));
      if (faults.length > 0) throw new Error(`not of the contract: ${faults.join(' ')}`);
    },
  };
}

async function listen(server: http.Server, open: Set<Socket>): Promise<string> {
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
