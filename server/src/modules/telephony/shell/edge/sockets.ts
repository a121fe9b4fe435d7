// UDP and TCP sockets of the SIP port, and the WebSockets behind the HTTP port: bytes in with the flow they came by, bytes out by a flow. No SIP is understood here beyond framing.
import dgram from 'node:dgram';
import net from 'node:net';
import { createFramer, type Flow } from '@tandem/sip';
import { openWsDoor, type WsDoor } from './ws-door.ts';

export type Sockets = {
  /** The port that was bound (the one asked for, or the one the system chose for 0). */
  port: number;
  send(flow: Flow, bytes: Uint8Array): void;
  /** A flow to a host: UDP from the main socket, or a TCP connection opened at first use. */
  flowTo(transport: 'udp' | 'tcp', ip: string, port: number): Flow;
  webSockets(): number;
  close(): Promise<void>;
};

export type SocketEvents = { received(bytes: Uint8Array, flow: Flow): void; failed(flow: Flow, why: string): void };

/** Connections from strangers cost memory: beyond this many new ones are closed at once. */
const MAX_CONNECTIONS = 2_000;
const IDLE_MS = 15 * 60_000;

/** `wsPath`: the local socket that SIP over WebSocket is relayed to; none where null. */
export async function openSockets(host: string, port: number, wsPath: string | null, events: SocketEvents): Promise<Sockets> {
  const udp = dgram.createSocket({ type: net.isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: 4 << 20 });
  await new Promise<void>((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, host, () => {
      udp.off('error', reject);
      resolve();
    });
  });
  const bound = udp.address().port;
  udp.on('message', (bytes, from) => events.received(bytes, { transport: 'udp', socket: 'main', ip: from.address, port: from.port }));
  udp.on('error', (error) => events.failed({ transport: 'udp', socket: 'main', ip: '', port: 0 }, error.message));

  const connections = new Map<string, net.Socket>();
  let serial = 0;
  const adopt = (socket: net.Socket, ip: string, remotePort: number): Flow => {
    const flow: Flow = { transport: 'tcp', socket: `tcp-${++serial}`, ip, port: remotePort };
    connections.set(flow.socket, socket);
    const framer = createFramer();
    socket.setNoDelay(true).setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framer.push(chunk)) {
        if (frame.kind === 'message') events.received(frame.bytes, flow);
        else if (frame.kind === 'ping') socket.write('\r\n');
        else if (frame.kind === 'broken') socket.destroy(new Error(frame.reason));
      }
    });
    let why = 'closed';
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('close', () => {
      connections.delete(flow.socket);
      events.failed(flow, why);
    });
    return flow;
  };
  const server = net.createServer((socket) => {
    if (connections.size >= MAX_CONNECTIONS) socket.destroy();
    else adopt(socket, socket.remoteAddress ?? '', socket.remotePort ?? 0);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(bound, host, () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((error: unknown) => {
    udp.close();
    throw error;
  });

  const door: WsDoor | null = wsPath === null ? null : await openWsDoor(wsPath, events);
  const byTarget = new Map<string, Flow>();
  return {
    port: bound,
    send(flow, bytes) {
      if (flow.transport === 'udp') {
        udp.send(bytes, flow.port, flow.ip, (error) => {
          if (error) events.failed(flow, error.message);
        });
        return;
      }
      if (flow.transport === 'ws' || flow.transport === 'wss') {
        if (door?.send(flow, bytes) !== true) queueMicrotask(() => events.failed(flow, 'connection is closed'));
        return;
      }
      const socket = connections.get(flow.socket);
      if (socket && !socket.destroyed) socket.write(bytes);
      else queueMicrotask(() => events.failed(flow, 'connection is closed'));
    },
    flowTo(transport, ip, targetPort) {
      if (transport === 'udp') return { transport: 'udp', socket: 'main', ip, port: targetPort };
      const target = `${ip}:${targetPort}`;
      const open = byTarget.get(target);
      if (open && connections.has(open.socket)) return open;
      const flow = adopt(net.connect(targetPort, ip), ip, targetPort);
      byTarget.set(target, flow);
      connections.get(flow.socket)?.once('close', () => {
        if (byTarget.get(target) === flow) byTarget.delete(target);
      });
      return flow;
    },
    webSockets: () => door?.size() ?? 0,
    async close() {
      await door?.close();
      for (const socket of connections.values()) socket.destroy();
      await Promise.all([new Promise<void>((done) => server.close(() => done())), new Promise<void>((done) => udp.close(() => done()))]);
    },
  };
}
