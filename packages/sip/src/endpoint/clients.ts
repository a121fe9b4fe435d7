// The client side of an endpoint: our requests, their retransmission, CANCEL, and the ACKs we keep for repeated 2xx (RFC 3261, 17.1, 9.1, 13.2.2.4).
import { ackForFailure, cancelFor } from '../message/build.ts';
import { tagOf } from '../message/name-addr.ts';
import { serialise } from '../message/serialise.ts';
import type { Request, Response } from '../message/types.ts';
import { type InviteClient, startInviteClient, stepInviteClient } from '../transaction/invite-client.ts';
import { clientKey, clientKeyOf } from '../transaction/matching.ts';
import { type NonInviteClient, startNonInviteClient, stepNonInviteClient } from '../transaction/non-invite-client.ts';
import type { ClientInput, Step, TimerName } from '../transaction/types.ts';
import { type Context, createFlowIndex, timingOf } from './context.ts';
import { withOurVia } from './stamp.ts';
import type { ClientKey, Flow } from './types.ts';

type Client = {
  readonly key: ClientKey;
  readonly request: Request;
  readonly bytes: Uint8Array;
  readonly flow: Flow;
  machine: { kind: 'invite'; state: InviteClient } | { kind: 'other'; state: NonInviteClient };
  /** `wanted`: CANCEL waits for the first provisional answer (9.1). */
  cancel: 'none' | 'wanted' | 'sent';
  /** The ACK of a refusal, for when it comes again. */
  failureAck: Uint8Array | null;
  /** By the To tag of each 2xx that came: its ACK once the user gave it. More than one where a proxy forked. */
  readonly acks: Map<string, { flow: Flow; bytes: Uint8Array } | null>;
};

export type Clients = {
  request(request: Request, flow: Flow): ClientKey;
  cancel(key: ClientKey): void;
  ack(key: ClientKey, ack: Request, flow: Flow): void;
  /** False where the answer belongs to nothing of ours. */
  receive(response: Response, flow: Flow): boolean;
  fired(owner: string, timer: string): void;
  flowFailed(flow: Flow): void;
  size(): number;
  acks(): number;
};

