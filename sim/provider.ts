// A telephone company outside: takes registrations of accounts it knows, challenges calls, and answers, refuses or keeps silent as it is told.
import dgram from 'node:dgram';
import net from 'node:net';
import tls from 'node:tls';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  challenge,
  createEndpoint,
  createFramer,
  createNonceLedger,
  dialogOfRequest,
  ha1,
  header,
  nameAddr,
  newRequest,
  parseUri,
  requestInDialog,
  responseTo,
  sipUri,
  verifyDigest,
  type ClientKey,
  type Dialog,
  type Effect,
  type Flow,
  type Request,
  type Response,
  type ServerKey,
} from '@tandem/sip';
import { openRtpParty, type RtpParty } from './rtp-party.ts';
import { describeSession, readSession } from './session.ts';

export type ProviderCall = { readonly invite: Request; readonly media: RtpParty; readonly hangUp: () => void; ended: boolean };

/** What it does with what comes; changed at any time. A number answers with that status, `silent` answers nothing. */
export type Manners = {
  invite: 'accept' | number;
  options: 'answer' | 'silent' | number;
  /** Seconds it grants, whatever is asked for. */
  grantsS: number;
  /** Whether calls are challenged (407). */
  challenges: boolean;
};

export type Provider = {
  readonly ip: string;
  readonly port: number;
  readonly manners: Manners;
  /** By user name: the Contact it reaches the account at. */
  readonly registered: ReadonlyMap<string, string>;
  /** Every request that came, oldest first, with its credentials. */
  readonly heard: readonly Request[];
  readonly calls: readonly ProviderCall[];
  /** Calls a registered account: the INVITE goes to its Contact, the number dialled stands in To. */
  call(user: string, number: string): Promise<Response>;
  close(): Promise<void>;
};

export type ProviderOptions = {
  ip?: string;
  port?: number;
  accounts?: Readonly<Record<string, string>>;
  manners?: Partial<Manners>;
  /** PEM: connections are TLS then, and not TCP. */
  certificate?: { cert: string | Buffer; key: string | Buffer };
};

const REALM = 'provider.test';

