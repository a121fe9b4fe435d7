// The open server transactions of an endpoint, their indexes, and the carrying out of their effects.
import { responseTo } from '../message/build.ts';
import { tagOf } from '../message/name-addr.ts';
import { withParam } from '../message/params.ts';
import { serialise } from '../message/serialise.ts';
import type { Request, Response } from '../message/types.ts';
import { branchOf, hasCookie } from '../message/via.ts';
import { type InviteServer, startInviteServer, stepInviteServer } from '../transaction/invite-server.ts';
import { mergeKeyOf, serverKeyOf } from '../transaction/matching.ts';
import { type NonInviteServer, startNonInviteServer, stepNonInviteServer } from '../transaction/non-invite-server.ts';
import type { ServerInput, Step } from '../transaction/types.ts';
import { type Context, createFlowIndex, timingOf } from './context.ts';
import { answerFlow } from './stamp.ts';
import type { Flow, ServerKey } from './types.ts';

export type Server = {
  readonly key: ServerKey;
  readonly request: Request;
  readonly flow: Flow;
  /** Where answers go. */
  readonly back: Flow;
  /** The To tag of answers that name none. */
  readonly tag: string;
  machine: { kind: 'invite'; state: InviteServer } | { kind: 'other'; state: NonInviteServer };
  last: Uint8Array | null;
  /** The To tag of the last answer, as ACK and CANCEL will see it. */
  lastTag: string;
  /** False once refused by the endpoint itself: the user never heard of it. */
  told: boolean;
  cancelled: boolean;
};

export type ServerTable = {
  find(key: string): Server | undefined;
  /** RFC 3261, 8.2.2.2: a request outside of dialogs that an open transaction has had by another path. */
  isMerged(request: Request): boolean;
  open(request: Request, flow: Flow): Server;
  input(server: Server, what: ServerInput): void;
  /** False where the transaction takes no such answer any more. */
  answer(server: Server, response: Response): boolean;
  /** The response as it will be sent: with a To tag and our Server field. */
  finish(server: Server, response: Response): Response;
  ofFlow(flow: Flow): Server[];
  size(): number;
};

/** `ended` is told of each transaction that is over. */
export function createServerTable(context: Context, ended: (server: Server) => void): ServerTable {
  const servers = new Map<string, Server>();
  const merges = new Map<string, string>();
  const byFlow = createFlowIndex();
  const owner = (server: Server): string => `s:${server.key}`;

  function close(server: Server): void {
    servers.delete(server.key);
    byFlow.remove(server.flow, server.key);
    const merge = mergeKeyOf(server.request);
    if (merges.get(merge) === server.key) merges.delete(merge);
    context.timers.stopAll(owner(server));
    ended(server);
  }

  function apply(server: Server, step: Step<InviteServer> | Step<NonInviteServer>): void {
    for (const effect of step.effects) {
      switch (effect.do) {
        case 'send-trying':
          server.last = serialise(finish(server, responseTo(server.request, 100)));
          context.transmit(server.back, server.last);
          break;
        case 'send-response':
          if (server.last !== null) context.transmit(server.back, server.last);
          break;
        case 'start':
          context.timers.start(owner(server), effect.timer, effect.ms);
          break;
        case 'stop':
          context.timers.stop(owner(server), effect.timer);
          break;
        case 'fail':
          if (server.told) context.out.push({ do: 'unsent', key: server.key });
          break;
        case 'end':
          close(server);
          break;
        case 'send-request':
        case 'send-ack':
        case 'deliver':
          break;
      }
    }
  }

  function input(server: Server, what: ServerInput): void {
    const { machine } = server;
    if (machine.kind === 'invite') {
      const step = stepInviteServer(machine.state, what);
      machine.state = step.state;
      apply(server, step);
    } else {
      const step = stepNonInviteServer(machine.state, what);
      machine.state = step.state;
      apply(server, step);
    }
  }

  function finish(server: Server, response: Response): Response {
    const { software } = context.options;
    const tagged = response.status === 100 || tagOf(response.to) !== null;
    const to = tagged ? response.to : { ...response.to, params: withParam(response.to.params, 'tag', server.tag) };
    const named = software === null || response.headers.some((field) => field.name === 'server');
    // The Via list is the request's, whatever the user did with it.
    return {
      ...response,
      to,
      via: server.request.via,
      headers: named ? response.headers : [...response.headers, { name: 'server', value: software }],
    };
  }

  function takes(server: Server, status: number): boolean {
    const { phase } = server.machine.state;
    return phase === 'proceeding' || phase === 'trying' || (phase === 'accepted' && status >= 200 && status < 300);
  }

  return {
    find: (key) => servers.get(key),
    isMerged: (request) => tagOf(request.to) === null && merges.has(mergeKeyOf(request)),
    open(request, flow) {
      const key = serverKeyOf(request) as ServerKey;
      const timing = timingOf(context, flow);
      const invite = request.method === 'INVITE';
      const step = invite ? startInviteServer(timing) : startNonInviteServer(timing);
      const machine = (invite ? { kind: 'invite', state: step.state } : { kind: 'other', state: step.state }) as Server['machine'];
      const via = request.via[0];
      const back = via === undefined ? flow : answerFlow(via, flow);
      const server: Server = {
        key,
        request,
        flow,
        back,
        tag: context.token(),
        machine,
        last: null,
        lastTag: '',
        told: false,
        cancelled: false,
      };
      servers.set(key, server);
      byFlow.add(flow, key);
      if (tagOf(request.to) === null) merges.set(mergeKeyOf(request), key);
      apply(server, step);
      return server;
    },
    input,
    answer(server, response) {
      if (!takes(server, response.status)) return false;
      server.last = serialise(response);
      server.lastTag = tagOf(response.to) ?? '';
      input(server, { kind: 'answer', status: response.status });
      return true;
    },
    finish,
    ofFlow: (flow) => byFlow.of(flow).flatMap((key) => servers.get(key) ?? []),
    size: () => servers.size,
  };
}

/** RFC 3261, 17.2.3: the ACK of an RFC 2543 caller must carry the answer's To tag; with the cookie the branch says enough. */
export function ackFits(server: Server, ack: Request): boolean {
  const via = ack.via[0];
  return (via !== undefined && hasCookie(branchOf(via))) || tagOf(ack.to) === server.lastTag;
}
