// A small telephone on top of an endpoint, for tests: calls, answers, cancels, hangs up, and keeps count of how its calls went.
import {
  acceptRequest,
  ackInDialog,
  confirmed,
  dialogKey,
  dialogKeyOf,
  dialogKeyOfResponse,
  dialogOfRequest,
  dialogOfResponse,
  nameAddr,
  newRequest,
  requestInDialog,
  responseTo,
  sipUri,
  type ClientKey,
  type Dialog,
  type Effect,
  type Request,
  type ServerKey,
} from '../src/index.ts';
import type { Host, World } from './network.ts';

export type Call = {
  callId: string;
  state: 'calling' | 'ringing' | 'talking' | 'ended';
  answered: boolean;
  how: string;
  dialog: Dialog | null;
  /** RFC 3261, 15: the callee must not send BYE before the ACK came, or it overtakes the 2xx. `wanted`: it would like to. */
  acked: boolean;
  wanted: (() => void) | null;
};

export type Plan = { ringMs: number; answer: boolean; talkMs: number; hangsUp: 'caller' | 'callee'; cancelMs: number | null };

export type Phone = { host: Host; calls: Map<string, Call>; call(to: string, plan: Plan): string };

/** `planOf` tells what the callee does with a call that comes in. */
export function createPhone(world: World, ip: string, planOf: (callId: string) => Plan): Phone {
  const calls = new Map<string, Call>();
  const incoming = new Map<ServerKey, { call: Call; request: Request }>();
  const outgoing = new Map<ClientKey, { call: Call; invite: Request; plan: Plan; to: string }>();
  const us = (): ReturnType<typeof nameAddr> => nameAddr(sipUri({ user: 'phone', host: ip }));
  const host = world.add(ip, told, { policy: { methods: ['INVITE', 'BYE', 'OPTIONS'], extensions: ['100rel'] } });

  function end(call: Call, how: string): void {
    if (call.state === 'ended') return;
    call.state = 'ended';
    call.how = how;
  }

  function hangUp(call: Call, to: string, why: string): void {
    if (call.state === 'ended' || call.dialog === null) return;
    const bye = requestInDialog(call.dialog, 'BYE');
    call.dialog = bye.dialog;
    end(call, why);
    host.run(host.endpoint.request(bye.request, host.flowTo(to)).effects);
  }

  function arrived(key: ServerKey, request: Request, from: string): void {
    const plan = planOf(request.callId);
    const call: Call = { callId: request.callId, state: 'ringing', answered: false, how: '', dialog: null, acked: false, wanted: null };
    calls.set(request.callId, call);
    incoming.set(key, { call, request });
    const tag = host.endpoint.token();
    host.run(host.endpoint.respond(key, responseTo(request, 180, { tag, contact: [us()] })));
    world.after(plan.ringMs, () => {
      if (call.state !== 'ringing') return;
      if (!plan.answer) {
        end(call, 'busy');
        return host.run(host.endpoint.respond(key, responseTo(request, 486, { tag })));
      }
      const ok = responseTo(request, 200, { tag, contact: [us()], body: { type: 'application/sdp', text: 'v=0\r\n' } });
      call.dialog = confirmed(dialogOfRequest(request, ok));
      call.state = 'talking';
      call.answered = true;
      host.run(host.endpoint.respond(key, ok));
      if (plan.hangsUp === 'callee') {
        world.after(plan.talkMs, () => {
          const go = (): void => hangUp(call, from, 'callee hung up');
          if (call.acked) go();
          else call.wanted = go;
        });
      }
    });
  }

  function inside(key: ServerKey, request: Request): void {
    const call = calls.get(request.callId);
    const dialog = call?.dialog ?? null;
    const fits =
      call !== undefined && dialog !== null && dialogKey(dialog) === dialogKeyOf(request) ? acceptRequest(dialog, request) : null;
    if (call === undefined || fits === null) return host.run(host.endpoint.respond(key, responseTo(request, 481)));
    if (!fits.ok) return host.run(host.endpoint.respond(key, responseTo(request, fits.status)));
    call.dialog = fits.dialog;
    if (request.method === 'BYE') end(call, 'far end hung up');
    host.run(host.endpoint.respond(key, responseTo(request, 200)));
  }

  function told(effect: Effect): void {
    switch (effect.do) {
      case 'request':
        if (dialogKeyOf(effect.request) !== null) inside(effect.key, effect.request);
        else if (effect.request.method === 'INVITE') arrived(effect.key, effect.request, effect.flow.ip);
        else host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 200)));
        break;
      case 'cancelled': {
        const open = incoming.get(effect.key);
        if (open?.call.state !== 'ringing') break;
        end(open.call, 'cancelled');
        host.run(host.endpoint.respond(effect.key, responseTo(open.request, 487)));
        break;
      }
      case 'acked': {
        const open = incoming.get(effect.key);
        if (open === undefined) break;
        open.call.acked = true;
        open.call.wanted?.();
        break;
      }
      case 'ack-missing': {
        const open = incoming.get(effect.key);
        if (open !== undefined)
          hangUp(open.call, open.request.via[0]?.params.get('received') ?? (open.request.via[0]?.host as string), 'no ACK');
        break;
      }
      case 'response': {
        const open = outgoing.get(effect.key);
        if (open === undefined || effect.response.status < 200) break;
        const { call, invite, plan, to } = open;
        if (effect.response.status > 299) return end(call, `refused ${effect.response.status}`);
        const made = dialogOfResponse(invite, effect.response);
        if (!made.ok) throw new Error(made.why);
        const another = call.dialog !== null && dialogKey(call.dialog) !== dialogKeyOfResponse(effect.response);
        host.run(host.endpoint.ack(effect.key, ackInDialog(made.value, invite.cseq.number), host.flowTo(to)));
        // 13.2.2.4: a second fork, or an answer that crossed our CANCEL, is acknowledged and ended.
        if (another) return host.run(host.endpoint.request(requestInDialog(made.value, 'BYE').request, host.flowTo(to)).effects);
        call.dialog = made.value;
        call.answered = true;
        const wanted = call.state === 'calling';
        call.state = 'talking';
        if (!wanted) hangUp(call, to, 'answered too late');
        else if (plan.hangsUp === 'caller') world.after(plan.talkMs, () => hangUp(call, to, 'caller hung up'));
        break;
      }
      case 'failed': {
        const open = outgoing.get(effect.key);
        if (open !== undefined) end(open.call, effect.why);
        break;
      }
      default:
        break;
    }
  }

  return {
    host,
    calls,
    call(to, plan) {
      const target = sipUri({ user: 'phone', host: to });
      const callId = host.endpoint.token();
      const invite = newRequest({
        method: 'INVITE',
        uri: target,
        from: nameAddr(us().uri, { tag: host.endpoint.token() }),
        to: nameAddr(target),
        callId,
        cseq: 1,
        contact: [us()],
        body: { type: 'application/sdp', text: 'v=0\r\n' },
      });
      const call: Call = { callId, state: 'calling', answered: false, how: '', dialog: null, acked: false, wanted: null };
      calls.set(callId, call);
      const { key, effects } = host.endpoint.request(invite, host.flowTo(to));
      outgoing.set(key, { call, invite, plan, to });
      host.run(effects);
      if (plan.cancelMs !== null) {
        world.after(plan.cancelMs, () => {
          if (call.state !== 'calling') return;
          // Not ended yet: the INVITE's own end decides (487, or an answer that crossed).
          call.state = 'ringing';
          host.run(host.endpoint.cancel(key));
        });
      }
      return callId;
    },
  };
}
