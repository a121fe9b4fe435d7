// The edge process: SIP, media and journal, commanded by core over the edge port. It never opens the database and goes on while core is away.
import path from 'node:path';
import { responseTo, type Flow, type Request, type ServerKey } from '@tandem/sip';
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand, EdgeDirectory, EdgeFact, EdgeSignal } from '@tandem/contract/edge.ts';
import type { EdgeReport } from '@tandem/contract/ports/edge.ts';
import { planOf, type DialPlan } from '../../core/dial-plan.ts';
import { identify } from '../../core/identify.ts';
import type { MediaEvent, MediaTransport } from '../../ports.ts';
import type { EdgeContext, Log } from './context.ts';
import { openGateway } from './gateway.ts';
import { openJournal } from './journal.ts';
import { acknowledged, inDialog, transferResult } from './leg-dialog.ts';
import { feed } from './leg-effects.ts';
import { byServerKey, inviteArrived, inviteCancelled, userOf } from './leg-inbound.ts';
import { dial, inviteAnswered, inviteFailed, lateAnswer, type NoRoute, type Route } from './leg-outbound.ts';
import { createProbes, PROBE_MS } from './leg-probe.ts';
import { ask, onDigit, onPlayed, play, stop } from './leg-play.ts';
import { createRecordings } from './recordings.ts';
import { createRegistrar } from './registrar.ts';

export type EdgeOptions = {
  host: string;
  publicHost: string;
  sipPort: number;
  /** `$TANDEM_DATA/edge`: journal, registrations, recordings in progress. */
  folder: string;
  media: MediaTransport;
  log: Log;
  now: () => number;
  id: EdgeContext['id'];
  address: EdgeContext['address'];
  /** The digits that a trunk is sent for an address; null where it cannot be dialled over that trunk. */
  dialString(address: Address, plan: DialPlan): string | null;
  /** How often legs that send nothing are looked at. */
  probeMs?: number;
};

export type Edge = {
  readonly sipPort: number;
  command(command: EdgeCommand): void;
  setDirectory(directory: EdgeDirectory): void;
  acknowledge(n: number): void;
  /** From here on reports go to `tell`: first the facts not yet acknowledged. */
  attach(tell: (report: EdgeReport) => void): {
    legs: { leg: string; call: string }[];
    devices: ReturnType<ReturnType<typeof createRegistrar>['registrations']>;
  };
  detach(): void;
  stats(): Record<string, number>;
  /** Ends all calls with `system-restart`, then closes. */
  drain(): Promise<void>;
};

