// What comes from the edge: facts in journal order, each folded into its call and then acknowledged; signals as they come.
import type { EdgeFact, EdgeSignal } from '@tandem/contract/edge.ts';
import type { EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { AgentId, CallId, DeviceId, LegId, TenantId } from '@tandem/contract/ids.ts';
import { addressKey } from '@tandem/contract/address.ts';
import { pause } from '../../../../platform/db/wait.ts';
import type { ControlPorts } from '../../ports.ts';
import { attendedTransfer } from '../../core/control/attended.ts';
import { placeOf } from '../../core/control/places.ts';
import type { CallState, ControlInput } from '../../core/control/state.ts';
import { lookAt, type QualityRule } from '../../core/quality-watch.ts';
import type { Log } from '../edge/context.ts';
import type { Calls, CallIds } from './calls.ts';
import { isAway } from './owed.ts';

export type IntakeOptions = CallIds & {
  calls: Calls;
  ports: ControlPorts;
  log: Log;
  acknowledge(n: number): void;
  /** New calls were refused at the edge. */
  turnedAway?: (signal: Extract<EdgeSignal, { kind: 'calls.turned-away' }>) => void;
  /** When the sound of a leg is told of. */
  quality: QualityRule;
};
type Arrived = Extract<EdgeFact, { kind: 'leg.arrived' }>;

/** How long a fact that could not be folded (the database is away) waits before the next try, and at most. */
const RETRY_MS = 250;
const LONGEST_RETRY_MS = 1_000;

export type Intake = {
  report(report: EdgeReport): void;
  /** The edge no longer knows these legs, and no fact says why (its journal was lost, a command never reached it): they have ended. */
  vanished(legs: readonly LegId[]): Promise<void>;
};

export function createIntake(options: IntakeOptions): Intake {
  const { calls, ports, log } = options;
  /** Facts in hand, in the order of the journal: what is before the first of them is done. */
  const inHand = new Map<number, LegId | null>();
  /** Since when legs sound badly, epoch ms. */
  const poorSince = new Map<LegId, number>();
  /** Legs whose end is in hand: nothing is begun for them any more. */
  const ended = new Set<LegId>();
  let last = 0;
  /** Devices come and go; of one that did so while the database was away only the last counts. */
  const reachable = new Map<DeviceId, Promise<void>>();
  /** What is told of one call keeps its order; calls do not wait for each other. */
  const tails = new Map<CallId, Promise<void>>();

  function inOrder(call: CallId, work: () => Promise<void>): Promise<void> {
    const tail = (tails.get(call) ?? Promise.resolve()).then(work);
    // Whoever fails tells his own caller; those behind go on.
    const settled = tail.catch(() => undefined);
    tails.set(call, settled);
    void settled.then(() => {
      if (tails.get(call) === settled) tails.delete(call);
    });
    return tail;
  }

  function fold(n: number, fact: EdgeFact): void {
    // Told again after a reconnection while it is still in hand.
    if (n <= last) return;
    last = n;
    const leg = 'leg' in fact ? fact.leg : null;
    inHand.set(n, leg);
    if (leg !== null && fact.kind === 'leg.ended') {
      ended.add(leg);
      poorSince.delete(leg);
    }
    void inOrder(fact.call, () => untilDone(n, fact, () => foldOnce(n, fact)))
      .then(() => untilDone(n, fact, () => keep(fact)))
      // What the call could not write yet is not done: after a crash of ours it is to be told again.
      .then(() => calls.saved(fact.call))
      .then(() => {
        inHand.delete(n);
        if (leg !== null && fact.kind === 'leg.ended') ended.delete(leg);
        const [first] = inHand.keys();
        options.acknowledge(first === undefined ? last : first - 1);
      });
  }

  /** The file of a recording goes where recordings are kept; the call need not wait for it. */
  const keep = async (fact: EdgeFact): Promise<void> => {
    if (fact.kind === 'recording.sealed') await ports.recording.sealed(fact);
  };

  async function untilDone(n: number, fact: EdgeFact, work: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        log.warn('a fact of the edge could not be folded yet', {
          n,
          kind: fact.kind,
          tries,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
        await pause(Math.min(LONGEST_RETRY_MS, RETRY_MS * tries));
      }
    }
  }

  async function foldOnce(n: number, fact: EdgeFact): Promise<void> {
    switch (fact.kind) {
      case 'leg.arrived':
        return arrived(n, fact);
      case 'leg.dialled':
      case 'recording.started':
        return;
      case 'recording.sealed':
        // Kept first, for a flow that goes on with it; the database being away holds nobody up.
        await keep(fact).catch((error: unknown) => {
          if (!isAway(error)) throw error;
        });
        return calls.input(
          fact.call,
          fact.tenant,
          { kind: 'recording.sealed', recording: fact.recording, durationMs: fact.durationMs },
          n,
          fact.at,
        );
      case 'leg.moved':
        // The call it came to tells the one it left.
        return calls.input(fact.call, fact.tenant, { kind: 'leg.moved', leg: fact.leg, call: fact.call, done: fact.done }, n, fact.at);
      case 'leg.ended': {
        const { leg, cause, by, sipStatus, quality } = fact;
        const input: ControlInput = { kind: 'leg.ended', leg, cause, by, sipStatus, quality };
        const holder = calls.byLeg(leg);
        await calls.input(fact.call, fact.tenant, input, n, fact.at);
        // It ended on its way to another call: the one that still answers for it hears of it too.
        if (holder && holder.call !== fact.call) await calls.input(holder.call, holder.tenant, input, 0, fact.at);
        return;
      }
      default:
        return calls.input(fact.call, fact.tenant, { kind: fact.kind, leg: fact.leg }, n, fact.at);
    }
  }

  async function arrived(n: number, fact: Arrived): Promise<void> {
    const { tenant, call, leg, source, from, to } = fact;
    const device = source.kind === 'device' ? source.device : null;
    const agent = device === null ? null : await ports.directory.agentOfDevice(tenant, device);
    const place = device === null ? null : placeOf(to);
    const reached = place === null ? await ports.directory.resolve(tenant, to) : null;
    // Who comes in on a trunk reaches our numbers only: never a trunk, at our cost for anybody, and no desk phone past its queue.
    const target = device === null && reached?.kind !== 'flow' ? null : reached;
    const direction = device === null ? 'inbound' : target?.kind === 'trunk' ? 'outbound' : 'internal';
    // Whom we call is the customer of a call that goes out.
    const [remote, local] = direction === 'outbound' ? [to, from] : [from, to];
    const customer = await ports.customers.identify(tenant, remote);
    const interaction = await ports.interactions.begin({ tenant, direction, call, customer: customer.id, remote, local, at: fact.at });
    await calls.open(
      {
        tenant,
        call,
        interaction,
        person: customer.id,
        caller: { address: remote, display: (customer.known ? customer.name : fact.display).slice(0, 64) },
        agent,
        device,
      },
      leg,
      n,
      {
        stream: interaction,
        type: 'call.arrived',
        data: { interaction, call, leg, ...(source.kind === 'trunk' ? { trunk: source.trunk } : { device: source.device }) },
        actor: { kind: 'system', part: 'telephony' },
        at: fact.at,
      },
    );
    // Told again after a crash: whatever was begun for it goes on from the saved state.
    const state = calls.byInteraction(interaction);
    // He has left while the database was away, and that is told next.
    if (ended.has(leg)) return;
    if (!state || state.other !== null || state.joining !== null || state.over || state.leaving.includes(leg)) return;
    if (state.agent !== null || state.offer !== null || state.parked !== null || state.line !== null) return;
    // A flow that has the call is begun once, however often that is said; what it had the caller answered for is past it.
    if (state.flow ? target?.kind !== 'flow' : state.customer.up) return;
    // Taking another leg's place (RFC 3891) would need its owner's consent: a customer changes hands by REFER, or by his place.
    if (fact.replaces !== undefined) return calls.input(call, tenant, { kind: 'hang-up', cause: 'not-allowed', by: 'system' });
    if (place !== null) return calls.input(call, tenant, fetching(calls, tenant, place, device, agent));
    if (target?.kind === 'flow') {
      const variables: Record<string, string> = { remote: addressKey(from), local: addressKey(to), customerKnown: String(customer.known) };
      if (customer.level) variables['customerLevel'] = customer.level;
      return calls.startFlow(call, target.flow, variables);
    }
    const input: ControlInput =
      target === null ? { kind: 'hang-up', cause: 'not-found', by: 'system' } : { kind: 'connect', target, leg: options.id('leg') };
    return calls.input(call, tenant, input);
  }

  /** Tried until the database takes it, unless the device has come or gone again meanwhile. */
  function deviceIs(tenant: TenantId, device: DeviceId, up: boolean): Promise<void> {
    const told: Promise<void> = (reachable.get(device) ?? Promise.resolve()).then(async () => {
      while (reachable.get(device) === told) {
        try {
          const agent = await ports.directory.agentRungAt(tenant, device);
          if (agent) await ports.presence.reachable(tenant, agent, up);
          reachable.delete(device);
        } catch (error) {
          if (!isAway(error)) {
            reachable.delete(device);
            throw error;
          }
          await pause(LONGEST_RETRY_MS);
        }
      }
    });
    reachable.set(device, told);
    return told;
  }

  async function signalled(signal: EdgeSignal): Promise<void> {
    switch (signal.kind) {
      case 'device.registered':
      case 'device.unregistered':
        return deviceIs(signal.tenant, signal.device, signal.kind === 'device.registered');
      case 'transfer.requested': {
        const found = calls.byLeg(signal.leg);
        if (!found) return;
        // Before the BYE that many phones send right behind their REFER.
        const asked = inOrder(found.call, async () => {
          if (signal.replaces !== undefined) return attended(signal, signal.replaces);
          const target = await ports.directory.resolve(found.tenant, signal.target).catch((error: unknown) => {
            // Whom that would reach is not known now: the phone is told so and may try again.
            void ports.edge.command({ do: 'transfer-result', leg: signal.leg, transfer: signal.transfer, status: 503 });
            throw error;
          });
          const refer = { leg: signal.leg, id: signal.transfer };
          return calls.input(found.call, found.tenant, {
            kind: 'transfer',
            target,
            leg: options.id('leg'),
            text: addressKey(signal.target),
            refer,
          });
        });
        // Some end both calls with it: the one it names hears of its end after it was asked for its other party.
        const named = signal.replaces === undefined ? null : calls.byLeg(signal.replaces);
        if (named) void inOrder(named.call, () => asked).catch(() => undefined);
        return asked;
      }
      case 'asked':
      case 'played': {
        const found = calls.byLeg(signal.leg);
        return found ? calls.input(found.call, found.tenant, signal) : undefined;
      }
      case 'trunk.state':
        // Kept by who holds the connection.
        return;
      case 'calls.turned-away':
        return options.turnedAway?.(signal);
      case 'quality':
        return sounded(signal);
      case 'digit': {
        const found = calls.byLeg(signal.leg);
        return found ? calls.input(found.call, found.tenant, { kind: 'digit', leg: signal.leg, digit: signal.digit }) : undefined;
      }
    }
  }

  async function sounded({ leg, quality, recent, at }: Extract<EdgeSignal, { kind: 'quality' }>): Promise<void> {
    const found = calls.byLeg(leg);
    if (!found) return;
    calls.quality.set(leg, quality);
    // What the call knows counts, not what it was told: before there is a talk it takes no notice, and it outlives a restart.
    const told = calls.byCall(found.call)?.poor?.includes(leg) ?? false;
    const { watch, tell } = lookAt({ since: poorSince.get(leg) ?? null, told }, { ...recent, at }, options.quality);
    if (watch.since === null) poorSince.delete(leg);
    else poorSince.set(leg, watch.since);
    if (tell === null) return;
    const input: ControlInput = tell.poor
      ? { kind: 'quality.poor', leg, mos: recent.mos!, limit: options.quality.mos, belowMs: tell.belowMs }
      : { kind: 'quality.well', leg };
    return calls.input(found.call, found.tenant, input);
  }

  async function attended(signal: Extract<EdgeSignal, { kind: 'transfer.requested' }>, replaces: LegId): Promise<void> {
    const refer = { leg: signal.leg, id: signal.transfer };
    const stateOf = (leg: LegId): CallState | null => {
      const found = calls.byLeg(leg);
      return found ? calls.byCall(found.call) : null;
    };
    const wanted = attendedTransfer(stateOf(signal.leg), stateOf(replaces), refer, replaces, addressKey(signal.target));
    if (wanted.ok) return calls.input(wanted.value.call, wanted.value.tenant, wanted.value.input);
    return ports.edge.command({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: wanted.status });
  }

  return {
    async vanished(legs) {
      const told = new Set(inHand.values());
      for (const leg of legs) {
        const found = told.has(leg) ? null : calls.byLeg(leg);
        if (!found) continue;
        log.warn('the edge knows nothing of a leg: it is taken as ended', { leg, call: found.call });
        await calls.input(found.call, found.tenant, { kind: 'leg.ended', leg, cause: 'system-crash', by: 'system', sipStatus: null });
      }
    },
    report({ n, report }) {
      if (n !== null) fold(n, report as EdgeFact);
      else
        signalled(report as EdgeSignal).catch((error: unknown) =>
          log.warn('a signal of the edge was lost', { kind: report.kind, error: String(error) }),
        );
    },
  };
}

/** A phone that dialled a place: it joins the call that is parked there. */
function fetching(calls: Calls, tenant: TenantId, place: string, device: DeviceId | null, agent: AgentId | null): ControlInput {
  const parked = calls.live().find((each) => each.tenant === tenant && each.parked?.place === place);
  return parked && device && agent
    ? { kind: 'join-place', call: parked.call, device, agent }
    : { kind: 'hang-up', cause: 'not-found', by: 'system' };
}
