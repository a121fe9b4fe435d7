// Carries out one call of a softphone: its dialog, its audio, and everything that was answered or came inside it.
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
  type Request,
  type Response,
  type ServerKey,
} from '@tandem/sip';
import type { CallOptions, Ending, PhoneCall } from './call.ts';
import type { Line, Told } from './line.ts';
import type { RtpParty } from './rtp-party.ts';
import { describeSession, readSession, type SessionWish, type TheirSession } from './session.ts';
import { createWatch } from './watch.ts';

/** `serverKey`: of the INVITE that came; null where it is ours. */
export function openCall(
  line: Line,
  invite: Request,
  serverKey: ServerKey | null,
  media: RtpParty,
  options: CallOptions = {},
): { call: PhoneCall; told: Told; sent(key: ClientKey): void } {
  const { wire, ip, user, contact, live, byInvite } = line;
  const state: PhoneCall['state'] = { up: false, ended: null };
  const answers: Response[] = [];
  const inside: Request[] = [];
  const tag = wire.endpoint.token();
  const watch = createWatch();
  const over = Promise.withResolvers<Ending>();
  let dialog: Dialog | null = null;
  let clientKey: ClientKey | null = null;
  let current = invite;
  let session: TheirSession | null = null;
  let ours: SessionWish = options.wish ?? {};
  // Our own INVITE carried the first description.
  let version = serverKey === null ? 2 : 1;

  const talk = (body: Uint8Array): void => {
    if (body.length === 0) return;
    session = readSession(body, ours);
    if (session.port !== 0) media.talkTo(session);
  };
  const up = (): void => {
    live.add(told);
    state.up = true;
    watch.changed();
  };
  const end = (how: Ending): void => {
    state.ended ??= how;
    state.up = false;
    live.delete(told);
    for (const key of [serverKey, clientKey]) if (key !== null) byInvite.delete(key);
    media.close();
    over.resolve(state.ended);
    watch.changed();
  };
  const sdp = (wish: SessionWish): { type: string; text: string } => {
    ours = wish;
    return { type: 'application/sdp', text: describeSession(ip, media.port, version++, wish) };
  };
  const acknowledge = (wish = options.wish ?? {}): void => {
    const body = current.body.length === 0 ? { body: sdp(wish) } : {};
    wire.run(wire.endpoint.ack(clientKey!, ackInDialog(dialog!, current.cseq.number, body), wire.server));
  };
  const prack = (response: Response): void => {
    const made = dialogOfResponse(current, response);
    const built = made.ok ? prackInDialog(made.value, response) : null;
    if (built === null) return;
    dialog = built.dialog;
    live.add(told);
    void line.answerTo(wire.request(built.request)).then((final) => answers.push(final));
  };
  const told: Told = {
    key: () => (dialog === null ? null : dialogKey(dialog)),
    response(key, response) {
      if (key !== clientKey) return;
      answers.push(response);
      if (response.status < 200) return prack(response);
      if (response.status >= 300) {
        const again = response.status === 401 ? line.proven(current, response, options.password) : null;
        if (again === null) return end(response.status);
        current = again;
        byInvite.delete(clientKey);
        clientKey = wire.request(again);
        byInvite.set(clientKey, told);
        return;
      }
      const made = dialogOfResponse(current, response);
      if (!made.ok) throw new Error(made.why);
      const seq = dialog?.localSeq ?? made.value.localSeq;
      dialog = { ...acceptResponse(made.value, current, response), localSeq: seq };
      talk(response.body);
      if (options.acks !== false) acknowledge();
      up();
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
      // An offer is answered; a re-INVITE without one is answered by ours (RFC 3261 14.2).
      const describes = request.method === 'INVITE' || (request.method === 'UPDATE' && request.body.length > 0);
      if (describes) talk(request.body);
      wire.respond(key, responseTo(request, 200, describes ? { contact: [contact], body: sdp(ours) } : {}));
      if (request.method === 'BYE') end('bye');
    },
  };
  const until = async (what: string, ready: () => boolean, timeoutMs: number): Promise<void> => {
    const told = (): string => `${user}: ${what} (answers ${answers.map((each) => each.status).join(' ')}, ended ${state.ended})`;
    await watch.until(told, () => ready() || null, timeoutMs);
  };
  const call: PhoneCall = {
    media,
    answers,
    invite,
    inside,
    dialog: () => dialog,
    state,
    over: over.promise,
    theirs: () => session ?? readSession(invite.body, ours),
    async answered(timeoutMs = 10_000) {
      await until('a call to be answered', () => state.up || state.ended !== null, timeoutMs);
      if (!state.up) throw new Error(`${user}: the call ended with ${state.ended} before it was answered`);
    },
    async ended(timeoutMs = 10_000) {
      await until('a call to end', () => state.ended !== null, timeoutMs);
      return state.ended!;
    },
    ring: () => wire.respond(serverKey!, responseTo(invite, 180, { tag, contact: [contact] })),
    accept(wish = {}) {
      const ok = responseTo(invite, 200, { tag, contact: [contact], body: sdp(wish) });
      dialog = dialogOfRequest(invite, ok);
      talk(invite.body);
      up();
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
      watch.changed();
      const key = wire.request(built.request);
      const response = await line.answerTo(key);
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
    async leave() {
      if (state.ended !== null) return;
      if (state.up) await call.hangUp();
      else if (serverKey !== null) call.refuse(480);
      else call.cancel();
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
