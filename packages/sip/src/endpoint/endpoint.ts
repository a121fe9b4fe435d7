// A SIP user agent without IO: bytes, timers and the user's wishes go in, effects come out (RFC 3261, sections 8, 17 and 18).
import { parseMessage } from '../message/parse.ts';
import type { Request, Response } from '../message/types.ts';
import { createClients } from './clients.ts';
import { createContext } from './context.ts';
import { answerMalformed, createBudget } from './refusal.ts';
import { createServers } from './servers.ts';
import { withReceived } from './stamp.ts';
import type { ClientKey, Effect, EndpointOptions, EndpointStats, Flow, ServerKey } from './types.ts';

export type Endpoint = {
  /** One datagram, one WebSocket frame, or one `message` frame of the framer. */
  receive(bytes: Uint8Array, flow: Flow): Effect[];
  /** A timer that `start-timer` asked for. */
  fired(timer: string): Effect[];
  request(request: Request, flow: Flow): { key: ClientKey; effects: Effect[] };
  /** Gives up an INVITE of ours; waits for a provisional answer by itself (9.1). It then ends with a 487, another final answer, or `failed`. */
  cancel(key: ClientKey): Effect[];
  /** The ACK for a 2xx of our INVITE; sent again whenever that 2xx comes again. */
  ack(key: ClientKey, ack: Request, flow: Flow): Effect[];
  /** A To tag is added where the response has none. An answer that comes too late is dropped. */
  respond(key: ServerKey, response: Response): Effect[];
  /** 101-199 with RFC 3262 where the caller knows 100rel, as `respond` otherwise. */
  respondReliably(key: ServerKey, response: Response): Effect[];
  /** A send failed or a connection closed: everything on that flow fails. */
  flowFailed(flow: Flow): Effect[];
  /** A fresh tag or Call-ID. */
  token(): string;
  stats(): EndpointStats;
};

const isKeepAlive = (bytes: Uint8Array): boolean => bytes.length <= 4 && bytes.every((byte) => byte === 13 || byte === 10 || byte === 0);

export function createEndpoint(options: EndpointOptions): Endpoint {
  const context = createContext(options);
  const clients = createClients(context);
  const servers = createServers(context);
  const refusable = createBudget(context.options.maxRefusalsPerSecond, context.options.now);

  function collect(work: () => void): Effect[] {
    const out: Effect[] = [];
    context.out = out;
    work();
    return out;
  }

  function receive(bytes: Uint8Array, flow: Flow): void {
    if (isKeepAlive(bytes)) return;
    const stream = flow.transport === 'tcp' || flow.transport === 'tls';
    const parsed = parseMessage(bytes, stream ? 'stream' : 'datagram');
    if (!parsed.ok) {
      const answer = parsed.error.echo !== null && refusable() ? answerMalformed(parsed.error, flow, context.token()) : null;
      if (answer !== null) context.transmit(answer.flow, answer.bytes);
      context.out.push({ do: 'note', note: { kind: 'malformed', error: parsed.error }, flow });
    } else if (parsed.value.kind === 'request') {
      servers.receive(withReceived(parsed.value, flow), flow, clients.size() + servers.size(), refusable);
    } else if (!clients.receive(parsed.value, flow)) {
      context.out.push({ do: 'note', note: { kind: 'stray-response', status: parsed.value.status, callId: parsed.value.callId }, flow });
    }
  }

  return {
    receive: (bytes, flow) => collect(() => receive(bytes, flow)),
    fired: (name) =>
      collect(() => {
        const fired = context.timers.fired(name);
        if (fired === null) return;
        if (fired.owner.startsWith('c:') || fired.owner.startsWith('w:')) clients.fired(fired.owner, fired.timer);
        else servers.fired(fired.owner, fired.timer);
      }),
    request(request, flow) {
      let key = '' as ClientKey;
      const effects = collect(() => {
        key = clients.request(request, flow);
      });
      return { key, effects };
    },
    cancel: (key) => collect(() => clients.cancel(key)),
    ack: (key, ack, flow) => collect(() => clients.ack(key, ack, flow)),
    respond: (key, response) => collect(() => servers.respond(key, response, false)),
    respondReliably: (key, response) => collect(() => servers.respond(key, response, true)),
    flowFailed: (flow) =>
      collect(() => {
        clients.flowFailed(flow);
        servers.flowFailed(flow);
      }),
    token: () => context.token(),
    stats: () => ({
      clients: clients.size(),
      servers: servers.size(),
      awaitingAck: servers.awaitingAck(),
      acks: clients.acks(),
      awaitingPrack: servers.awaitingPrack(),
      timers: context.timers.size(),
    }),
  };
}
