// What all calls of a softphone share: its wire and address, who waits for which answer, and its credentials.
import { randomBytes } from 'node:crypto';
import {
  answerChallenge,
  ha1,
  nameAddr,
  newRequest,
  parseUri,
  sipUri,
  type ClientKey,
  type Header,
  type NameAddr,
  type Request,
  type Response,
  type ServerKey,
  type Uri,
} from '@tandem/sip';
import type { SipWire } from './sip-wire.ts';

/** How messages find their call. */
export type Told = {
  key(): string | null;
  response(key: ClientKey, response: Response): void;
  failed(): void;
  cancelled(): void;
  request(key: ServerKey, request: Request): void;
};

export type Draft = { from?: string; headers?: Header[] };

export type Line = {
  readonly wire: SipWire;
  readonly ip: string;
  readonly user: string;
  readonly contact: NameAddr;
  /** Calls with a dialog. */
  readonly live: Set<Told>;
  /** Calls by their INVITE, until they end. */
  readonly byInvite: Map<ClientKey | ServerKey, Told>;
  /** What was asked outside of calls, credentials included. */
  readonly sent: Request[];
  uriOf(user: string): Uri;
  readonly draft: (method: string, to: string, extras?: Draft) => Request;
  /** The final response to what was sent. */
  answerTo(key: ClientKey): Promise<Response>;
  /** Sends a request, again with credentials where they are asked for; the final response. */
  readonly ask: (request: Request, password?: string) => Promise<Response>;
  /** The request again, with credentials for a challenge; null where there are none to give. */
  proven(request: Request, response: Response, password?: string): Request | null;
  /** A final response came. */
  settle(key: ClientKey, response: Response): void;
};

export function createLine(wire: SipWire, options: { user: string; password: string }): Line {
  const { user } = options;
  const { ip } = wire;
  const waiting = new Map<ClientKey, (response: Response) => void>();
  const here = nameAddr(uriAt(user, wire.host, wire.transport === 'ws' ? null : wire.port));

  function uriAt(name: string, host: string, port: number | null): Uri {
    return sipUri({ user: name, host, port, params: wire.transport === 'udp' ? {} : { transport: wire.transport } });
  }
  const line: Line = {
    wire,
    ip,
    user,
    contact: here,
    live: new Set(),
    byInvite: new Map(),
    sent: [],
    uriOf: (name) => uriAt(name, wire.server.ip, wire.server.port),
    draft(method, to, extras = {}) {
      const named = parseUri(to);
      const uri = named.ok ? named.value : line.uriOf(to);
      return newRequest({
        method,
        uri,
        from: nameAddr(uriAt(extras.from ?? user, wire.host, wire.transport === 'ws' ? null : wire.port), { tag: wire.endpoint.token() }),
        to: nameAddr(uri),
        callId: wire.endpoint.token(),
        cseq: 1,
        contact: [here],
        headers: extras.headers ?? [],
      });
    },
    answerTo: (key) => new Promise((resolve) => waiting.set(key, resolve)),
    async ask(request, password) {
      line.sent.push(request);
      const first = await line.answerTo(wire.request(request));
      const again = line.proven(request, first, password);
      if (again === null) return first;
      line.sent.push(again);
      return line.answerTo(wire.request(again));
    },
    proven: (request, response, password = options.password) =>
      answerChallenge({
        request,
        response,
        user,
        ha1: (realm) => ha1(user, realm, password),
        cnonce: randomBytes(8).toString('hex'),
      }),
    settle(key, response) {
      waiting.get(key)?.(response);
      waiting.delete(key);
    },
  };
  return line;
}
