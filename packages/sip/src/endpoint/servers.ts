// The server side of an endpoint: what comes in is matched, screened or handed up; what the user answers is sent and, where it must be, repeated (RFC 3261, 8.2, 9.2, 13.3, 17.2).
import { responseTo } from '../message/build.ts';
import { tagOf } from '../message/name-addr.ts';
import { serialise } from '../message/serialise.ts';
import type { Header, Request, Response } from '../message/types.ts';
import { ackKeyOf, serverKeyOf } from '../transaction/matching.ts';
import type { TimerName } from '../transaction/types.ts';
import type { Context } from './context.ts';
import { createProvisionals, knowsReliable, wantsReliable } from './provisional.ts';
import { createRepeaters } from './repeaters.ts';
import { screen } from './screen.ts';
import { ackFits, createServerTable, type Server } from './server-table.ts';
import { answerFlow } from './stamp.ts';
import type { Flow, ServerKey } from './types.ts';

export type Servers = {
  /** `crowded` says how many transactions are open too many: see `admit`. `refusable` spends the budget for answers without a transaction. */
  receive(request: Request, flow: Flow, open: number, refusable: () => boolean): void;
  respond(key: ServerKey, response: Response, reliably: boolean): void;
  fired(owner: string, timer: string): void;
  flowFailed(flow: Flow): void;
  size(): number;
  awaitingAck(): number;
  awaitingPrack(): number;
};

export function createServers(context: Context): Servers {
  /** 2xx answers that wait for their ACK, by `ackKeyOf`. */
  const accepted = createRepeaters<ServerKey>(context, 'a:', context.options.t2);
  const provisionals = createProvisionals(context);
  const table = createServerTable(context, (server) => provisionals.forget(server.key));

  function note(status: number, request: Request, flow: Flow): void {
    context.out.push({ do: 'note', note: { kind: 'refused', status, method: request.method, callId: request.callId }, flow });
  }

  /** An answer that leaves no state behind; asked again, the same answer is given. */
  function stateless(request: Request, flow: Flow, status: number, tag: string, headers: readonly Header[] = []): void {
    const via = request.via[0];
    context.transmit(via === undefined ? flow : answerFlow(via, flow), serialise(responseTo(request, status, { tag, headers })));
  }

  function acked(ack: Request, flow: Flow): void {
    const server = table.find(serverKeyOf(ack, 'INVITE'));
    // 17.2.1: the ACK of a refusal belongs to the INVITE's transaction and goes no further.
    if (server?.machine.kind === 'invite' && server.machine.state.phase !== 'accepted') {
      if (ackFits(server, ack)) table.input(server, { kind: 'ack' });
      return;
    }
    const key = accepted.stop(ackKeyOf(ack));
    if (key !== null) context.out.push({ do: 'acked', key, request: ack, flow });
    else if (server === undefined) context.out.push({ do: 'note', note: { kind: 'stray-ack', callId: ack.callId }, flow });
  }

  function cancelled(cancel: Request, flow: Flow, refusable: () => boolean): void {
    const server = table.find(serverKeyOf(cancel, 'INVITE'));
    if (server === undefined || server.machine.kind !== 'invite') {
      // 9.2: nothing to cancel.
      if (refusable()) stateless(cancel, flow, 481, context.token());
      return;
    }
    stateless(cancel, flow, 200, server.lastTag === '' ? server.tag : server.lastTag);
    if (server.machine.state.phase !== 'proceeding' || server.cancelled || !server.told) return;
    server.cancelled = true;
    context.out.push({ do: 'cancelled', key: server.key, request: cancel });
  }

  function pracked(server: Server): void {
    const found = provisionals.acknowledge(server.request);
    if (found === null) return refuse(server, 481, []);
    // RFC 3262, 5: an offer in a PRACK would need an answer in its 200, which only the user could give: not supported.
    if (found.inviteHadBody && server.request.body.length > 0) refuse(server, 488, []);
    else table.answer(server, table.finish(server, responseTo(server.request, 200)));
    context.out.push({ do: 'prack', key: found.invite, request: server.request });
    const invite = table.find(found.invite);
    if (found.next !== null && invite !== undefined) sendReliably(invite, found.next);
  }

  function refuse(server: Server, status: number, headers: readonly Header[]): void {
    note(status, server.request, server.flow);
    table.answer(server, table.finish(server, responseTo(server.request, status, { headers })));
  }

  function sendReliably(server: Server, numbered: Response): void {
    if (table.answer(server, numbered)) provisionals.sent(server.key, numbered, server.back, server.request.body.length > 0);
  }

  /** New work is refused above the limit; what belongs to a dialog may still end a call and has more room. */
  function admit(request: Request, flow: Flow, open: number, refusable: () => boolean): boolean {
    const limit = context.options.maxTransactions * (tagOf(request.to) === null ? 1 : 1.25);
    if (open < limit) return true;
    const answered = refusable();
    if (answered) stateless(request, flow, 503, context.token(), [{ name: 'retry-after', value: '5' }]);
    context.out.push({ do: 'note', note: { kind: 'overload', answered }, flow });
    return false;
  }

  return {
    receive(request, flow, open, refusable) {
      if (request.method === 'ACK') return acked(request, flow);
      if (request.method === 'CANCEL') return cancelled(request, flow, refusable);
      const known = table.find(serverKeyOf(request));
      if (known !== undefined) return table.input(known, { kind: 'again' });
      if (!admit(request, flow, open, refusable)) return;
      const merged = table.isMerged(request);
      const server = table.open(request, flow);
      const refused = merged ? { status: 482, headers: [] } : screen(request, context.options.policy);
      if (refused !== null) return refuse(server, refused.status, refused.headers);
      if (request.method === 'PRACK') return pracked(server);
      server.told = true;
      context.out.push({ do: 'request', key: server.key, request, flow });
    },
    respond(key, response, reliably) {
      const server = table.find(key);
      if (server === undefined) return;
      const out = table.finish(server, response);
      const { status } = response;
      const invite = server.machine.kind === 'invite';
      // RFC 3262, 3: where the caller requires 100rel, every provisional answer but 100 must be reliable.
      if (invite && status > 100 && status < 200 && (wantsReliable(server.request) || (reliably && knowsReliable(server.request)))) {
        if (server.machine.state.phase !== 'proceeding') return;
        const numbered = provisionals.number(key, out);
        if (numbered !== null) sendReliably(server, numbered);
        return;
      }
      if (!table.answer(server, out) || !invite || status < 200) return;
      provisionals.forget(key);
      if (status < 300 && accepted.get(ackKeyOf(out)) === null) accepted.start(ackKeyOf(out), serialise(out), server.back, key);
    },
    fired(owner, timer) {
      const key = owner.slice(2);
      if (owner.startsWith('s:')) {
        const server = table.find(key);
        if (server !== undefined) table.input(server, { kind: 'timer', timer: timer as TimerName });
      } else if (owner.startsWith('a:')) {
        const missing = accepted.fired(key, timer);
        if (missing !== null) context.out.push({ do: 'ack-missing', key: missing });
      } else {
        const missing = provisionals.fired(key, timer);
        if (missing !== null) context.out.push({ do: 'prack-missing', key: missing });
      }
    },
    flowFailed(flow) {
      for (const server of table.ofFlow(flow)) table.input(server, { kind: 'transport-error' });
    },
    size: () => table.size(),
    awaitingAck: () => accepted.size(),
    awaitingPrack: () => provisionals.size(),
  };
}
