// A scripted SIP phone on packages/sip: registers with digest, calls, answers by itself, and hands each call to its owner.
import {
  ackInDialog,
  answerChallenge,
  dialogKey,
  dialogKeyOf,
  dialogOfRequest,
  dialogOfResponse,
  ha1,
  nameAddr,
  newRequest,
  requestInDialog,
  responseTo,
  sipUri,
  type Dialog,
  type Request,
  type ServerKey,
} from '@tandem/sip';
import { openCall, type OpenCall, type PhoneCall } from './phone-call.ts';
import { openSipSocket } from './sip-socket.ts';

export type Phone = {
  /** Rejects where the registrar refuses. */
  register(): Promise<void>;
  /** Resolves when the call is answered. `from`: the calling number; the phone's own name where left out. */
  call(number: string, from?: string): Promise<PhoneCall>;
  /** Ends what is up, gives the address back, closes its sockets. */
  close(): Promise<void>;
  /** Calls, transactions and timers still open. */
  stats(): Record<string, number>;
};

export type PhoneOptions = {
  server: { ip: string; port: number };
  user: string;
  password?: string;
  /** Told of calls that came in and were answered; without it they are refused as busy. */
  onCall?(call: PhoneCall): void;
};

const REGISTER_SECONDS = 600;

export async function createPhone(options: PhoneOptions): Promise<Phone> {
  const { server, user } = options;
  const ringing = new Map<ServerKey, Request>();
  const calls = new Map<string, OpenCall>();
  let sequence = 1;
  const sip = await openSipSocket(server, {
    request: (key, request) => void requested(key, request),
    cancelled(key) {
      const invite = ringing.get(key);
      if (invite && ringing.delete(key)) sip.respond(key, responseTo(invite, 487, { tag: sip.token() }));
    },
  });
  const contact = nameAddr(sipUri({ user, host: sip.ip, port: sip.port }));

  async function requested(key: ServerKey, request: Request): Promise<void> {
    const known = calls.get(dialogKeyOf(request) ?? '');
    if (request.method === 'BYE') {
      sip.respond(key, responseTo(request, known ? 200 : 481));
      return known?.end('them');
    }
    if (request.method !== 'INVITE') return sip.respond(key, responseTo(request, 200));
    if (known) {
      const body = known.answer(request);
      return sip.respond(key, body ? responseTo(request, 200, { contact: [contact], body }) : responseTo(request, 488));
    }
    if (!options.onCall) return sip.respond(key, responseTo(request, 486, { tag: sip.token() }));
    ringing.set(key, request);
    const open = await openCall();
    // Given up while the audio socket opened.
    if (!ringing.delete(key)) return open.end('them');
    const body = open.answer(request);
    if (!body) {
      open.end('them');
      return sip.respond(key, responseTo(request, 488, { tag: sip.token() }));
    }
    const answer = responseTo(request, 200, { tag: sip.token(), contact: [contact], body });
    keep(open, dialogOfRequest(request, answer));
    sip.respond(key, answer);
    options.onCall(open.call);
  }

  function keep(open: OpenCall, dialog: Dialog): void {
    const key = dialogKey(dialog);
    calls.set(key, open);
    open.onEnd((by) => {
      calls.delete(key);
      // Answered or not, the call is over for us.
      if (by === 'us') sip.send(requestInDialog(dialog, 'BYE').request).answer.catch(() => undefined);
    });
  }

  async function register(seconds: number): Promise<void> {
    const us = sipUri({ user, host: server.ip, port: server.port });
    const request = newRequest({
      method: 'REGISTER',
      uri: sipUri({ host: server.ip, port: server.port }),
      from: nameAddr(us, { tag: sip.token() }),
      to: nameAddr(us),
      callId: sip.token(),
      cseq: sequence++,
      contact: [contact],
      headers: [{ name: 'expires', value: String(seconds) }],
    });
    const response = await sip.send(request).answer;
    const proof = (realm: string): string => ha1(user, realm, options.password ?? '');
    const again = answerChallenge({ request, response, user, ha1: proof, cnonce: sip.token() });
    const { status } = again ? await sip.send(again).answer : response;
    if (status !== 200) throw new Error(`registering ${user}: ${status}`);
  }

  async function call(number: string, from = user): Promise<PhoneCall> {
    const open = await openCall();
    const target = sipUri({ user: number, host: server.ip, port: server.port });
    const invite = newRequest({
      method: 'INVITE',
      uri: target,
      from: nameAddr(sipUri({ user: from, host: sip.ip, port: sip.port }), { tag: sip.token() }),
      to: nameAddr(target),
      callId: sip.token(),
      cseq: 1,
      contact: [contact],
      body: open.offer(),
    });
    const { key, answer } = sip.send(invite);
    const response = await answer.catch((error: unknown) => {
      open.end('them');
      throw error;
    });
    const made = response.status < 300 ? dialogOfResponse(invite, response) : null;
    if (!made?.ok || !open.answered(response)) {
      open.end('them');
      throw new Error(`calling ${number}: ${response.status} ${response.reason}`);
    }
    sip.ack(key, ackInDialog(made.value, invite.cseq.number));
    keep(open, made.value);
    return open.call;
  }

  return {
    register: () => register(REGISTER_SECONDS),
    call,
    async close() {
      for (const open of calls.values()) open.end('us');
      if (options.password !== undefined) await register(0).catch(() => undefined);
      sip.close();
    },
    stats: () => ({ ...sip.stats(), calls: calls.size }),
  };
}
