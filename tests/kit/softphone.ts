// A telephone for tests that is told every step: registers, calls, answers, refuses, holds, transfers, and lets the test see each message.
import { randomBytes } from 'node:crypto';
import {
  acceptRequest, acceptResponse, ackInDialog, answerChallenge, dialogKey, dialogKeyOf, dialogOfRequest, dialogOfResponse, ha1, nameAddr, newRequest, parseUri,
  requestInDialog, responseTo, sipUri, type ClientKey, type Dialog, type Header, type InDialogExtras, type Request, type Response, type ServerKey, type Uri,
} from '@tandem/sip';
import { eventually } from './processes.ts';
import { openRtpParty, type RtpParty } from './rtp-party.ts';
import { openSipWire, type SipWire } from './sip-wire.ts';
import { describeSession, readSession, type SessionWish } from './softphone-sdp.ts';

export type PhoneCall = {
  readonly media: RtpParty;
  /** Every answer to our INVITE, oldest first. */
  readonly answers: Response[];
  /** The INVITE that came, where it came to us. */
  readonly invite: Request;
  /** Requests that came inside the dialog (BYE, NOTIFY, ...). */
  readonly inside: Request[];
  /** The session description of the far end in use. */
  theirs(): ReturnType<typeof readSession>;
  readonly state: { up: boolean; ended: null | 'bye' | 'cancelled' | number };
  /** Resolves when both sides talk; rejects when the call ends first. */
  answered(timeoutMs?: number): Promise<void>;
  /** How it ended: their BYE or CANCEL, or the status that refused our INVITE. */
  ended(timeoutMs?: number): Promise<'bye' | 'cancelled' | number>;
  ring(): void;
  accept(wish?: SessionWish): void;
  refuse(status: number, headers?: Header[]): void;
  cancel(): void;
  /** Sends a request in the dialog; answers with its final response. A 2xx of INVITE is acknowledged. */
  send(method: string, extras?: InDialogExtras): Promise<Response>;
  reinvite(wish: SessionWish | null): Promise<Response>;
  hangUp(): Promise<Response>;
  /** Status lines of the NOTIFYs about our REFER. */
  notified(): string[];
};

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

export type CallOptions = { from?: string; wish?: SessionWish | null; headers?: Header[]; password?: string; /** The 2xx stays unacknowledged. */ acks?: boolean; hz?: number | null };