export async function createEdge(options: EdgeOptions): Promise<Edge> {
  const { media, log, now } = options;
  const journal = openJournal(options.folder);
  let tell: ((report: EdgeReport) => void) | null = null;
  let directory: EdgeDirectory = { devices: [], trunks: [] };
  /** Until core has told us the directory, nobody could prove who he is: a 401 would look like a wrong password. */
  let informed = false;
  let draining = false;

  const fact = (report: EdgeFact): void => {
    const n = journal.append(report);
    tell?.({ n, report });
  };
  const signal = (report: EdgeSignal): void => tell?.({ n: null, report });

  const gateway = await openGateway(
    { host: options.host, publicHost: options.publicHost, port: options.sipPort },
    {
      request: onRequest,
      cancelled: (key) => inviteCancelled(context, key),
      acked: (key, ack) => {
        const leg = byServerKey(context, key);
        if (leg) acknowledged(context, leg, key, ack);
      },
      ackMissing: (key) => {
        const leg = byServerKey(context, key);
        if (leg) feed(context, leg, { kind: 'ack-missing' });
      },
      response: (key, response, flow) => {
        if (!probes.answered(key, response) && !inviteAnswered(context, key, response)) lateAnswer(context, key, response, flow);
      },
      failed: (key, why) => {
        if (!probes.failed(key)) inviteFailed(context, key, why);
      },
      flowFailed: (flow) => registrar.flowClosed(flow),
      note: (text, detail) => log.debug(text, detail),
    },
  );
  const context: EdgeContext = { gateway, media, log, legs: new Map(), now, fact, signal, id: options.id, address: options.address };
  const registrar = createRegistrar(context, options.folder);
  const probes = createProbes(context, options.probeMs ?? PROBE_MS);
  const recordings = createRecordings({ folder: path.join(options.folder, 'recordings'), media, log, now, fact });

  closeWhatACrashLeft();
  media.on(onMedia);

  function onRequest(key: ServerKey, request: Request, flow: Flow): void {
    if (inDialog(context, key, request, flow)) return;
    if (request.to.params.has('tag')) return gateway.respond(key, responseTo(request, 481));
    const retryAfter = draining ? '10' : informed ? null : '1';
    if (retryAfter !== null && ['REGISTER', 'INVITE'].includes(request.method))
      return gateway.respond(
        key,
        responseTo(request, 503, { tag: gateway.endpoint.token(), headers: [{ name: 'retry-after', value: retryAfter }] }),
      );
    switch (request.method) {
      case 'REGISTER':
        return registrar.handle(key, request, flow);
      case 'INVITE':
        return onInvite(key, request, flow);
      case 'OPTIONS':
        return gateway.respond(
          key,
          responseTo(request, retryAfter === null ? 200 : 503, {
            tag: gateway.endpoint.token(),
            headers: [{ name: 'accept', value: 'application/sdp' }],
          }),
        );
      default:
        // Nothing else means anything outside a dialog (RFC 3261, section 12.2.2).
        return gateway.respond(key, responseTo(request, 481, { tag: gateway.endpoint.token() }));
    }
  }

  function onInvite(key: ServerKey, request: Request, flow: Flow): void {
    const who = identify(
      { ip: flow.ip, port: flow.port, fromUser: userOf(request.from) },
      {
        trunkByAddress: (ip) => directory.trunks.find((trunk) => trunk.addresses.includes(ip)) ?? null,
        isDevice: (username) => registrar.byUsername(username) !== null,
        isRegisteredFrom: registrar.isRegisteredFrom,
      },
    );
    if (who.kind === 'trunk') return void inviteArrived(context, key, request, flow, who);
    const device = registrar.prove(key, request);
    if (!device) return;
    const plan = planOf(device.tenant, directory.trunks);
    void inviteArrived(context, key, request, flow, { kind: 'device', tenant: device.tenant, device: device.device, plan });
  }

  function onMedia(event: MediaEvent): void {
    switch (event.kind) {
      case 'digit':
      case 'played':
      case 'silent': {
        const leg = context.legs.get(event.leg);
        if (!leg) return;
        if (event.kind === 'digit') onDigit(context, leg, event.digit);
        else if (event.kind === 'played') onPlayed(context, leg, event.play, event.reason);
        else log.info('no RTP comes from a leg', { leg: leg.id, silentMs: event.silentMs });
        return;
      }
      case 'recording-closed':
      case 'recording-failed':
        return recordings.onMedia(event);
      case 'lost':
        log.error('a media worker died', { legs: event.legs.length, detail: event.detail });
        recordings.lost(event.recordings);
        for (const id of event.legs) {
          const leg = context.legs.get(id);
          if (leg) feed(context, leg, { kind: 'media-failed' });
        }
    }
  }

  function closeWhatACrashLeft(): void {
    for (const { tenant, leg, call } of journal.left.legs.values()) {
      fact({ kind: 'leg.ended', at: now(), tenant, leg, call, cause: 'system-crash', by: 'system', sipStatus: null });
    }
    recordings.recover([...journal.left.recordings.values()]);
  }

  function command(order: EdgeCommand): void {
    switch (order.do) {
      case 'dial':
        return void dial(context, order, routeOf(order), planOf(order.tenant, directory.trunks));
      case 'mix':
        return media.mix(order.call, order.gains);
      case 'record':
        return recordings.start(order);
      case 'stop-recording':
        return media.stopRecording(order.recording);
      default: {
        const leg = context.legs.get(order.leg);
        // A leg that is gone has told so; the command crossed its end.
        if (!leg) return;
        if (order.do === 'ring' || order.do === 'answer') return feed(context, leg, { kind: order.do });
        if (order.do === 'hangup') return feed(context, leg, { kind: 'hangup', cause: order.cause });
        if (order.do === 'play') return play(context, leg, order.play, order.items, order.loop);
        if (order.do === 'stop') return stop(context, leg);
        if (order.do === 'ask') return ask(context, leg, order.ask, order.items, order.collect, order.bargeIn);
        return transferResult(context, leg, order.transfer, order.status);
      }
    }
  }

  function routeOf(order: Extract<EdgeCommand, { do: 'dial' }>): Route | NoRoute {
    if (order.to.kind === 'device') return registrar.route(order.to.device) ?? { cause: 'unreachable' };
    const { trunk: id, address } = order.to;
    const trunk = directory.trunks.find((each) => each.trunk === id);
    if (!trunk) return { cause: 'unreachable' };
    const dialled = options.dialString(address, trunk);
    if (dialled === null) return { cause: 'not-found' };
    // `#` would end the user part (RFC 3261, section 25.1).
    return {
      uri: `sip:${dialled.replaceAll('#', '%23')}@${trunk.host}:${trunk.port}`,
      flow: gateway.sockets.flowTo('udp', trunk.host, trunk.port),
    };
  }

  return {
    sipPort: gateway.sockets.port,
    command,
    setDirectory(next) {
      directory = next;
      informed = true;
      registrar.setDevices(next.devices);
    },
    acknowledge: (n) => journal.acknowledge(n),
    attach(to) {
      tell = to;
      for (const each of journal.pending()) to({ n: each.n, report: each.fact });
      return { legs: [...context.legs.values()].map(({ id, call }) => ({ leg: id, call })), devices: registrar.registrations() };
    },
    detach() {
      tell = null;
    },
    stats: () => ({ legs: context.legs.size, ...gateway.endpoint.stats() }),
    async drain() {
      draining = true;
      for (const leg of context.legs.values()) feed(context, leg, { kind: 'hangup', cause: 'system-restart' });
      // BYEs and CANCELs get a moment to leave and be answered; recordings are closed by the media's own shutdown.
      await new Promise((resolve) => setTimeout(resolve, context.legs.size > 0 ? 1_500 : 200));
      registrar.close();
      probes.close();
      await media.shutdown();
      await gateway.close();
      journal.close();
    },
  };
}
