// telephony's control of calls <- customers, interactions, directory, flow, routing, presence, recording; and the edge over its port.
import { randomUUID } from 'node:crypto';
import { addressKey, type Address } from '@tandem/contract/address.ts';
import { UUID_V7, type AgentId, type TenantId } from '@tandem/contract/ids.ts';
import {
  createCallbacks,
  createCalls,
  createIntake,
  createListening,
  createTestCalls,
  createSipTraces,
  createTurnedAway,
  type ControlPorts,
  type Target,
} from '../../modules/telephony/index.ts';
import type { EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { Transport } from '../../platform/bus/types.ts';
import { flowSpeech } from './ai.ts';
import { clock, newId } from '../process.ts';
import { linkEdge } from './edge-link.ts';
import type { Modules, Platform } from './modules.ts';

const actor = { kind: 'system', part: 'telephony' } as const;

export function controlPorts(modules: Modules): ControlPorts {
  return {
    edge: { command: (command) => modules.edge.command(command) },
    customers: {
      async identify(tenant, address) {
        const { id, name, level, known } = await modules.customers.findOrCreate(tenant, address, actor);
        return { id, name, level, known };
      },
      async names(tenant, wanted) {
        const found = await modules.customers.customers(tenant, wanted);
        return new Map(found.map((each) => [each.id, each.known ? each.name : '']));
      },
      async find(tenant, customer) {
        const [found] = await modules.customers.customers(tenant, [customer]);
        if (!found) return null;
        const key = found.identities.find((each) => each.channel === 'voice')?.address;
        // A national service number stands behind its country there.
        const address = key === undefined ? null : await modules.directory.parse(tenant, key.replace(/^([A-Z]{2}|ext):/, ''));
        return { id: found.id, name: found.name, address };
      },
    },
    interactions: {
      reaches: (caller, action, interaction) => modules.interactions.reachesInteraction(caller, action, interaction),
      async begin(begin) {
        const joinedFrom = await modules.customers.joinedFrom(begin.tenant, begin.customer, addressKey(begin.remote));
        return (await modules.interactions.begin({ ...begin, joinedFrom, channel: 'voice' })).interaction;
      },
      end: async (end) => await modules.interactions.end(end),
    },
    directory: {
      resolve: (tenant, address) => resolveTarget(modules, tenant, address),
      deviceOfAgent: async (tenant, agent) => (await modules.directory.deviceOfAgent(tenant, agent))?.id ?? null,
      devicesOfAgent: (tenant, agent) => modules.directory.ownDevices(tenant, agent),
      agentOfDevice: async (tenant, device) => {
        const known = await modules.directory.deviceById(device);
        return known?.tenant === tenant ? known.agent : null;
      },
      async agentRungAt(tenant, device) {
        const known = await modules.directory.deviceById(device);
        if (known?.tenant !== tenant || known.agent === null) return null;
        return (await modules.directory.deviceOfAgent(tenant, known.agent))?.id === device ? known.agent : null;
      },
      edgeDirectory: () => modules.directory.edgeDirectory(),
      parse: async (tenant, text) => modules.directory.parse(tenant, await dialledText(modules, tenant, text)),
      callbackRules: (tenant, queue) => modules.directory.callbackRules(tenant, queue),
      openFrom: (tenant, hours, from) => modules.directory.openFrom(tenant, hours, from),
      hasQueue: async (tenant, queue) => (await modules.directory.queues(tenant)).some((each) => each.id === queue),
    },
    flow: {
      start: (start) => modules.flow.start(start),
      input: (tenant, call, input) => modules.flow.input(tenant, call, input),
    },
    routing: {
      offerAnswered: async (tenant, offer) => (await modules.routing.offerAnswered(tenant, offer)).ok,
      offerEnded: (tenant, offer, outcome) => modules.routing.offerEnded(tenant, offer, outcome),
      release: (tenant, work, reason) => modules.routing.release(tenant, work, reason),
      occupy: (tenant, agent, call, occupied) => modules.routing.occupy(tenant, agent, call, occupied),
      async free(tenant, agent) {
        const activity = (await modules.routing.agentWork(tenant)).get(agent)?.activity;
        return activity !== 'offered' && activity !== 'assigned' && activity !== 'on-call';
      },
      async idle(tenant, agent) {
        const activity = (await modules.routing.agentWork(tenant)).get(agent)?.activity;
        const [row] = await modules.presence.rows(tenant, agent);
        return (activity === 'idle' || activity === 'resting') && row?.declared.presence === 'available' && row.declared.reachable;
      },
      queuedAt: (tenant, work) => modules.routing.read(tenant, (state) => state.works.get(work)?.queuedAt ?? null),
      turn: (tenant, place) => modules.routing.turn(tenant, place),
      // Who comes back from where he was parked, or is to be called, was or will be with a person.
      queue: async (wanted) => (await modules.routing.queue({ ...wanted, persons: true })).ok,
      leave: (tenant, work) => modules.routing.leave(tenant, work),
      takeBack: async (tenant, work) => (await modules.routing.takeBack(tenant, work, 'moved')).ok,
    },
    agents: { names: (tenant, agents) => modules.identity.agentNames(tenant, agents) },
    recordingRule: (tenant, queue) => modules.directory.recordingRule(tenant, queue),
    presence: { reachable: (tenant, agent, reachable) => modules.presence.reachable(tenant, agent, reachable) },
    recording: { begin: (begin) => modules.recordings.begin(begin), sealed: (fact) => modules.recordings.sealed(fact) },
  };
}

const AGENT = new RegExp(`^agt_${UUID_V7}$`);

/** An agent is named by his id where people choose him from a list: his phone is called. */
async function dialledText(modules: Modules, tenant: TenantId, text: string): Promise<string> {
  if (!AGENT.test(text)) return text;
  return (await modules.directory.deviceOfAgent(tenant, text as AgentId))?.username ?? text;
}

/** A number of ours leads to its flow, a device's user name to the device, an outside number behind the first trunk, or behind the others where that fails. */
export async function resolveTarget(modules: Modules, tenant: TenantId, address: Address): Promise<Target> {
  const number = await modules.directory.numberTarget(tenant, address);
  if (number) return { kind: 'flow', flow: number.flow };
  const name = address.kind === 'unknown' ? address.text : address.kind === 'extension' ? address.extension : null;
  if (name !== null) {
    const device = await modules.directory.deviceByUsername(name);
    return device?.tenant === tenant ? { kind: 'device', device: device.id, agent: device.agent } : null;
  }
  const [trunk, ...others] = (await modules.directory.trunks(tenant)).map(({ id }) => id);
  return trunk ? { kind: 'trunk', trunk, others: others.slice(0, 9), address } : null;
}

export function wireTelephony(
  platform: Platform,
  modules: Modules,
  transport: Transport,
): Pick<Modules, 'calls' | 'callbacks' | 'edge' | 'listening' | 'testCalls' | 'sipTraces' | 'turnedAway'> {
  const { db, events, personal, log } = platform;
  const ports = controlPorts(modules);
  const ids = { id: newId, now: clock.now };
  const callbacks = createCallbacks({ db, events, personal, log: log.child('callbacks'), ports, calls: () => calls, ...ids });
  const calls = createCalls({
    db,
    events,
    personal,
    log: log.child('calls'),
    ports,
    attempted: (state, outcome) => callbacks.attempted(state, outcome),
    putBack: (state) => callbacks.putBack(state),
    ...ids,
  });
  const turnedAway = createTurnedAway(ids);
  const intake = createIntake({
    calls,
    ports,
    log: log.child('intake'),
    acknowledge: (n) => modules.edge.acknowledge(n),
    turnedAway: (signal) => turnedAway.heard(signal),
    quality: platform.config.qualityAlarm,
    ...ids,
  });
  const testCalls = createTestCalls({
    db,
    log: log.child('test-calls'),
    ports: {
      edge: ports.edge,
      parse: (tenant, text) => modules.directory.parse(tenant, text),
      hasTrunk: async (tenant, trunk) => (await modules.directory.trunks(tenant)).some((each) => each.id === trunk),
      clip: (tenant, text, language) => flowSpeech(modules).clip(tenant, text, language),
    },
    ...ids,
  });
  const listening = createListening({ calls, edge: ports.edge, id: randomUUID, now: clock.now });
  const edge = linkEdge({
    transport,
    log: log.child('edge-link'),
    directory: () => modules.directory.edgeDirectory(),
    report(each) {
      tellQuality(platform, each);
      testCalls.heard(each.report);
      intake.report(each);
    },
    audio: (audio) => listening.heard(audio),
    legs: () => calls.legs(),
    vanished: (legs) => intake.vanished(legs),
    finish: () => calls.finishPending(),
    async attached(devices) {
      await callbacks.restore();
      await testCalls.restore();
      for (const tenant of await modules.identity.tenants()) {
        const agents = await Promise.all(
          devices.filter((each) => each.tenant === tenant.id).map((each) => ports.directory.agentRungAt(tenant.id, each.device)),
        );
        await modules.presence.syncReachable(
          tenant.id,
          agents.filter((agent) => agent !== null),
        );
      }
    },
  });
  const sipTraces = createSipTraces({
    db,
    keyring: platform.keyring,
    edge: () => edge,
    keptDays: platform.config.sipTraceDays,
    now: clock.now,
    log: log.child('sip-traces'),
  });
  return { calls, callbacks, edge, listening, testCalls, sipTraces, turnedAway };
}

/** How legs sounded, for the figures of the installation. */
function tellQuality({ telemetry }: Platform, { report }: EdgeReport): void {
  if (report.kind !== 'leg.ended' || report.quality === undefined) return;
  const { mos, lossPercent, remote } = report.quality;
  if (mos !== null) {
    telemetry.observe('leg_mos', mos, { direction: 'heard' });
    telemetry.observe('leg_loss_percent', lossPercent, { direction: 'heard' });
  }
  if (remote === null) return;
  telemetry.observe('leg_mos', remote.mos, { direction: 'sent' });
  telemetry.observe('leg_loss_percent', remote.lossPercent, { direction: 'sent' });
}
