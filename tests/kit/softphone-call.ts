// One call of the test phone: its dialog, its audio, and everything that was answered or came inside it.
import {
  acceptRequest,
  acceptResponse,
  ackInDialog,
  dialogKey,
  dialogOfRequest,
  dialogOfResponse,
  prackInDialog,
  requestInDialog,
  responseTo,
  type ClientKey,
  type Dialog,
  type Header,
  type InDialogExtras,
  type NameAddr,
  type Request,
  type Response,
  type ServerKey,
} from '@tandem/sip';
import { eventually } from './processes.ts';
import type { RtpParty } from './rtp-party.ts';
import type { SipWire } from './sip-wire.ts';
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
  /** Acknowledges the 2xx, where `acks` was false. */
  ack(wish?: SessionWish): void;
  /** Sends a request in the dialog; answers with its final response. A 2xx of INVITE is acknowledged. */
  send(method: string, extras?: InDialogExtras): Promise<Response>;
  reinvite(wish: SessionWish | null): Promise<Response>;
  update(wish: SessionWish): Promise<Response>;
  hangUp(): Promise<Response>;
  /** Status lines of the NOTIFYs about our REFER. */
  notified(): string[];
};

export type CallOptions = {
  from?: string;
  wish?: SessionWish | null;
  headers?: Header[];
  password?: string;
  /** False: the 2xx stays unacknowledged. */
  acks?: boolean;
  hz?: number | null;
};

/** How the phone's messages find their call. */
export type Told = {
  key(): string | null;
  response(key: ClientKey, response: Response): void;
  failed(): void;
  cancelled(): void;
  request(key: ServerKey, request: Request): void;
};

/** The phone that a call belongs to. */
export type Line = {
  readonly wire: SipWire;
  readonly ip: string;
  readonly user: string;
  readonly contact: NameAddr;
  /** Calls with a dialog. */
  readonly live: Set<Told>;
  /** Who waits for the final answer to a request. */
  readonly asked: Map<ClientKey, (response: Response) => void>;
  readonly byInvite: Map<ClientKey | ServerKey, Told>;
  /** The request again, with credentials for a challenge; null where there are none to give. */
  proven(request: Request, response: Response, password?: string): Request | null;
};

export function createCall(
  line: Line,
  invite: Request,
  serverKey: ServerKey | null,
  media: RtpParty,
  callOptions: CallOptions = {},
): { call: PhoneCall; told: Told; sent(key: ClientKey): void } {
  const { wire, ip, user, contact, live, asked, byInvite } = line;
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
  const sdp = (wish: SessionWish): { type: string; text: string } => ({
    type: 'application/sdp',
    text: describeSession(ip, media.port, version++, wish),
  });
  const acknowledge = (wish = callOptions.wish ?? {}): void => {
    const body = current.body.length === 0 ? { body: sdp(wish) } : {};
    wire.run(wire.endpoint.ack(clientKey!, ackInDialog(dialog!, current.cseq.number, body), wire.server));
  };
  const prack = (response: Response): void => {
    const made = dialogOfResponse(current, response);
    const built = made.ok ? prackInDialog(made.value, response) : null;
    if (built === null) return;
    dialog = built.dialog;
    live.add(told);
    asked.set(wire.request(built.request), (final) => answers.push(final));
  };
  const told: Told = {
    key: () => (dialog === null ? null : dialogKey(dialog)),
    response(key, response) {
      if (key !== clientKey) return;
      answers.push(response);
      if (response.status < 200) return prack(response);
      if (response.status >= 300) {
        const again = response.status === 401 ? line.proven(current, response, callOptions.password) : null;
        if (again === null) return end(response.status);
        current = again;
        clientKey = wire.request(again);
        byInvite.set(clientKey, told);
        return;
      }
      const made = dialogOfResponse(current, response);
      if (!made.ok) throw new Error(made.why);
      const seq = dialog?.localSeq ?? made.value.localSeq;
      dialog = { ...acceptResponse(made.value, current, response), localSeq: seq };
      live.add(told);
      state.up = true;
      talk(response.body);
      if (callOptions.acks !== false) acknowledge();
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
    await eventually(
      `${user}: ${what} (answers ${answers.map((each) => each.status).join(' ')}, ended ${state.ended})`,
      () => (ready() ? true : null),
      timeoutMs,
      10,
    );
  };
  const call: PhoneCall = {
    media,
    answers,
    invite,
    inside,
    state,
    theirs: () => session ?? readSession(invite.body),
    async answered(timeoutMs = 10_000) {
      await waitFor('a call to be answered', () => state.up || state.ended !== null, timeoutMs);
      if (!state.up) throw new Error(`${user}: the call ended with ${state.ended} before it was answered`);
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
    ack: acknowledge,
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
    async update(wish) {
      const response = await call.send('UPDATE', { body: sdp(wish) });
      if (response.status === 200) talk(response.body);
      return response;
    },
    async hangUp() {
      const response = await call.send('BYE');
      end('bye');
      return response;
    },
    notified: () => inside.filter((request) => request.method === 'NOTIFY').map((request) => new TextDecoder().decode(request.body).trim()),
  };
  return {
    call,
    told,
    sent: (key) => {
      clientKey = key;
    },
  };
}
