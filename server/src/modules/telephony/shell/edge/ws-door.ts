// SIP over WebSocket (RFC 7118): connections that the HTTP server relays unread to a local socket of ours. One message is one SIP message.
import fs from 'node:fs';
import http from 'node:http';
import { isIP } from 'node:net';
import type { Flow } from '@tandem/sip';
import { WebSocketServer, type WebSocket } from 'ws';

/** Set by the relay, from what it knows of the client: `ip port`. */
export const CLIENT_FIELD = 'x-tandem-client';

export type WsDoor = {
  send(flow: Flow, bytes: Uint8Array): boolean;
  size(): number;
  close(): Promise<void>;
};

export type WsEvents = { received(bytes: Uint8Array, flow: Flow): void; failed(flow: Flow, why: string): void };

export type WsLimits = {
  connections: number;
  /** From one address: an office of phones. */
  perAddress: number;
  /** One SIP message. */
  messageBytes: number;
  /** A client that does not read what is sent to it. */
  backlogBytes: number;
  /** Messages a second, and how many may come at once. */
  rate: { perSecond: number; burst: number };
  /** Pinged so often; a client that has not answered by the next ping is gone. */
  beatMs: number;
};

const LIMITS: WsLimits = {
  connections: 5_000,
  perAddress: 200,
  messageBytes: 65_536,
  backlogBytes: 1 << 20,
  rate: { perSecond: 50, burst: 200 },
  beatMs: 25_000,
};

type Client = { socket: WebSocket; flow: Flow; alive: boolean; credit: number; at: number };

export async function openWsDoor(path: string, events: WsEvents, given: Partial<WsLimits> = {}): Promise<WsDoor> {
  const limits = { ...LIMITS, ...given };
  const clients = new Map<string, Client>();
  const byAddress = new Map<string, number>();
  let serial = 0;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
  });
  const door = http.createServer((_request, response) => response.writeHead(426).end());
  door.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const [ip = '', port = ''] = String(request.headers[CLIENT_FIELD] ?? '').split(' ');
    if (isIP(ip) === 0) return refuse(socket, '400 Bad Request');
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim().toLowerCase());
    // RFC 7118, section 4: a client that does not name the subprotocol does not speak SIP.
    if (!offered.includes('sip')) return refuse(socket, '400 Bad Request');
    if (clients.size >= limits.connections) return refuse(socket, '503 Service Unavailable');
    if ((byAddress.get(ip) ?? 0) >= limits.perAddress) return refuse(socket, '429 Too Many Requests');
    server.handleUpgrade(request, socket, head, (accepted) => adopt(accepted, ip, Number(port)));
  });

  function adopt(socket: WebSocket, ip: string, port: number): void {
    const flow: Flow = { transport: 'ws', socket: `ws-${++serial}`, ip, port };
    const client: Client = { socket, flow, alive: true, credit: limits.rate.burst, at: performance.now() };
    clients.set(flow.socket, client);
    byAddress.set(ip, (byAddress.get(ip) ?? 0) + 1);
    let why = 'closed';
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('pong', () => (client.alive = true));
    socket.on('message', (data) => {
      client.alive = true;
      if (!mayPass(client, limits.rate)) return socket.close(1008, 'too many messages');
      const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
      // RFC 7118, section 6 with RFC 5626, section 4.4.1: a keep-alive of two line ends is answered with one.
      if (bytes.length === 4 && bytes.toString('latin1') === '\r\n\r\n') return socket.send('\r\n');
      events.received(bytes, flow);
    });
    socket.on('close', () => {
      clients.delete(flow.socket);
      const left = (byAddress.get(ip) ?? 1) - 1;
      if (left > 0) byAddress.set(ip, left);
      else byAddress.delete(ip);
      events.failed(flow, why);
    });
  }

  const heart = setInterval(() => {
    for (const client of clients.values()) {
      if (!client.alive) client.socket.terminate();
      else {
        client.alive = false;
        client.socket.ping();
      }
    }
  }, limits.beatMs);
  heart.unref();

  // Left behind by a process that was killed.
  fs.rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject);
    door.listen(path, () => {
      door.off('error', reject);
      resolve();
    });
  });
  fs.chmodSync(path, 0o600);

  return {
    send({ socket: name }, bytes) {
      const client = clients.get(name);
      if (!client || client.socket.readyState !== client.socket.OPEN) return false;
      if (client.socket.bufferedAmount > limits.backlogBytes) {
        client.socket.terminate();
        return false;
      }
      // RFC 7118, section 4.2: SIP is UTF-8, and browsers read text frames.
      client.socket.send(bytes, { binary: false });
      return true;
    },
    size: () => clients.size,
    async close() {
      clearInterval(heart);
      for (const { socket } of clients.values()) socket.terminate();
      server.close();
      await new Promise<void>((done) => door.close(() => done()));
      fs.rmSync(path, { force: true });
    },
  };
}

function refuse(socket: NodeJS.WritableStream, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function mayPass(client: Client, { perSecond, burst }: WsLimits['rate']): boolean {
  const now = performance.now();
  client.credit = Math.min(burst, client.credit + ((now - client.at) * perSecond) / 1_000);
  client.at = now;
  if (client.credit < 1) return false;
  client.credit -= 1;
  return true;
}
