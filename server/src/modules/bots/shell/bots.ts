// Digital workers put together: set up, at work, seen.
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { WORK_CHANNELS } from '@tandem/contract/routing.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { BotsPorts } from '../ports.ts';
import { createContacts } from './contacts.ts';
import { createView } from './view.ts';
import { createWorkers } from './workers.ts';

export type BotsDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  logger: Log;
  newId: <P extends string>(prefix: P) => `${P}_${string}`;
  ports: BotsPorts;
};
export type Bots = ReturnType<typeof createBots>;

/** Both languages where they differ, as these names stand in lists beside people's, which have one. */
const nameOf = (name: { en?: string; 'zh-CN'?: string }): string =>
  [...new Set([name.en, name['zh-CN']].filter((text) => text !== undefined && text !== ''))].join(' / ');

export function createBots(deps: BotsDeps) {
  const workers = createWorkers(deps);
  return {
    workers,
    contacts: createContacts(deps, workers),
    view: createView(deps, workers),

    /** Of those among the ids that are digital workers, removed ones too. */
    async names(tenant: TenantId, ids: readonly AgentId[]): Promise<Map<AgentId, string>> {
      const wanted = new Set(ids);
      return new Map((await workers.rows(tenant)).filter(({ id }) => wanted.has(id)).map(({ id, doc }) => [id, nameOf(doc.name)]));
    },

    /** As routing is told of them. */
    async forRouting(tenant: TenantId) {
      return (await workers.present(tenant)).map(({ id, doc: { queues, skills, capacity, on } }) => ({
        agent: id,
        queues,
        skills,
        digital: { on },
        most: { ...Object.fromEntries(WORK_CHANNELS.map((channel) => [channel, 0])), ...capacity },
      }));
    },
  };
}
