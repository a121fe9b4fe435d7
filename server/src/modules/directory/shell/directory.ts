// The directory put together: what the other modules and the wires may ask of it.
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { isEmpty, type DutyStep, type DutyWish } from '../core/duty.ts';
import type { DirectoryPorts } from '../ports.ts';
import { CHANNEL, createRecorder } from './changes.ts';
import { createBrowserPhones } from './browser-phones.ts';
import { createDevices } from './devices.ts';
import { createDuties } from './duties.ts';
import { createDutyPlans } from './duty-plans.ts';
import { createEdgeCopy } from './edge-copy.ts';
import { createHours } from './hours.ts';
import type { IceSettings } from './ice-servers.ts';
import { createNumbers } from './numbers.ts';
import { createOwnDevices } from './own-devices.ts';
import { createQueues } from './queues.ts';
import { createRemovals } from './removals.ts';
import { readRoutingConfig, type RoutingConfig } from './routing-config.ts';
import { createRoutingRules } from './routing-rules.ts';
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
  const duties = createDuties(deps.record);
  const { db, ports } = options;
  const newId = (prefix: 'dty') => makeId(prefix, options.clock.now(), options.random.bytes(10));
  return {
    ...queues,
    ...createNumbers(deps),
    ...createTrunks(deps),
    ...createDevices(deps),
    ...createBrowserPhones(deps),
    ...createOwnDevices(deps),
    ...createHours(deps),
    ...createRemovals(deps),
    unknownAgents: (tenant: TenantId, agents: readonly AgentId[]) => ports.unknownAgents(tenant, agents),
    /** Queues and skills of many agents. Refuses `bulk.nothing`, `queue.not-found`, `queue.unknown-skill`. */
    async changeDuties(tenant: TenantId, agents: readonly AgentId[], wish: DutyWish, actor: Actor): Promise<DutyStep[]> {
      if (isEmpty(wish)) throw new AppError('bulk.nothing');
      return db.tenant(tenant, async (tx) => {
        await duties.check(tx, wish);
        return duties.change(tx, tenant, agents, wish, actor);
      });
    },
    /** Answers for whom something changed since, and stayed. */
    dutiesBack: (tenant: TenantId, steps: readonly DutyStep[], actor: Actor): Promise<AgentId[]> =>
      db.tenant(tenant, (tx) => duties.back(tx, tenant, steps, actor)),
    dutyPlans: createDutyPlans({ ...deps, duties, newId }),
    ...createRoutingRules(deps),
    edgeDirectory: createEdgeCopy(deps),
    /** What routing matches by: all queues with members, all agents with skills. */
    routingConfig: (tenant: TenantId): Promise<RoutingConfig> => options.db.tenant(tenant, readRoutingConfig, { read: true }),
    /** Called after a change by any process, and after a lost connection came back. Returns the way to stop. */
    onChange: (heard: () => void): Promise<() => Promise<void>> => options.db.listen(CHANNEL, heard),
  };
}
