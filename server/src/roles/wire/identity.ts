// identity <- directory (which queues an agent serves).
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
    ports: { queuesOf: (tenant, agent) => modules.directory.queuesOfAgent(tenant, agent) },
  });
}
