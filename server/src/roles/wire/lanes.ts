// lanes <- directory (queues, numbers), routing (who waits, and his place), interactions (levels, arrivals), flow (what can be said), identity (names).
import { addressKey } from '@tandem/contract/address.ts';
import { createLanes, type Lanes, type LanesPorts } from '../../modules/lanes/index.ts';
import { clock, newId } from '../process.ts';
import type { Modules, Platform } from './modules.ts';

const SYSTEM = { kind: 'system', part: 'lanes' } as const;

export function wireLanes(platform: Platform, modules: Modules): Lanes {
  const { db, events, log } = platform;
  return createLanes({ db, log: events, clock, newId, logger: log.child('lanes'), ports: lanesPorts(modules) });
}

function lanesPorts(modules: Modules): LanesPorts {
  return {
    line: (tenant) =>
      modules.routing.read(tenant, ({ works }) =>
        [...works.values()].flatMap(({ id, interaction, queue, priority, stage, task, queuedAt }) =>
          stage === 'waiting' || stage === 'offered'
            ? [{ work: id, interaction, queue, priority, callback: task === 'callback', queuedAt }]
            : [],
        ),
      ),
    async callers(tenant, interactions) {
      const contacts = await modules.interactions.summariesOf(tenant, interactions, 'en');
      return new Map(contacts.map(({ id, local, customer }) => [id, { number: local, level: customer.level }]));
    },
    async move(tenant, { work, interaction }, priority, note) {
      const sealed = await modules.interactions.sealFor(tenant, interaction, note);
      return (await modules.routing.move(tenant, { work, priority, note: sealed }, SYSTEM)).ok;
    },
    arrivals: (tenant, among, from, to) => modules.interactions.arrivals(tenant, among, from, to),
    async known(tenant) {
      const [queues, numbers] = await Promise.all([modules.directory.queues(tenant), modules.directory.numbers(tenant)]);
      return {
        queues: new Set(queues.map(({ id }) => id)),
        numbers: new Map(numbers.map(({ id, address }) => [id, addressKey(address)])),
      };
    },
    cannotSay: (tenant, say) => modules.flow.cannotSay(tenant, say),
    userNames: (tenant, users) => modules.identity.userNames(tenant, users),
  };
}
