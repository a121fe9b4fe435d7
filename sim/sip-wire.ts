// A SIP endpoint on real sockets whose owner sees and shapes every message: UDP from any loopback address, one TCP or TLS connection, or one WebSocket.
import dgram from 'node:dgram';
import net from 'node:net';
import tls from 'node:tls';
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import {
  createEndpoint,
  createFramer,
  type ClientKey,
  type Effect,
  type Endpoint,
  type Flow,
  type Request,
  type Response,
  type ServerKey,
} from '@tandem/sip';

export type Told = Extract<Effect, { do: 'request' | 'cancelled' | 'acked' | 'ack-missing' | 'response' | 'failed' }>;

export type SipTransport = 'udp' | 'tcp' | 'tls' | 'ws';

export type SipWire = {
  readonly ip: string;
  /** Who we say we are in Via and Contact: a browser knows no address of its own (RFC 7118, section 5). */
  readonly host: string;
  /** The port requests come from and Contact names. */
  readonly port: number;
  readonly transport: SipTransport;
  readonly endpoint: Endpoint;
  readonly server: Flow;
  run(effects: Effect[]): void;
  request(request: Request): ClientKey;
  respond(key: ServerKey, response: Response): void;
  /** Bytes as they are, past the endpoint. */
  raw(bytes: Uint8Array | string): void;
  /** A new connection in place of the one there is; what was sent on the old one is lost. */
  reconnect(): Promise<void>;
  close(): void;
};

export async function openSipWire(options: {
  server: { ip: string; port: number };
  ip: string;
  port: number;
  transport: SipTransport;
  told(effect: Told): void;
}): Promise<SipWire> {
  const { ip, transport } = options;
  const server: Flow = { transport, socket: 'main', ...options.server };
  const timers = new Map<string, NodeJS.Timeout>();
  let closed = false;
  const open = (): Promise<Pipe> =>
    transport === 'udp'
      ? openUdp(ip, options.port, server, receive)
      : transport === 'tcp' || transport === 'tls'
        ? openStream(transport, ip, server, receive)
        : openWs(ip, server, receive);
  let pipe = await open();
  const host = transport === 'ws' ? `${randomBytes(6).toString('hex')}.invalid` : ip;
  const endpoint = createEndpoint({
    now: () => performance.now(),
    random: (length) => randomBytes(length),
    sentBy: () => ({ host, port: transport === 'ws' ? null : pipe.port }),
    policy: {
      methods: ['INVITE', 'BYE', 'OPTIONS', 'NOTIFY', 'INFO', 'UPDATE', 'REFER'],
      bodies: ['application/sdp', 'message/sipfrag'],
      extensions: ['100rel'],
    },
  });
  function receive(bytes: Uint8Array, flow: Flow): void {
    run(endpoint.receive(bytes, flow));
  }
  function run(effects: Effect[]): void {
    for (const effect of effects) {
      if (closed) return;
      if (effect.do === 'transmit') pipe.send(effect.bytes, effect.flow);
      else if (effect.do === 'start-timer') {
        clearTimeout(timers.get(effect.timer));
        timers.set(
          effect.timer,
          setTimeout(() => {
            timers.delete(effect.timer);
            run(endpoint.fired(effect.timer));
          }, effect.ms),
        );
      } else if (effect.do === 'stop-timer') {
        clearTimeout(timers.get(effect.timer));
        timers.delete(effect.timer);
      } else if (effect.do !== 'prack' && effect.do !== 'prack-missing' && effect.do !== 'unsent' && effect.do !== 'note')
        options.told(effect);
    }
  }
  return {
    ip,
    host,
    get port() {
      return pipe.port;
    },
    transport,
    endpoint,
    server,
    run,
    request(request) {
      const { key, effects } = endpoint.request(request, server);
      // Answers come later than this: whoever asked has the key by then.
      run(effects);
      return key;
    },
    respond: (key, response) => run(endpoint.respond(key, response)),
    raw: (bytes) => pipe.send(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, server),
    async reconnect() {
      pipe.close();
      pipe = await open();
    },
    close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      pipe.close();
    },
  };
}

type Receive = (bytes: Uint8Array, flow: Flow) => void;

type Pipe = { port: number; send(bytes: Uint8Array, flow: Flow): void; close(): void };

async function openUdp(ip: string, port: number, server: Flow, receive: Receive): Promise<Pipe> {
  // One socket may carry a whole trunk.
  const socket = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  await new Promise<void>((resolve) => {
    socket.bind(port, ip, resolve);
  });
  // What comes from elsewhere is answered there.
  socket.on('message', (bytes, { address, port: from }) => receive(bytes, { ...server, ip: address, port: from }));
  socket.on('error', () => undefined);
  return { port: socket.address().port, send: (bytes, flow) => socket.send(bytes, flow.port, flow.ip), close: () => socket.close() };
}

async function openStream(transport: 'tcp' | 'tls', ip: string, server: Flow, receive: Receive): Promise<Pipe> {
  const to = { port: server.port, host: server.ip, localAddress: ip };
  // Whose certificate it is is no matter here: the line is loopback.
  const socket = transport === 'tcp' ? net.connect(to) : tls.connect({ ...to, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => {
    socket.once(transport === 'tcp' ? 'connect' : 'secureConnect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const framer = createFramer();
  socket.on('data', (chunk: Buffer) => {
    for (const frame of framer.push(chunk)) if (frame.kind === 'message') receive(frame.bytes, server);
  });
  return { port: socket.localPort!, send: (bytes) => void socket.write(bytes), close: () => socket.destroy() };
}

async function openWs(ip: string, server: Flow, receive: Receive): Promise<Pipe> {
  const socket = new WebSocket(`ws://${server.ip}:${server.port}/sip`, 'sip', { localAddress: ip, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => receive(data, server));
  return { port: server.port, send: (bytes) => socket.send(bytes, { binary: false }), close: () => socket.terminate() };
}
