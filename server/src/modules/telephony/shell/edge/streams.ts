// SIP over TCP and TLS: connections that others open to us and we to others, framed into messages (RFC 3261, section 18.3).
import net from 'node:net';
import tls from 'node:tls';
import { createFramer, type Flow } from '@tandem/sip';

export type StreamTransport = 'tcp' | 'tls';
/** PEM. */
type Pair = { cert: Buffer; key: Buffer };
/** What TLS shows of us, to who calls and to who is called; `follow` tells each pair that takes its place, and returns what stops that. */
export type OwnCertificate = { readonly pair: Pair; follow(renewed: (pair: Pair) => void): () => void };

export type Streams = {
  /** False where the flow's connection is closed. */
  send(flow: Flow, bytes: Uint8Array): boolean;
  /** A connection to there: the open one, else a new one. Over TLS the far end must prove to be `name`, by a certificate that this system trusts. */
  flowTo(transport: StreamTransport, host: string, port: number, name?: string): Flow;
  close(): Promise<void>;
};

export type StreamEvents = { received(bytes: Uint8Array, flow: Flow): void; failed(flow: Flow, why: string): void };

/** Connections from strangers cost memory: beyond this many new ones are closed at once. */
const MAX_CONNECTIONS = 2_000;
const IDLE_MS = 15 * 60_000;
const HANDSHAKE_MS = 10_000;
const MIN_VERSION = 'TLSv1.2';

/** `secure`: the port TLS listens on and what it shows; null where there is no certificate: then TLS only goes out. */
export async function openStreams(
  options: { host: string; port: number; secure: { port: number; certificate: OwnCertificate } | null },
  events: StreamEvents,
): Promise<Streams & { securePort: number | null }> {
  const { host, secure } = options;
  const connections = new Map<string, net.Socket>();
  const byTarget = new Map<string, Flow>();
  let serial = 0;

  function adopt(transport: StreamTransport, socket: net.Socket, ip: string, port: number): Flow {
    const flow: Flow = { transport, socket: `${transport}-${++serial}`, ip, port };
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
  }

  const taking = (transport: StreamTransport) => (socket: net.Socket) => {
    if (connections.size >= MAX_CONNECTIONS) socket.destroy();
    else adopt(transport, socket, socket.remoteAddress ?? '', socket.remotePort ?? 0);
  };
  const plain = net.createServer(taking('tcp'));
  await listen(plain, options.port, host);
  const guarded =
    secure === null
      ? null
      : tls.createServer({ ...secure.certificate.pair, minVersion: MIN_VERSION, handshakeTimeout: HANDSHAKE_MS }, taking('tls'));
  if (guarded && secure) {
    guarded.maxConnections = MAX_CONNECTIONS;
    await listen(guarded, secure.port, host).catch((error: unknown) => {
      plain.close();
      throw error;
    });
  }
  const stopFollowing =
    guarded && secure ? secure.certificate.follow((pair) => guarded.setSecureContext({ ...pair, minVersion: MIN_VERSION })) : null;

  function connect(transport: StreamTransport, targetHost: string, port: number, name: string): net.Socket {
    if (transport === 'tcp') return net.connect(port, targetHost);
    const shown = net.isIP(name) === 0 ? { servername: name } : {};
    return tls.connect({ host: targetHost, port, minVersion: MIN_VERSION, ...shown, ...secure?.certificate.pair });
  }

  const servers = guarded ? [plain, guarded] : [plain];
  return {
    securePort: guarded ? (guarded.address() as net.AddressInfo).port : null,
    send(flow, bytes) {
      const socket = connections.get(flow.socket);
      if (!socket || socket.destroyed) return false;
      socket.write(bytes);
      return true;
    },
    flowTo(transport, targetHost, port, name = targetHost) {
      // Two domains may be at one address, and each proves itself.
      const target = `${transport} ${targetHost}:${port} ${transport === 'tls' ? name : ''}`;
      const open = byTarget.get(target);
      if (open && connections.has(open.socket)) return open;
      const flow = adopt(transport, connect(transport, targetHost, port, name), targetHost, port);
      byTarget.set(target, flow);
      connections.get(flow.socket)?.once('close', () => {
        if (byTarget.get(target) === flow) byTarget.delete(target);
      });
      return flow;
    },
    async close() {
      stopFollowing?.();
      const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
      for (const socket of connections.values()) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function listen(server: net.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