export async function startSoftphone(options: { server: { ip: string; port: number }; user: string; ip?: string; transport?: 'udp' | 'tcp'; password?: string }): Promise<Softphone> {
  const ip = options.ip ?? '127.0.0.1';
  const sent: Request[] = [];
  const asked = new Map<ClientKey, (response: Response) => void>();
  const byInvite = new Map<ClientKey | ServerKey, Told>();
  const live = new Set<Told>();
  const calls: PhoneCall[] = [];
  let taken = 0;
  const wire = await openSipWire({
    server: options.server,
    ip,
    transport: options.transport ?? 'udp',
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
    return sipUri({ user, host: port === wire.server.port ? wire.server.ip : ip, port, params: wire.transport === 'tcp' ? { transport: 'tcp' } : {} });
  }
  function newDraft(method: string, to: string, extras: { from?: string; headers?: Header[] } = {}): Request {
    const named = parseUri(to);
    const uri = named.ok ? named.value : uriOf(to);
    return newRequest({
      method, uri, from: nameAddr(uriOf(extras.from ?? options.user, wire.port), { tag: wire.endpoint.token() }), to: nameAddr(uri),
      callId: wire.endpoint.token(), cseq: 1, contact: [contact], headers: extras.headers ?? [],
    });
  }
  function once(request: Request): Promise<Response> {
    sent.push(request);
    return new Promise((resolve) => {
      asked.set(wire.request(request), resolve);
    });
  }
  function proven(request: Request, response: Response, password: string): Request | null {
    return answerChallenge({ request, response, user: options.user, ha1: (realm) => ha1(options.user, realm, password), cnonce: randomBytes(8).toString('hex') });
  }
  async function ask(request: Request, password = options.password ?? 'demo-sip'): Promise<Response> {
    const first = await once(request);
    const again = proven(request, first, password);
    return again === null ? first : once(again);
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
    const made = createCall(request, key, await openRtpParty(ip));
    byInvite.set(key, made.told);
    calls.push(made.call);
  }

  function createCall(invite: Request, serverKey: ServerKey | null, media: RtpParty, callOptions: CallOptions = {}): { call: PhoneCall; told: Told; sent(key: ClientKey): void } {
    const state: PhoneCall['state'] = { up: false, ended: null };
    const answers: Response[] = [];
    const inside: Request[] = [];
    const tag = wire.endpoint.token();
    let dialog: Dialog | null = null;
    let clientKey: ClientKey | null = null;
    let current = invite;
    let session: ReturnType<typeof readSession> | null = null;
    let version = 1;
    const talk = (body: Uint8Array): void => {
      if (body.length === 0) return;
      session = readSession(body);
      if (session.port !== 0) media.talkTo(session);
    };
    const end = (how: 'bye' | 'cancelled' | number): void => {
      state.ended ??= how;
      state.up = false;
      live.delete(told);
      media.close();
    };
    const sdp = (wish: SessionWish): { type: string; text: string } => ({ type: 'application/sdp', text: describeSession(ip, media.port, version++, wish) });
    const told: Told = {
      key: () => (dialog === null ? null : dialogKey(dialog)),
      response(key, response) {
        if (key !== clientKey) return;
        answers.push(response);
        if (response.status < 200) return;
        if (response.status >= 300) {
          const again = response.status === 401 ? proven(current, response, callOptions.password ?? options.password ?? 'demo-sip') : null;
          if (again === null) return end(response.status);
          current = again;
          clientKey = wire.request(again);
          byInvite.set(clientKey, told);
          return;
        }
        const made = dialogOfResponse(current, response);
        if (!made.ok) throw new Error(made.why);
        dialog = acceptResponse(made.value, current, response);
        live.add(told);
        state.up = true;
        talk(response.body);
        if (callOptions.acks === false) return;
        const body = current.body.length === 0 ? { body: sdp(callOptions.wish ?? {}) } : {};
        wire.run(wire.endpoint.ack(key, ackInDialog(dialog, current.cseq.number, body), wire.server));
      },
      failed: () => end(408),
      cancelled() {
        if (serverKey === null || state.up) return;
        wire.respond(serverKey, responseTo(invite, 487, { tag }));
        end('cancelled');
      },
      request(key, request) {
        const accepted = acceptRequest(dialog!, request);
        if (!accepted.ok) return wire.respond(key, responseTo(request, accepted.status));
        dialog = accepted.dialog;
        inside.push(request);
        wire.respond(key, responseTo(request, 200));
        if (request.method === 'BYE') end('bye');
      },
    };
    const waitFor = async (what: string, ready: () => boolean, timeoutMs: number): Promise<void> => {
      await eventually(`${options.user}: ${what} (answers ${answers.map((each) => each.status).join(' ')}, ended ${state.ended})`, () => (ready() ? true : null), timeoutMs, 10);
    };
    const call: PhoneCall = {
      media, answers, invite, inside, state,
      theirs: () => session ?? readSession(invite.body),
      async answered(timeoutMs = 10_000) {
        await waitFor('a call to be answered', () => state.up || state.ended !== null, timeoutMs);
        if (!state.up) throw new Error(`${options.user}: the call ended with ${state.ended} before it was answered`);
      },
      async ended(timeoutMs = 10_000) {
        await waitFor('a call to end', () => state.ended !== null, timeoutMs);
        return state.ended!;
      },
      ring: () => wire.respond(serverKey!, responseTo(invite, 180, { tag, contact: [contact] })),
      accept(wish = {}) {
        const ok = responseTo(invite, 200, { tag, contact: [contact], body: sdp(wish) });
        dialog = dialogOfRequest(invite, ok);
        live.add(told);
        state.up = true;
        talk(invite.body);
        wire.respond(serverKey!, ok);
      },
      refuse(status, headers = []) {
        wire.respond(serverKey!, responseTo(invite, status, { tag, headers }));
        end(status);
      },
      cancel: () => wire.run(wire.endpoint.cancel(clientKey!)),
      async send(method, extras = {}) {
        const built = requestInDialog(dialog!, method, extras);
        dialog = built.dialog;
        if (method === 'BYE') state.ended ??= 'bye';
        const key = wire.request(built.request);
        const response = await new Promise<Response>((resolve) => asked.set(key, resolve));
        if (method === 'INVITE' && response.status < 300) {
          talk(response.body);
          const body = built.request.body.length === 0 ? { body: sdp({}) } : {};
          wire.run(wire.endpoint.ack(key, ackInDialog(dialog, built.request.cseq.number, body), wire.server));
        }
        return response;
      },
      reinvite: (wish) => call.send('INVITE', wish === null ? {} : { body: sdp(wish) }),
      async hangUp() {
        const response = await call.send('BYE');
        end('bye');
        return response;
      },
      notified: () => inside.filter((request) => request.method === 'NOTIFY').map((request) => new TextDecoder().decode(request.body).trim()),
    };
    return { call, told, sent: (key) => { clientKey = key; } };
  }

  const phone: Softphone = {
    wire,
    calls,
    asked: sent,
    ask,
    draft: newDraft,
    register({ expires = 300, aor = options.user, password = options.password ?? 'demo-sip', contactPort = wire.port } = {}) {
      const own = uriOf(options.user);
      const request = newRequest({
        method: 'REGISTER', uri: sipUri({ host: wire.server.ip, port: wire.server.port }), from: nameAddr(own, { tag: wire.endpoint.token() }), to: nameAddr(uriOf(aor)),
        callId: wire.endpoint.token(), cseq: 1, contact: [nameAddr(sipUri({ user: options.user, host: ip, port: contactPort }))], headers: [{ name: 'expires', value: String(expires) }],
      });
      return ask(request, password);
    },
    async call(to, callOptions = {}) {
      const media = await openRtpParty(ip);
      media.tone(callOptions.hz ?? null);
      const draft = newDraft('INVITE', to, callOptions);
      const { wish = {} } = callOptions;
      const body = wish === null ? null : describeSession(ip, media.port, 1, wish);
      const invite: Request = body === null ? draft : { ...draft, headers: [...draft.headers, { name: 'content-type', value: 'application/sdp' }], body: new TextEncoder().encode(body) };
      const made = createCall(invite, null, media, { ...callOptions, wish: wish ?? {} });
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
      for (const call of calls) if (call.state.ended === null) call.media.close();
      for (const call of live) call.close?.();
      wire.close();
    },
  };
  return phone;
}

type Told = {
  key(): string | null;
  response(key: ClientKey, response: Response): void;
  failed(): void;
  cancelled(): void;
  request(key: ServerKey, request: Request): void;
  close?(): void;
};
