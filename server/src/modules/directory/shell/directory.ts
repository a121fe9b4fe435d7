// The directory put together: what the other modules and the wires may ask of it.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { DirectoryPorts } from '../ports.ts';
import { CHANNEL, createRecorder } from './changes.ts';
import { createBrowserPhones } from './browser-phones.ts';
import { createDevices } from './devices.ts';
import { createEdgeCopy } from './edge-copy.ts';
import { createHours } from './hours.ts';
import type { IceSettings } from './ice-servers.ts';
import { createNumbers } from './numbers.ts';
import { createOwnDevices } from './own-devices.ts';
import { createQueues } from './queues.ts';
import { createRemovals } from './removals.ts';
import { readRoutingConfig, type RoutingConfig } from './routing-config.ts';
import { createTrunks } from './trunks.ts';

export type Directory = ReturnType<typeof createDirectory>;

export type DirectoryOptions = {
  db: Db;
  log: EventLog;
  keyring: KeyRing;
  clock: Clock;
  random: Random;
  ports: DirectoryPorts;
  /** None where left out. */
  ice?: IceSettings;
};

export function createDirectory(options: DirectoryOptions) {
  const deps = { ice: { stun: [], turn: null }, ...options, record: createRecorder(options.log) };
  const queues = createQueues(deps);
  return {
    ...queues,
    ...createNumbers(deps),
    ...createTrunks(deps),
    ...createDevices(deps),
    ...createBrowserPhones(deps),
    ...createOwnDevices(deps),
    ...createHours(deps),
    ...createRemovals(deps),
    edgeDirectory: createEdgeCopy(deps),
    /** What routing matches by: all queues with members, all agents with skills. */
    routingConfig: (tenant: TenantId): Promise<RoutingConfig> => options.db.tenant(tenant, readRoutingConfig, { read: true }),
    /** Called after a change by any process, and after a lost connection came back. Returns the way to stop. */
    onChange: (heard: () => void): Promise<() => Promise<void>> => options.db.listen(CHANNEL, heard),
  };
}
