// telephony's control of calls <- customers, interactions, directory, flow, routing, presence, recording; and the edge over its port.
import type { Address } from '@tandem/contract/address.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { parseNumber, parsePhone } from '../../modules/directory/index.ts';
import { createCalls, createIntake, type Calls, type ControlPorts, type Target } from '../../modules/telephony/index.ts';
import type { Transport } from '../../platform/bus/types.ts';
import { clock, newId } from '../process.ts';
import { linkEdge, type EdgeLink } from './edge-link.ts';
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
    },
    interactions: {
      reaches: (caller, action, interaction) => modules.interactions.reachesInteraction(caller, action, interaction),
      begin: async (begin) => (await modules.interactions.begin({ ...begin, channel: 'voice' })).interaction,
      end: async (end) => await modules.interactions.end(end),
    },
    directory: {
      resolve: (tenant, address) => resolveTarget(modules, tenant, address),
      deviceOfAgent: async (tenant, agent) => (await modules.directory.deviceOfAgent(tenant, agent))?.id ?? null,
      agentOfDevice: async (tenant, device) => {
        const known = await modules.directory.deviceById(device);
        return known?.tenant === tenant ? known.agent : null;
      },
      edgeDirectory: () => modules.directory.edgeDirectory(),
      parse: (text) => parseNumber(text, { country: 'CN', rules: [], isExtension: (digits) => /^[0-9]{2,6}$/.test(digits) }, parsePhone),
    },
    flow: {
      start: (start) => modules.flow.start(start),
      input: (tenant, call, input) => modules.flow.input(tenant, call, input),
    },
    routing: {
      offerAnswered: async (tenant, offer) => (await modules.routing.offerAnswered(tenant, offer)).ok,
      offerEnded: (tenant, offer, outcome) => modules.routing.offerEnded(tenant, offer, outcome),
      release: (tenant, work, reason) => modules.routing.release(tenant, work, reason),
    },
    presence: { reachable: (tenant, agent, reachable) => modules.presence.reachable(tenant, agent, reachable) },
    recording: { begin: (begin) => modules.recordings.begin(begin), sealed: (fact) => modules.recordings.sealed(fact) },
  };
}

/** A number of ours leads to its flow, a device's user name to the device, an outside number behind the first trunk. */
export async function resolveTarget(modules: Modules, tenant: TenantId, address: Address): Promise<Target> {
  const number = await modules.directory.numberTarget(tenant, address);
  if (number) return { kind: 'flow', flow: number.flow };
  const name = address.kind === 'unknown' ? address.text : address.kind === 'extension' ? address.extension : null;
  if (name !== null) {
    const device = await modules.directory.deviceByUsername(name);
    return device?.tenant === tenant ? { kind: 'device', device: device.id, agent: device.agent } : null;
  }
  const trunk = (await modules.directory.trunks(tenant))[0];
  return trunk ? { kind: 'trunk', trunk: trunk.id, address } : null;
}

export function wireTelephony(platform: Platform, modules: Modules, transport: Transport): { calls: Calls; edge: EdgeLink } {
  const { db, events, personal, log } = platform;
  const ports = controlPorts(modules);
  const ids = { id: newId, now: clock.now };
  const calls = createCalls({ db, events, personal, log: log.child('calls'), ports, ...ids });
  const intake = createIntake({ calls, ports, log: log.child('intake'), acknowledge: (n) => modules.edge.acknowledge(n), ...ids });
  const edge = linkEdge({
    transport,
    log: log.child('edge-link'),
    directory: () => modules.directory.edgeDirectory(),
    report: intake.report,
    async attached(devices) {
      // What a core before this one decided and could not tell the edge any more.
      await calls.finishPending();
      for (const tenant of await modules.identity.tenants()) {
        const agents = await Promise.all(
          devices.filter((each) => each.tenant === tenant.id).map((each) => ports.directory.agentOfDevice(tenant.id, each.device)),
        );
        await modules.presence.syncReachable(
          tenant.id,
          agents.filter((agent) => agent !== null),
        );
      }
    },
  });
  return { calls, edge };
}
