// The SIP endpoint tied to sockets and timers: carries out what packages/sip decides, and hands the rest to the application.
import { randomBytes } from 'node:crypto';
import {
  createEndpoint,
  type ClientKey,
  type Effect,
  type Endpoint,
  type Flow,
  type Request,
  type Response,
  type ServerKey,
  type Transport,
} from '@tandem/sip';
import { openSockets, type SocketOptions, type Sockets } from './sockets.ts';

export type GatewayEvents = {
  request(key: ServerKey, request: Request, flow: Flow): void;
  cancelled(key: ServerKey): void;
  acked(key: ServerKey, ack: Request): void;
  ackMissing(key: ServerKey): void;
  response(key: ClientKey, response: Response, flow: Flow): void;
  /** `detail`: what the connection said, where it is its fault. */
  failed(key: ClientKey, why: 'timeout' | 'transport', detail: string): void;
  /** A connection closed, or a datagram could not be sent. */
  flowFailed(flow: Flow): void;
  note(text: string, detail: Record<string, unknown>): void;
  /** Hears each message as it came or goes. */
  wire?(direction: 'in' | 'out', bytes: Uint8Array, flow: Flow): void;
};

export type Gateway = {
  readonly sockets: Sockets;
  /** The address and port at which others find us over a transport: in Via, Contact and From. */
  sentBy(transport: Transport): { host: string; port: number };
  readonly endpoint: Pick<Endpoint, 'token' | 'stats'>;
  request(request: Request, flow: Flow): ClientKey;
  cancel(key: ClientKey): void;
  ack(key: ClientKey, ack: Request, flow: Flow): void;
  /** `reliably`: a provisional answer that the far end must PRACK (RFC 3262). */
  respond(key: ServerKey, response: Response, reliably?: boolean): void;
  close(): Promise<void>;
};

export const METHODS = ['INVITE', 'BYE', 'OPTIONS', 'REGISTER', 'REFER', 'NOTIFY', 'INFO', 'UPDATE'] as const;

export async function openGateway(options: SocketOptions & { publicHost: string }, events: GatewayEvents): Promise<Gateway> {
  const timers = new Map<string, NodeJS.Timeout>();
  let closed = false;
  /** Why the connection failed whose requests are just being told of it. */
  let reason: string | null = null;
  const sockets = await openSockets(options, {
    received: (bytes, flow) => {
      events.wire?.('in', bytes, flow);
      run(endpoint.receive(bytes, flow));
    },
    failed: (flow, why) => {
      events.note('sip flow failed', { flow, why });
      reason = why;
      run(endpoint.flowFailed(flow));
      reason = null;
      events.flowFailed(flow);
    },
  });
  // Without a certificate nobody can connect to us over TLS: what comes back comes over the connection that we have opened.
  const sentBy = (transport: Transport) => ({ host: options.publicHost, port: sockets.port(transport) ?? sockets.port('tcp')! });
  const endpoint = createEndpoint({
    now: () => performance.now(),
    random: (length) => randomBytes(length),
    sentBy: ({ transport }) => sentBy(transport),
    policy: {
      methods: [...METHODS],
      bodies: ['application/sdp', 'application/dtmf-relay', 'application/dtmf', 'message/sipfrag'],
      extensions: ['100rel', 'replaces', 'timer'],
      forwards: true,
    },
    software: 'Tandem',
  });

  const queue: Effect[] = [];
  let running = false;
  /** Effects in order, also where carrying one out makes more. */
  function run(effects: Effect[]): void {
    queue.push(...effects);
    if (running) return;
    running = true;
    try {
      for (let effect = queue.shift(); effect; effect = queue.shift()) carryOut(effect);
    } finally {
      running = false;
    }
  }
  function carryOut(effect: Effect): void {
    if (closed) return;
    switch (effect.do) {
      case 'transmit':
        events.wire?.('out', effect.bytes, effect.flow);
        return sockets.send(effect.flow, effect.bytes);
      case 'start-timer':
        clearTimeout(timers.get(effect.timer));
        timers.set(
          effect.timer,
          setTimeout(() => {
            timers.delete(effect.timer);
            run(endpoint.fired(effect.timer));
          }, effect.ms),
        );
        return;
      case 'stop-timer':
        clearTimeout(timers.get(effect.timer));
        timers.delete(effect.timer);
        return;
      case 'request':
        return events.request(effect.key, effect.request, effect.flow);
      case 'cancelled':
        return events.cancelled(effect.key);
      case 'acked':
        return events.acked(effect.key, effect.request);
      case 'ack-missing':
        return events.ackMissing(effect.key);
      case 'response':
        return events.response(effect.key, effect.response, effect.flow);
      case 'failed':
        return events.failed(effect.key, effect.why, reason ?? effect.why);
      case 'prack':
      case 'prack-missing':
      case 'unsent':
        return;
      case 'note':
        return events.note(`sip ${effect.note.kind}`, { ...effect.note, flow: effect.flow });
    }
  }

  return {
    sockets,
    sentBy,
    endpoint,
    request(request, flow) {
      const { key, effects } = endpoint.request(request, flow);
      run(effects);
      return key;
    },
    cancel: (key) => run(endpoint.cancel(key)),
    ack: (key, ack, flow) => run(endpoint.ack(key, ack, flow)),
    respond: (key, response, reliably = false) => run(reliably ? endpoint.respondReliably(key, response) : endpoint.respond(key, response)),
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await sockets.close();
    },
  };
}
