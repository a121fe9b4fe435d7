// A SIP telephone that is told every step: registers, calls, answers, refuses, holds, transfers, and shows its owner each message.
import { dialogKeyOf, nameAddr, newRequest, responseTo, sipUri, type Request, type Response, type ServerKey } from '@tandem/sip';
import type { CallOptions, PhoneCall } from './call.ts';
import { createLine, type Draft } from './line.ts';
import { openCall } from './open-call.ts';
import { openRtpParty, type RtpParty, type RtpPartyOptions } from './rtp-party.ts';
import { describeSession, isSecured } from './session.ts';
import { openSipWire, type SipTransport, type SipWire } from './sip-wire.ts';
import { createWatch } from './watch.ts';

export type { CallOptions, PhoneCall } from './call.ts';

export type Registration = { expires?: number; aor?: string; password?: string; contactPort?: number };

export type Softphone = {
  readonly wire: SipWire;
  /** Calls that came in, oldest first. */
  readonly calls: PhoneCall[];
  register(options?: Registration): Promise<Response>;
  /** Resolves when the INVITE is sent. */
  call(to: string, options?: CallOptions): Promise<PhoneCall>;
  /** The next call that comes in from now on, or that came and was not taken yet. */
  incoming(timeoutMs?: number): Promise<PhoneCall>;
  /** A request outside of dialogs, with credentials where asked; the final response. */
  ask(request: Request, password?: string): Promise<Response>;
  draft(method: string, to: string, extras?: Draft): Request;
  /** What `ask` and `register` sent, credentials included. */
  readonly asked: readonly Request[];
  /** Ends every call from whatever state it is in. */
  leave(): Promise<void>;
  /** Is gone at once, as if unplugged. */
  close(): void;
};

export type SoftphoneOptions = {
  server: { ip: string; port: number };
  user: string;
  ip?: string;
  transport?: SipTransport;
  /** The demo tenant's where left out. */
  password?: string;
  /** Where others find it; else any. */
  port?: number;
  /** Of the audio of its calls. */
  media?: RtpPartyOptions;
  /** Told of each call that comes in. */
  onCall?(call: PhoneCall): void;
};

export async function startSoftphone(options: SoftphoneOptions): Promise<Softphone> {
  const { user, ip = '127.0.0.1' } = options;
  const open = new Map<PhoneCall, RtpParty>();
  const calls: PhoneCall[] = [];
  /** INVITEs whose audio socket is still being opened. */
  const opening = new Map<ServerKey, Request>();
  const watch = createWatch();
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
            line.byInvite.get(effect.key)?.response(effect.key, effect.response);
            if (effect.response.status >= 200) line.settle(effect.key, effect.response);
          });
        case 'failed':
          return void setImmediate(() => {
            line.byInvite.get(effect.key)?.failed();
            line.settle(effect.key, responseTo(effect.request, 408));
          });
        case 'request':
          return void arrived(effect.key, effect.request);
        case 'cancelled': {
          const early = opening.get(effect.key);
          opening.delete(effect.key);
          if (early) return wire.respond(effect.key, responseTo(early, 487, { tag: wire.endpoint.token() }));
          return line.byInvite.get(effect.key)?.cancelled();
        }
        default:
          return;
      }
    },
  });
  const line = createLine(wire, { user, password: options.password ?? 'demo-sip' });

  async function arrived(key: ServerKey, request: Request): Promise<void> {
    const wanted = dialogKeyOf(request);
    if (wanted !== null) {
      const call = [...line.live].find((each) => each.key() === wanted);
      if (call) call.request(key, request);
      else wire.respond(key, responseTo(request, 481));
      return;
    }
    if (request.method !== 'INVITE') return wire.respond(key, responseTo(request, 200, { tag: wire.endpoint.token() }));
    // Plain RTP is all it speaks.
    if (isSecured(request.body)) return wire.respond(key, responseTo(request, 488, { tag: wire.endpoint.token() }));
    opening.set(key, request);
    const media = await openRtpParty(ip, options.media);
    if (!opening.delete(key)) return media.close();
    const made = openCall(line, request, key, media);
    line.byInvite.set(key, made.told);
    keep(made.call);
    calls.push(made.call);
    watch.changed();
    options.onCall?.(made.call);
  }
  function keep(call: PhoneCall): void {
    open.set(call, call.media);
    void call.over.then(() => open.delete(call));
  }

  return {
    wire,
    calls,
    asked: line.sent,
    ask: line.ask,
    draft: line.draft,
    register({ expires = 300, aor = user, password, contactPort = wire.port } = {}) {
      const request = newRequest({
        method: 'REGISTER',
        uri: sipUri({ host: wire.server.ip, port: wire.server.port }),
        from: nameAddr(line.uriOf(user), { tag: wire.endpoint.token() }),
        to: nameAddr(line.uriOf(aor)),
        callId: wire.endpoint.token(),
        cseq: 1,
        contact: wire.transport === 'ws' ? [line.contact] : [nameAddr(sipUri({ user, host: ip, port: contactPort }))],
        headers: [{ name: 'expires', value: String(expires) }],
      });
      return line.ask(request, password);
    },
    async call(to, callOptions = {}) {
      const media = await openRtpParty(ip, options.media);
      media.tone(callOptions.hz ?? null);
      const draft = line.draft('INVITE', to, callOptions);
      const { wish = {} } = callOptions;
      const invite = wish === null ? draft : withBody(draft, describeSession(ip, media.port, 1, wish));
      const made = openCall(line, invite, null, media, { ...callOptions, wish: wish ?? {} });
      keep(made.call);
      const key = wire.request(invite);
      made.sent(key);
      line.byInvite.set(key, made.told);
      return made.call;
    },
    incoming(timeoutMs = 10_000) {
      const at = taken++;
      return watch.until(
        () => `${user} to be called`,
        () => calls[at] ?? null,
        timeoutMs,
      );
    },
    async leave() {
      await Promise.all([...open.keys()].map((call) => call.leave()));
    },
    close() {
      for (const media of open.values()) media.close();
      wire.close();
    },
  };
}

function withBody(draft: Request, sdp: string): Request {
  return {
    ...draft,
    headers: [...draft.headers, { name: 'content-type', value: 'application/sdp' }],
    body: new TextEncoder().encode(sdp),
  };
}
