// The sockets of SIP: UDP, connections over TCP and TLS, and the WebSockets behind the HTTP port. Bytes in with the flow they came by, bytes out by a flow. No SIP is understood here beyond framing.
import dgram from 'node:dgram';
import net from 'node:net';
import type { Flow, Transport } from '@tandem/sip';
import { openStreams, type OwnCertificate, type StreamTransport } from './streams.ts';
import { openWsDoor, type WsDoor } from './ws-door.ts';

export type Sockets = {
  /** Where each transport is met from outside: the port asked for, or the one the system chose for 0. TLS: null where there is no certificate. */
  port(transport: Transport): number | null;
  send(flow: Flow, bytes: Uint8Array): void;
  /** A flow to a host: UDP from the main socket, or a connection opened at first use. `name`: who it proves to be over TLS, the host itself where left out. */
  flowTo(transport: 'udp' | StreamTransport, host: string, port: number, name?: string): Flow;
  webSockets(): number;
  close(): Promise<void>;
};

export type SocketOptions = {
  host: string;
  port: number;
  /** SIP over TLS; nobody is taken over it where null. */
  secure: { port: number; certificate: OwnCertificate } | null;
  /** The local socket that SIP over WebSocket is relayed to; none where null. */
  wsPath: string | null;
};

export type SocketEvents = { received(bytes: Uint8Array, flow: Flow): void; failed(flow: Flow, why: string): void };

/** With port 0 on any that is free for both: the system names one for datagrams, and whoever connects just then may hold it for connections. */
export async function openSockets(options: SocketOptions, events: SocketEvents): Promise<Sockets> {
  for (let left = options.port === 0 ? 20 : 1; ; left--) {
    try {
      return await openAt(options, events);
    } catch (error) {
      if (left === 1 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

async function openAt({ host, port, secure, wsPath }: SocketOptions, events: SocketEvents): Promise<Sockets> {
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
  const streams = await openStreams({ host, port: bound, secure }, events).catch((error: unknown) => {
    udp.close();
    throw error;
  });
  const door: WsDoor | null = wsPath === null ? null : await openWsDoor(wsPath, events);

  return {
    port: (transport) => (transport === 'tls' ? streams.securePort : bound),
    send(flow, bytes) {
      if (flow.transport === 'udp') {
        udp.send(bytes, flow.port, flow.ip, (error) => {
          if (error) events.failed(flow, error.message);
        });
        return;
      }
      const sent = flow.transport === 'ws' || flow.transport === 'wss' ? door?.send(flow, bytes) : streams.send(flow, bytes);
      if (sent !== true) queueMicrotask(() => events.failed(flow, 'connection is closed'));
    },
    flowTo: (transport, target, targetPort, name) =>
      transport === 'udp'
        ? { transport, socket: 'main', ip: target, port: targetPort }
        : streams.flowTo(transport, target, targetPort, name),
    webSockets: () => door?.size() ?? 0,
    async close() {
      await door?.close();
      await Promise.all([streams.close(), new Promise<void>((done) => udp.close(() => done()))]);
    },
  };
}