export async function startProvider(options: ProviderOptions = {}): Promise<Provider> {
  const { ip = '127.0.0.1', accounts = {} } = options;
  const manners: Manners = {
    invite: 'accept',
    options: 'answer',
    grantsS: 60,
    challenges: Object.keys(accounts).length > 0,
    ...options.manners,
  };
  const registered = new Map<string, string>();
  const flows = new Map<string, Flow>();
  const heard: Request[] = [];
  const calls: (ProviderCall & { dialog: Dialog; flow: Flow })[] = [];
  const waiting = new Map<ClientKey, (response: Response) => void>();
  const secret = randomBytes(16);
  const mac = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');
  const nonces = createNonceLedger(1_000);
  const timers = new Map<string, NodeJS.Timeout>();
  const sockets = new Map<string, net.Socket>();
  let closed = false;

  const streams = options.certificate ? tls.createServer(options.certificate) : net.createServer();
  const udp = await bindBoth(streams, ip, options.port);
  const { port } = udp.address();
  const endpoint = createEndpoint({
    now: () => performance.now(),
    random: (length) => randomBytes(length),
    sentBy: () => ({ host: ip, port }),
    policy: { methods: ['INVITE', 'BYE', 'OPTIONS', 'REGISTER', 'UPDATE'], extensions: ['timer', 'replaces'] },
  });
  udp.on('message', (bytes, from) => run(endpoint.receive(bytes, { transport: 'udp', socket: 'main', ip: from.address, port: from.port })));
  udp.on('error', () => undefined);
  const take = (socket: net.Socket): void => {
    const flow: Flow = {
      transport: options.certificate ? 'tls' : 'tcp',
      socket: `stream-${socket.remotePort}`,
      ip: socket.remoteAddress ?? '',
      port: socket.remotePort ?? 0,
    };
    const framer = createFramer();
    sockets.set(flow.socket, socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(flow.socket));
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framer.push(chunk)) if (frame.kind === 'message') run(endpoint.receive(frame.bytes, flow));
    });
  };
  streams.on(options.certificate ? 'secureConnection' : 'connection', take);

  function run(effects: Effect[]): void {
    for (const effect of effects) {
      if (closed) return;
      if (effect.do === 'transmit') send(effect.flow, effect.bytes);
      else if (effect.do === 'start-timer') {
        clearTimeout(timers.get(effect.timer));
        timers.set(
          effect.timer,
          setTimeout(() => run(endpoint.fired(effect.timer)), effect.ms),
        );
      } else if (effect.do === 'stop-timer') clearTimeout(timers.get(effect.timer));
      else if (effect.do === 'request') void onRequest(effect.key, effect.request, effect.flow);
      else if (effect.do === 'response' && effect.response.status >= 200) waiting.get(effect.key)?.(effect.response);
      else if (effect.do === 'failed') waiting.get(effect.key)?.(responseTo(effect.request, 408));
    }
  }
  function send(flow: Flow, bytes: Uint8Array): void {
    if (flow.transport === 'udp') udp.send(bytes, flow.port, flow.ip);
    else sockets.get(flow.socket)?.write(bytes);
  }
  const answer = (key: ServerKey, request: Request, status: number, extras = {}): void =>
    run(endpoint.respond(key, responseTo(request, status, { tag: endpoint.token(), ...extras })));

  /** Null after a challenge was sent. */
  function prove(key: ServerKey, request: Request, status: 401 | 407): string | null {
    const [field, asks] =
      status === 401 ? (['authorization', 'www-authenticate'] as const) : (['proxy-authorization', 'proxy-authenticate'] as const);
    const known = (user: string): string | null => (accounts[user] === undefined ? null : ha1(user, REALM, accounts[user]));
    const verdict = verifyDigest({ request, realm: REALM, ha1: known, mac, now: Date.now(), lifeMs: 60_000, nonces, field });
    if (verdict.ok) return verdict.user;
    const value = challenge({ realm: REALM, mac, now: Date.now(), salt: endpoint.token(), stale: verdict.why === 'stale' });
    answer(key, request, status, { headers: [{ name: asks, value }] });
    return null;
  }

  async function onRequest(key: ServerKey, request: Request, flow: Flow): Promise<void> {
    heard.push(request);
    switch (request.method) {
      case 'REGISTER':
        return onRegister(key, request, flow);
      case 'OPTIONS':
        if (manners.options !== 'silent') answer(key, request, manners.options === 'answer' ? 200 : manners.options);
        return;
      case 'INVITE':
        return onInvite(key, request, flow);
      default:
        answer(key, request, 200);
        for (const call of calls) if (call.dialog.callId === request.callId && request.method === 'BYE') end(call);
    }
  }
  function onRegister(key: ServerKey, request: Request, flow: Flow): void {
    const user = prove(key, request, 401);
    if (user === null) return;
    const contact = request.contact === '*' ? undefined : request.contact[0];
    if (contact === undefined || header(request, 'expires') === '0') registered.delete(user);
    else {
      registered.set(user, `sip:${contact.uri.scheme === 'sip' ? `${contact.uri.user}@${contact.uri.host}:${contact.uri.port}` : ''}`);
      flows.set(user, flow);
    }
    answer(key, request, 200, { headers: [{ name: 'expires', value: String(manners.grantsS) }] });
  }
  async function onInvite(key: ServerKey, request: Request, flow: Flow): Promise<void> {
    if (typeof manners.invite === 'number') return answer(key, request, manners.invite);
    if (request.to.params.has('tag')) return answer(key, request, 488);
    if (manners.challenges && prove(key, request, 407) === null) return;
    const media = await openRtpParty(ip);
    const body = { type: 'application/sdp', text: describeSession(ip, media.port, 1, {}) };
    const ok = responseTo(request, 200, { tag: endpoint.token(), contact: [nameAddr(sipUri({ user: 'callee', host: ip, port }))], body });
    const call = { invite: request, media, flow, dialog: dialogOfRequest(request, ok), ended: false, hangUp: () => hangUp(call) };
    calls.push(call);
    media.talkTo(readSession(request.body));
    run(endpoint.respond(key, ok));
  }
  function hangUp(call: (typeof calls)[number]): void {
    run(endpoint.request(requestInDialog(call.dialog, 'BYE').request, call.flow).effects);
    end(call);
  }
  function end(call: (typeof calls)[number]): void {
    call.ended = true;
    call.media.close();
  }

  return {
    ip,
    port,
    manners,
    registered,
    heard,
    calls,
    call(user, number) {
      const uri = parseUri(registered.get(user) ?? '');
      const flow = flows.get(user);
      if (!uri.ok || !flow) throw new Error(`${user} is not registered`);
      const invite = newRequest({
        method: 'INVITE',
        uri: uri.value,
        from: nameAddr(sipUri({ user: '+8613900000001', host: ip }), { tag: endpoint.token() }),
        to: nameAddr(sipUri({ user: number, host: REALM })),
        callId: endpoint.token(),
        cseq: 1,
        contact: [nameAddr(sipUri({ user: 'caller', host: ip, port }))],
        body: { type: 'application/sdp', text: describeSession(ip, 40_000, 1, {}) },
      });
      const { key, effects } = endpoint.request(invite, flow);
      const over = new Promise<Response>((resolve) => waiting.set(key, resolve));
      run(effects);
      return over;
    },
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      for (const call of calls) call.media.close();
      for (const socket of sockets.values()) socket.destroy();
      await Promise.all([new Promise<void>((done) => streams.close(() => done())), new Promise<void>((done) => udp.close(() => done()))]);
    },
  };
}

/** One port for datagrams and connections: the system names it by the first, and the second may find it taken by whoever connects just then. */
async function bindBoth(streams: net.Server, ip: string, port = 0): Promise<dgram.Socket> {
  for (let tries = 1; ; tries++) {
    const udp = dgram.createSocket('udp4');
    try {
      udp.bind(port, ip);
      await once(udp, 'listening');
      streams.listen(udp.address().port, ip);
      await once(streams, 'listening');
      return udp;
    } catch (error) {
      udp.close();
      if (port !== 0 || tries === 20) throw error;
    }
  }
}
