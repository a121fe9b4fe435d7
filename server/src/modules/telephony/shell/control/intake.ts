// What comes from the edge: facts in journal order, each folded into its call and then acknowledged; signals as they come.
import type { EdgeFact, EdgeSignal } from '@tandem/contract/edge.ts';
import type { EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { CallId } from '@tandem/contract/ids.ts';
import { addressKey } from '@tandem/contract/address.ts';
import type { ControlPorts } from '../../ports.ts';
import type { ControlInput } from '../../core/control/state.ts';
import type { Log } from '../edge/context.ts';
import type { Calls, CallIds } from './calls.ts';

export type IntakeOptions = CallIds & { calls: Calls; ports: ControlPorts; log: Log; acknowledge(n: number): void };
type Arrived = Extract<EdgeFact, { kind: 'leg.arrived' }>;

/** How long a fact that could not be folded (the database is away) waits before the next try. */
const RETRY_MS = 500;

export function createIntake(options: IntakeOptions): { report: (report: EdgeReport) => void } {
  const { calls, ports, log } = options;
  const done = new Set<number>();
  let acknowledged = 0;
  let last = 0;
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
    if (acknowledged === 0) acknowledged = n - 1;
    // Told again after a reconnection while it is still in hand.
    if (n <= last) return;
    last = n;
    void inOrder(fact.call, () => untilFolded(n, fact)).then(() => {
      done.add(n);
      while (done.delete(acknowledged + 1)) acknowledged += 1;
      options.acknowledge(acknowledged);
    });
  }

  async function untilFolded(n: number, fact: EdgeFact): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await foldOnce(n, fact);
      } catch (error) {
        log.warn('a fact of the edge could not be folded yet', {
          n,
          kind: fact.kind,
          tries,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
        await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, RETRY_MS * tries)));
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
        await ports.recording.sealed(fact);
        return calls.input(fact.call, fact.tenant, { kind: 'recording.sealed', recording: fact.recording }, n, fact.at);
      case 'leg.ended': {
        const { leg, cause, by, sipStatus } = fact;
        return calls.input(fact.call, fact.tenant, { kind: 'leg.ended', leg, cause, by, sipStatus }, n, fact.at);
      }
      default:
        return calls.input(fact.call, fact.tenant, { kind: fact.kind, leg: fact.leg }, n, fact.at);
    }
  }

  async function arrived(n: number, fact: Arrived): Promise<void> {
    const { tenant, call, leg, source, from, to } = fact;
    const device = source.kind === 'device' ? source.device : null;
    const reached = await ports.directory.resolve(tenant, to);
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
    if (!state || state.flow || state.other !== null || state.over) return;
    if (target?.kind === 'flow') {
      const variables: Record<string, string> = { remote: addressKey(from), local: addressKey(to), customerKnown: String(customer.known) };
      if (customer.level) variables['customerLevel'] = customer.level;
      return calls.startFlow(call, target.flow, variables);
    }
    const input: ControlInput =
      target === null ? { kind: 'hang-up', cause: 'not-found', by: 'system' } : { kind: 'connect', target, leg: options.id('leg') };
    return calls.input(call, tenant, input);
  }

  async function signalled(signal: EdgeSignal): Promise<void> {
    switch (signal.kind) {
      case 'device.registered':
      case 'device.unregistered': {
        const agent = await ports.directory.agentOfDevice(signal.tenant, signal.device);
        if (agent) await ports.presence.reachable(signal.tenant, agent, signal.kind === 'device.registered');
        return;
      }
      case 'transfer.requested': {
        const found = calls.byLeg(signal.leg);
        if (!found) return;
        // Before the BYE that many phones send right behind their REFER.
        return inOrder(found.call, async () => {
          const target = await ports.directory.resolve(found.tenant, signal.target);
          const refer = { leg: signal.leg, id: signal.transfer };
          return calls.input(found.call, found.tenant, {
            kind: 'transfer',
            target,
            leg: options.id('leg'),
            text: addressKey(signal.target),
            refer,
          });
        });
      }
      case 'asked':
      case 'played': {
        const found = calls.byLeg(signal.leg);
        return found ? calls.input(found.call, found.tenant, signal) : undefined;
      }
      case 'digit':
        return;
    }
  }

  return {
    report({ n, report }) {
      if (n !== null) fold(n, report as EdgeFact);
      else
        signalled(report as EdgeSignal).catch((error: unknown) =>
          log.warn('a signal of the edge was lost', { kind: report.kind, error: String(error) }),
        );
    },
  };
}