export function createClients(context: Context): Clients {
  const open = new Map<string, Client>();
  const byFlow = createFlowIndex();
  const owner = (client: Client): string => `c:${client.key}`;

  function apply(client: Client, step: Step<InviteClient> | Step<NonInviteClient>, response: Response | null, flow: Flow): void {
    for (const effect of step.effects) {
      switch (effect.do) {
        case 'send-request':
          context.transmit(client.flow, client.bytes);
          break;
        case 'send-ack':
          if (response !== null) client.failureAck ??= serialise(ackForFailure(client.request, response));
          if (client.failureAck !== null) context.transmit(client.flow, client.failureAck);
          break;
        case 'start':
          context.timers.start(owner(client), effect.timer, effect.ms);
          break;
        case 'stop':
          context.timers.stop(owner(client), effect.timer);
          break;
        case 'deliver':
          if (response !== null) deliver(client, response, flow);
          break;
        case 'fail':
          if (client.request.method !== 'CANCEL')
            context.out.push({ do: 'failed', key: client.key, why: effect.why, request: client.request });
          break;
        case 'end':
          close(client);
          break;
        case 'send-response':
        case 'send-trying':
          break;
      }
    }
  }

  function close(client: Client): void {
    open.delete(client.key);
    byFlow.remove(client.flow, client.key);
    context.timers.stopAll(owner(client));
  }

  function deliver(client: Client, response: Response, flow: Flow): void {
    // The user never sees the fate of a CANCEL: what counts is how its INVITE ends.
    if (client.request.method === 'CANCEL') return;
    if (client.machine.kind === 'invite') {
      if (response.status >= 200) context.timers.stopAll(`w:${client.key}`);
      else ringing(client);
      if (response.status >= 200 && response.status < 300 && !firstOfFork(client, response)) return;
    }
    context.out.push({ do: 'response', key: client.key, response, flow });
  }

  /** True for the first 2xx with its To tag; a later one gets its ACK again, if the user gave it yet (13.2.2.4). */
  function firstOfFork(client: Client, response: Response): boolean {
    const tag = tagOf(response.to) ?? '';
    const ack = client.acks.get(tag);
    if (ack === undefined) {
      // Bounds what a hostile far end can make us keep.
      if (client.acks.size >= 16) return false;
      client.acks.set(tag, null);
      return true;
    }
    if (ack !== null) context.transmit(ack.flow, ack.bytes);
    return false;
  }

  function ringing(client: Client): void {
    if (client.cancel === 'wanted') sendCancel(client);
    else if (client.cancel === 'none') context.timers.start(`w:${client.key}`, 'ring', context.options.maxRingMs);
  }

  function sendCancel(client: Client): void {
    client.cancel = 'sent';
    context.timers.stop(`w:${client.key}`, 'ring');
    // 9.1: an INVITE without final answer 64*T1 after its CANCEL counts as ended.
    context.timers.start(`w:${client.key}`, 'gone', 64 * context.options.t1);
    begin(cancelFor(client.request), client.flow, clientKey(String(client.request.via[0]?.params.get('branch')), 'CANCEL') as ClientKey);
  }

  function begin(request: Request, flow: Flow, key: ClientKey): void {
    const timing = timingOf(context, flow);
    const invite = request.method === 'INVITE';
    const step = invite ? startInviteClient(timing) : startNonInviteClient(timing);
    const machine = (invite ? { kind: 'invite', state: step.state } : { kind: 'other', state: step.state }) as Client['machine'];
    const client: Client = { key, request, bytes: serialise(request), flow, machine, cancel: 'none', failureAck: null, acks: new Map() };
    open.set(key, client);
    byFlow.add(flow, key);
    apply(client, step, null, flow);
  }

  function input(client: Client, what: ClientInput, response: Response | null, flow: Flow): void {
    const { machine } = client;
    if (machine.kind === 'invite') {
      const step = stepInviteClient(machine.state, what);
      machine.state = step.state;
      apply(client, step, response, flow);
    } else {
      const step = stepNonInviteClient(machine.state, what);
      machine.state = step.state;
      apply(client, step, response, flow);
    }
    if (!open.has(client.key)) context.timers.stopAll(`w:${client.key}`);
  }

  function stamped(request: Request, flow: Flow, branch: string): Request {
    const { software, sentBy } = context.options;
    const sent = withOurVia(request, flow, branch, sentBy(flow));
    if (software === null || sent.headers.some((field) => field.name === 'user-agent')) return sent;
    return { ...sent, headers: [...sent.headers, { name: 'user-agent', value: software }] };
  }

  return {
    request(request, flow) {
      const branch = `z9hG4bK${context.token()}`;
      const key = clientKey(branch, request.method) as ClientKey;
      begin(stamped(request, flow, branch), flow, key);
      return key;
    },
    cancel(key) {
      const client = open.get(key);
      if (client === undefined || client.machine.kind !== 'invite' || client.cancel !== 'none') return;
      const { phase } = client.machine.state;
      if (phase === 'calling') client.cancel = 'wanted';
      else if (phase === 'proceeding') sendCancel(client);
    },
    ack(key, ack, flow) {
      const bytes = serialise(stamped(ack, flow, `z9hG4bK${context.token()}`));
      open.get(key)?.acks.set(tagOf(ack.to) ?? '', { flow, bytes });
      context.transmit(flow, bytes);
    },
    receive(response, flow) {
      // 8.1.3.3: an answer with more than our Via went astray (RFC 4475, 3.3.13).
      const key = response.via.length === 1 ? clientKeyOf(response) : null;
      const client = key === null ? undefined : open.get(key);
      if (client === undefined) return false;
      input(client, { kind: 'response', status: response.status }, response, flow);
      return true;
    },
    fired(name, timer) {
      const client = open.get(name.slice(2));
      if (client === undefined) return;
      if (name.startsWith('c:')) input(client, { kind: 'timer', timer: timer as TimerName }, null, client.flow);
      else if (timer === 'ring') sendCancel(client);
      else {
        context.out.push({ do: 'failed', key: client.key, why: 'timeout', request: client.request });
        close(client);
      }
    },
    flowFailed(flow) {
      for (const key of byFlow.of(flow)) {
        const client = open.get(key);
        if (client !== undefined) input(client, { kind: 'transport-error' }, null, flow);
      }
    },
    size: () => open.size,
    acks() {
      let count = 0;
      for (const client of open.values()) for (const ack of client.acks.values()) if (ack !== null) count += 1;
      return count;
    },
  };
}
