// One UDP socket with a SIP endpoint of packages/sip behind it: requests become promises of their final answer.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { createEndpoint, type ClientKey, type Effect, type Flow, type Request, type Response, type ServerKey } from '@tandem/sip';

export type SipSocket = {
  readonly ip: string;
  readonly port: number;
  token(): string;
  /** `answer` is the final one; it rejects where none comes. */
  send(request: Request): { key: ClientKey; answer: Promise<Response> };
  ack(key: ClientKey, ack: Request): void;
  respond(key: ServerKey, response: Response): void;
  stats(): Record<string, number>;
  close(): void;
};

export type SipHandlers = { request(key: ServerKey, request: Request): void; cancelled(key: ServerKey): void };

const IP = '127.0.0.1';

export async function openSipSocket(server: { ip: string; port: number }, handlers: SipHandlers): Promise<SipSocket> {
  const udp = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  udp.bind(0, IP);
  await once(udp, 'listening');
  const { port } = udp.address();
  const flow: Flow = { transport: 'udp', socket: 'phone', ip: server.ip, port: server.port };
  const timers = new Map<string, NodeJS.Timeout>();
  const waiting = new Map<ClientKey, { resolve(response: Response): void; reject(error: Error): void }>();
  let closed = false;
  const endpoint = createEndpoint({
    now: () => performance.now(),
    random: (length) => randomBytes(length),
    sentBy: () => ({ host: IP, port }),
    policy: { methods: ['INVITE', 'BYE', 'OPTIONS', 'NOTIFY'], bodies: ['application/sdp'] },
  });
  udp.on('message', (bytes, from) => run(endpoint.receive(bytes, { ...flow, ip: from.address, port: from.port })));

  function run(effects: Effect[]): void {
    if (!closed) for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'transmit':
        return udp.send(effect.bytes, effect.flow.port, effect.flow.ip);
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
        return handlers.request(effect.key, effect.request);
      case 'cancelled':
        return handlers.cancelled(effect.key);
      case 'response':
        if (effect.response.status >= 200) take(effect.key)?.resolve(effect.response);
        return;
      case 'failed':
        take(effect.key)?.reject(new Error(`${effect.request.method}: ${effect.why}`));
        return;
      case 'acked':
      case 'ack-missing':
      case 'prack':
      case 'prack-missing':
      case 'unsent':
      case 'note':
        // A phone that only answers and hangs up has nothing to do about these.
        return;
    }
  }

  function take(key: ClientKey) {
    const found = waiting.get(key);
    waiting.delete(key);
    return found;
  }

  return {
    ip: IP,
    port,
    token: () => endpoint.token(),
    send(request) {
      const { key, effects } = endpoint.request(request, flow);
      const answer = new Promise<Response>((resolve, reject) => waiting.set(key, { resolve, reject }));
      run(effects);
      return { key, answer };
    },
    ack: (key, ack) => run(endpoint.ack(key, ack, flow)),
    respond: (key, response) => run(endpoint.respond(key, response)),
    stats: () => ({ ...endpoint.stats() }),
    close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      udp.close();
    },
  };
}
