// identity <- bots (names of digital workers), directory (which queues an agent serves, whom it has anything set up for).
import { createIdentity, type Identity } from '../../modules/identity/index.ts';
import { clock, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

export function wireIdentity(platform: Platform, modules: Modules): Identity {
  const { db, events, config, telemetry, keyring } = platform;
  return createIdentity({
    db,
    log: events,
    clock,
    random,
    keyring,
    session: config.session,
    metrics: telemetry,
    ports: {
      otherNames: (tenant, agents) => modules.bots.names(tenant, agents),
      queuesOf: (tenant, agent) => modules.directory.queuesOfAgent(tenant, agent),
      async agentsInUse(tenant) {
        const [{ agents }, devices] = await Promise.all([modules.directory.routingConfig(tenant), modules.directory.devices(tenant)]);
        return [...agents.map(({ agent }) => agent), ...devices.flatMap(({ agent }) => agent ?? [])];
      },
    },
  });
}
