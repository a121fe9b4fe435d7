// The edge process: SIP, media and journal, commanded by core over the edge port. It never opens the database and goes on while core is away.
import { isIPv6 } from 'node:net';
import path from 'node:path';
import { sessionDelays } from '@tandem/sip';
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand, EdgeDirectory, EdgeFact, EdgeSignal, TrunkState } from '@tandem/contract/edge.ts';
import type { EdgeAudio, EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { AdmissionRules } from '../../core/admission.ts';
import { planOf, type DialPlan } from '../../core/dial-plan.ts';
import type { MediaEvent, MediaTransport } from '../../ports.ts';
import { createGate } from './admission.ts';
import type { EdgeContext, Leg, Log, Way } from './context.ts';
import { COURTESY, createCourtesy, type CourtesyDelays } from './courtesy.ts';
import { openDns } from './dns.ts';
import { openGateway } from './gateway.ts';
import { openJournal } from './journal.ts';
import { acknowledged } from './leg-dialog.ts';
import { sendDigits } from './leg-digits.ts';
import { feed } from './leg-effects.ts';
import { inviteCancelled } from './leg-inbound.ts';
import { move } from './leg-move.ts';
import { dial, inviteAnswered, inviteFailed, lateAnswer, nextWay, type NoWay } from './leg-outbound.ts';
import { createProbes, PROBE_MS } from './leg-probe.ts';
import { ask, onDigit, onPlayed, play, stop } from './leg-play.ts';
import { refresh } from './leg-session.ts';
import { createLegTable } from './leg-table.ts';
import { transferResult } from './leg-transfer.ts';
import { tellQuality } from './leg-sound.ts';
import { createListening } from './listening.ts';
import { createReception } from './reception.ts';
import { createRecordings } from './recordings.ts';
import { createRegistrar } from './registrar.ts';
import { createRequests } from './requests.ts';
import { createTrunks } from './trunks.ts';
import type { OwnCertificate } from './streams.ts';
import type { Trace } from './trace.ts';

export type EdgeOptions = {
  host: string;
  publicHost: string;
  sipPort: number;
  /** SIP over TLS; none is taken where left out. */
  secure?: { port: number; certificate: OwnCertificate };
  /** `$TANDEM_DATA/edge`: journal, registrations, recordings in progress. */
  folder: string;
  media: MediaTransport;
  log: Log;
  now: () => number;
  id: EdgeContext['id'];
  address: EdgeContext['address'];
  /** The digits that a trunk is sent for an address; null where it cannot be dialled over that trunk. */
  dialString(address: Address, plan: DialPlan): string | null;
  /** The local socket that SIP over WebSocket is relayed to (RFC 7118); none where left out. */
  wsPath?: string;
  /** Hears each fact as it is journaled, for traces. */
  journaled?: (fact: EdgeFact) => void;
  /** Keeps the SIP messages of calls; none are kept where left out. */
  trace?: Trace;
  /** How often legs that send nothing are looked at. */
  probeMs?: number;
  /** When a caller whom core does not take hears something all the same. */
  courtesy?: CourtesyDelays;
  /** When new calls are refused, as core is late; never where left out. */
  admission?: AdmissionRules;
  /** How often trunks are asked whether they live. */
  trunkCheckMs?: number;
  /** DNS servers that trunks are looked up at, `ip` or `ip:port`; the system's where left out. */
  dnsServers?: readonly string[];
  /** When sessions are refreshed and given up; after RFC 4028 where left out. */
  sessionDelays?: typeof sessionDelays;
};

export type Edge = {
  readonly sipPort: number;
  /** Null where there is no certificate. */
  readonly sipsPort: number | null;
  command(command: EdgeCommand): void;
  setDirectory(directory: EdgeDirectory): void;
  /** Keeps speech made at run time for plays that name it by its SHA-256. */
  clip(clip: string, wav: Uint8Array): void;
  /** Whether the clip is kept; asking counts as using it. */
  keeps(clip: string): boolean;
  acknowledge(n: number): void;
  /** From here on reports go to `tell`: first the facts not yet acknowledged. */
  attach(tell: (report: EdgeReport) => void): {
    legs: { leg: string; call: string }[];
    devices: ReturnType<ReturnType<typeof createRegistrar>['registrations']>;
    trunks: TrunkState[];
  };
  detach(): void;
  /** From here on the audio of calls that are listened to goes to `tell`. */
  onAudio(tell: (audio: EdgeAudio) => void): void;
  stats(): Record<string, number>;
  /** Ends all calls with `system-restart`, then closes. */
  drain(): Promise<void>;
};

export async function createEdge(options: EdgeOptions): Promise<Edge> {
  const { media, log, now, trace } = options;
  const journal = openJournal({ folder: options.folder, log, now });
  let tell: ((report: EdgeReport) => void) | null = null;
  let tellAudio: (audio: EdgeAudio) => void = () => undefined;
  /** Until core has told us the directory, nobody could prove who he is: a 401 would look like a wrong password. */
  let informed = false;
  let draining = false;

  const fact = (report: EdgeFact): void => {
    const n = journal.append(report);
    options.journaled?.(report);
    // Also of a call that was refused before it became a leg.
    if (report.kind === 'leg.arrived') trace?.bind(report.sipCallId, report);
    if (report.kind === 'leg.ended') trace?.ended(report.leg);
    if (report.kind === 'leg.arrived') {
      courtesy.arrived(report.leg);
      gate.arrived(report.leg, n);
    }
    if (report.kind === 'leg.ended') gate.heard({ kind: 'done', leg: report.leg });
    tell?.({ n, report });
  };
  const signal = (report: EdgeSignal): void => tell?.({ n: null, report });

  const gateway = await openGateway(
    {
      host: options.host,
      publicHost: options.publicHost,
      port: options.sipPort,
      secure: options.secure ?? null,
      wsPath: options.wsPath ?? null,
    },
    {
      request: (key, request, flow) => reception(key, request, flow),
      cancelled: (key) => inviteCancelled(context, key),
      acked: (key, ack) => {
        const leg = context.legs.byServer(key);
        if (leg) acknowledged(context, leg, key, ack);
      },
      ackMissing: (key) => {
        const leg = context.legs.byServer(key);
        if (leg) feed(context, leg, { kind: 'ack-missing' });
      },
      response: (key, response, flow) => {
        if (!context.requests.answered(key, response) && !inviteAnswered(context, key, response)) lateAnswer(context, key, response, flow);
      },
      failed: (key, why, detail) => {
        if (!context.requests.failed(key, why, detail)) inviteFailed(context, key, why, detail);
      },
      flowFailed(flow) {
        registrar.flowClosed(flow);
        if (flow.transport === 'udp') return;
        for (const leg of context.legs.values()) if (leg.flow.socket === flow.socket) lostItsFlow(leg);
      },
      note: (text, detail) => log.debug(text, detail),
      ...(trace === undefined
        ? {}
        : {
            wire: (way, bytes, flow) =>
              trace.message(way, bytes, flow, { ip: options.publicHost, port: gateway.sentBy(flow.transport).port }),
          }),
    },
  );
  const context: EdgeContext = {
    gateway,
    media,
    log,
    legs: createLegTable(({ tenant, id, call }, sipCallId) => trace?.bind(sipCallId, { tenant, leg: id, call })),
    requests: createRequests(gateway),
    now,
    fact,
    signal,
    id: options.id,
    address: options.address,
    trunkHeard: (party, trouble) =>
      trunks.heard(party, trouble === null ? { kind: 'answered', rttMs: null } : { kind: 'missed', why: trouble }),
    carryOn: { nextWay: (leg) => nextWay(context, leg), refresh: (leg) => refresh(context, leg) },
    sessionDelays: options.sessionDelays ?? sessionDelays,
  };
  const registrar = createRegistrar(context, options.folder);
  const trunks = createTrunks(context, {
    dialString: (address, plan) => options.dialString(address, plan),
    dns: openDns({ servers: options.dnsServers ?? [], ipv6: isIPv6(options.host) }),
    ...(options.trunkCheckMs === undefined ? {} : { checkMs: options.trunkCheckMs }),
  });
  const gate = createGate(context, options.admission ?? { lateMs: 0, most: 1 });
  const reception = createReception(context, { registrar, trunks, gate, retryAfter: () => (draining ? '10' : informed ? null : '1') });
  const courtesy = createCourtesy(context, options.courtesy ?? COURTESY);
  const probes = createProbes(context, options.probeMs ?? PROBE_MS);
  const recordings = createRecordings({ folder: path.join(options.folder, 'recordings'), media, log, now, fact });

  const listening = createListening({ media, log, now, tell: (audio) => tellAudio(audio) });
  const stopQuality = tellQuality(context);

  closeWhatACrashLeft();
  media.on(onMedia);

  /** Its phone may have come back already, before the old connection was found dead. */
  function lostItsFlow(leg: Leg): void {
    const back = leg.party.kind === 'device' ? registrar.way(leg.party.device)?.flow() : undefined;
    if (back !== undefined && back.transport !== 'udp') leg.flow = back;
    else leg.flowLostAt ??= now();
  }

  function onMedia(event: MediaEvent): void {
    switch (event.kind) {
      case 'digit':
      case 'played':
      case 'unsecured':
      case 'silent': {
        const leg = context.legs.get(event.leg);
        if (!leg || (event.kind === 'played' && courtesy.played(event.leg, event.play))) return;
        if (event.kind === 'digit') onDigit(context, leg, event.digit);
        else if (event.kind === 'played') onPlayed(context, leg, event.play, event.reason);
        else if (event.kind === 'unsecured') {
          log.warn('a leg could not be secured', { leg: leg.id, detail: event.detail });
          feed(context, leg, { kind: 'media-failed' });
        } else log.info('no RTP comes from a leg', { leg: leg.id, silentMs: event.silentMs });
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
        return void dial(context, order, waysOf(order), planOf(order.tenant, trunks.list()));
      case 'mix':
        return media.mix(order.call, order.gains);
      case 'record':
        return recordings.start(order);
      case 'stop-recording':
        return media.stopRecording(order.recording);
      case 'listen':
        return listening.listen(order);
      case 'stop-listening':
        return listening.stop(order.listen);
      default: {
        const leg = context.legs.get(order.leg);
        // A leg that is gone has told so; the command crossed its end.
        if (!leg) return;
        courtesy.commanded(leg.id);
        gate.heard({ kind: 'done', leg: leg.id });
        if (order.do === 'ring' || order.do === 'answer') return feed(context, leg, { kind: order.do });
        if (order.do === 'hangup') return feed(context, leg, { kind: 'hangup', cause: order.cause });
        if (order.do === 'play') return play(context, leg, order.play, order.items, order.loop);
        if (order.do === 'stop') return stop(context, leg);
        if (order.do === 'ask') return ask(context, leg, order.ask, order.items, order.collect, order.bargeIn);
        if (order.do === 'move') return void move(context, leg, order.call);
        if (order.do === 'send-digits') return sendDigits(context, leg, order.digits);
        return transferResult(context, leg, order.transfer, order.status);
      }
    }
  }

  function waysOf({ to, from }: Extract<EdgeCommand, { do: 'dial' }>): Way[] | NoWay {
    if (to.kind === 'trunk') return trunks.ways(to, from);
    const way = registrar.way(to.device);
    return way === null ? { cause: 'unreachable' } : [way];
  }

  return {
    sipPort: gateway.sockets.port('udp')!,
    sipsPort: gateway.sockets.port('tls'),
    command,
    setDirectory(next) {
      informed = true;
      trunks.set(next.trunks);
      registrar.setDevices(next.devices);
    },
    clip: (clip, wav) => media.clip(clip, wav),
    keeps: (clip) => media.keeps(clip),
    acknowledge(n) {
      journal.acknowledge(n);
      gate.heard({ kind: 'acknowledged', n });
    },
    attach(to) {
      tell = to;
      gate.heard({ kind: 'attached' });
      for (const each of journal.pending()) to({ n: each.n, report: each.fact });
      return {
        legs: [...context.legs.values()].map(({ id, call }) => ({ leg: id, call })),
        devices: registrar.registrations(),
        trunks: trunks.states(),
      };
    },
    detach() {
      tell = null;
      gate.heard({ kind: 'detached' });
      listening.stopAll();
    },
    onAudio(to) {
      tellAudio = to;
    },
    stats: () => ({
      legs: context.legs.size,
      mediaThreadsDied: media.lostThreads().died,
      mediaThreadsHung: media.lostThreads().hung,
      webSockets: gateway.sockets.webSockets(),
      ...registrar.stats(),
      ...gateway.endpoint.stats(),
      ...gate.stats(),
    }),
    async drain() {
      draining = true;
      for (const leg of context.legs.values()) feed(context, leg, { kind: 'hangup', cause: 'system-restart' });
      // BYEs and CANCELs get a moment to leave and be answered; recordings are closed by the media's own shutdown.
      const left = new Promise((resolve) => setTimeout(resolve, context.legs.size > 0 ? 1_500 : 200));
      await Promise.all([left, trunks.close()]);
      registrar.close();
      probes.close();
      courtesy.close();
      gate.close();
      stopQuality();
      listening.stopAll();
      await media.shutdown();
      await gateway.close();
      journal.close();
    },
  };
}
