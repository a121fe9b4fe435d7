// A telephone for tests that is told every step: registers, calls, answers, refuses, holds, transfers, and lets the test see each message.
import { randomBytes } from 'node:crypto';
import {
  answerChallenge,
  dialogKeyOf,
  ha1,
  nameAddr,
  newRequest,
  parseUri,
  responseTo,
  sipUri,
  type ClientKey,
  type Header,
  type Request,
  type Response,
  type ServerKey,
  type Uri,
} from '@tandem/sip';
import { eventually } from './processes.ts';
import { openRtpParty, type RtpParty } from './rtp-party.ts';
import { openSipWire, type SipWire } from './sip-wire.ts';
import { createCall, type CallOptions, type Line, type PhoneCall, type Told } from './softphone-call.ts';
import { describeSession } from './softphone-sdp.ts';

export type { CallOptions, PhoneCall } from './softphone-call.ts';

export type Softphone = {
  readonly wire: SipWire;
  readonly calls: PhoneCall[];
  register(options?: { expires?: number; aor?: string; password?: string; contactPort?: number }): Promise<Response>;
  call(to: string, options?: CallOptions): Promise<PhoneCall>;
  /** The next call that comes in from now on, or that came and was not taken yet. */
  incoming(timeoutMs?: number): Promise<PhoneCall>;
  /** A request outside of dialogs, with credentials where asked; the final response. */
  ask(request: Request, password?: string): Promise<Response>;
  draft(method: string, to: string, extras?: { from?: string; headers?: Header[] }): Request;
  /** What `ask` and `register` sent, credentials included. */
  readonly asked: readonly Request[];
  close(): void;
};

export async function startSoftphone(options: {
  server: { ip: string; port: number };
  user: string;
  ip?: string;
  transport?: 'udp' | 'tcp';
  password?: string;
  /** Where others find it; else any. */
  port?: number;
}): Promise<Softphone> {
  const ip = options.ip ?? '127.0.0.1';
  const sent: Request[] = [];
  const asked = new Map<ClientKey, (response: Response) => void>();
  const byInvite = new Map<ClientKey | ServerKey, Told>();
  const live = new Set<Told>();
  const calls: PhoneCall[] = [];
  const parties: RtpParty[] = [];
  let taken = 0;
  const wire = await openSipWire({
    server: options.server,
    ip,
    transport: options.transport ?? 'udp',
    port: options.port ?? 0,
    told(effect) {
      switch (effect.do) {
        case 'response':
          // An answer may come while the request is still being sent.
          return void setImmediate(() => {
            byInvite.get(effect.key)?.response(effect.key, effect.response);
            if (effect.response.status >= 200) asked.get(effect.key)?.(effect.response);
          });
        case 'failed':
          return void setImmediate(() => {
            byInvite.get(effect.key)?.failed();
            asked.get(effect.key)?.(responseTo(newDraft('OPTIONS', 'x'), 408));
          });
        case 'request':
          return void arrived(effect.key, effect.request);
        case 'cancelled':
          return byInvite.get(effect.key)?.cancelled();
        default:
          return;
      }
    },
  });
  const contact = nameAddr(uriOf(options.user, wire.port));

  function uriOf(user: string, port = wire.server.port): Uri {
    return sipUri({
      user,
      host: port === wire.server.port ? wire.server.ip : ip,
      port,
      params: wire.transport === 'tcp' ? { transport: 'tcp' } : {},
    });
  }
  function newDraft(method: string, to: string, extras: { from?: string; headers?: Header[] } = {}): Request {
    const named = parseUri(to);
    const uri = named.ok ? named.value : uriOf(to);
    return newRequest({
      method,
      uri,
      from: nameAddr(uriOf(extras.from ?? options.user, wire.port), { tag: wire.endpoint.token() }),
      to: nameAddr(uri),
      callId: wire.endpoint.token(),
      cseq: 1,
      contact: [contact],
      headers: extras.headers ?? [],
    });
  }
  function once(request: Request): Promise<Response> {
    sent.push(request);
    return new Promise((resolve) => {
      asked.set(wire.request(request), resolve);
    });
  }
  function proven(request: Request, response: Response, password = options.password ?? 'demo-sip'): Request | null {
    return answerChallenge({
      request,
      response,
      user: options.user,
      ha1: (realm) => ha1(options.user, realm, password),
      cnonce: randomBytes(8).toString('hex'),
    });
  }
  async function ask(request: Request, password?: string): Promise<Response> {
    const first = await once(request);
    const again = proven(request, first, password);
    return again === null ? first : once(again);
  }

  async function openParty(): Promise<RtpParty> {
    const party = await openRtpParty(ip);
    parties.push(party);
    return party;
  }
  async function arrived(key: ServerKey, request: Request): Promise<void> {
    const wanted = dialogKeyOf(request);
    if (wanted !== null) {
      const call = [...live].find((each) => each.key() === wanted);
      if (call) call.request(key, request);
      else wire.respond(key, responseTo(request, 481));
      return;
    }
    if (request.method !== 'INVITE') return wire.respond(key, responseTo(request, 200, { tag: wire.endpoint.token() }));
    const made = createCall(line, request, key, await openParty());
    byInvite.set(key, made.told);
    calls.push(made.call);
  }

  const line: Line = { wire, ip, user: options.user, contact, live, asked, byInvite, proven };

  const phone: Softphone = {
    wire,
    calls,
    asked: sent,
    ask,
    draft: newDraft,
    register({ expires = 300, aor = options.user, password, contactPort = wire.port } = {}) {
      const own = uriOf(options.user);
      const request = newRequest({
        method: 'REGISTER',
        uri: sipUri({ host: wire.server.ip, port: wire.server.port }),
        from: nameAddr(own, { tag: wire.endpoint.token() }),
        to: nameAddr(uriOf(aor)),
        callId: wire.endpoint.token(),
        cseq: 1,
        contact: [nameAddr(sipUri({ user: options.user, host: ip, port: contactPort }))],
        headers: [{ name: 'expires', value: String(expires) }],
      });
      return ask(request, password);
    },
    async call(to, callOptions = {}) {
      const media = await openParty();
      media.tone(callOptions.hz ?? null);
      const draft = newDraft('INVITE', to, callOptions);
      const { wish = {} } = callOptions;
      const body = wish === null ? null : describeSession(ip, media.port, 1, wish);
      const invite: Request =
        body === null
          ? draft
          : {
              ...draft,
              headers: [...draft.headers, { name: 'content-type', value: 'application/sdp' }],
              body: new TextEncoder().encode(body),
            };
      const made = createCall(line, invite, null, media, { ...callOptions, wish: wish ?? {} });
      const key = wire.request(invite);
      made.sent(key);
      byInvite.set(key, made.told);
      return made.call;
    },
    async incoming(timeoutMs = 10_000) {
      const at = taken++;
      return eventually(`${options.user} to be called`, () => calls[at] ?? null, timeoutMs, 10);
    },
    close() {
      for (const party of parties) party.close();
      wire.close();
    },
  };
  return phone;
}
