// Matching put together: hears the log, looks at every queue each hour, tells routing what to decide by.
import type { Matching } from '@tandem/contract/routing.ts';
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import { HOUR, type Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog, Reader } from '../../../platform/eventlog/types.ts';
import { createChores } from '../../../platform/lifecycle/every.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { MatchingPorts } from '../ports.ts';
import { createLook } from './look.ts';
import { createProjection, HEARD } from './projection.ts';
import { createFallen } from './fallen.ts';
import { rowsOf } from './store.ts';
import { createViews } from './view.ts';

export type MatchingDeps = { db: Db; log: EventLog; clock: Clock; logger: Log; ports: MatchingPorts };
export type MatchingModule = ReturnType<typeof createMatching>;

export function createMatching(deps: MatchingDeps) {
  const { db, log, ports, logger } = deps;
  const look = createLook(deps);

  async function lookAtAll(): Promise<void> {
    for (const tenant of await ports.tenants()) {
      for (const { id, order } of await ports.queues(tenant)) {
        if (order !== 'best-outcome') continue;
        try {
          await look(tenant, id);
        } catch (error) {
          logger.warn('a queue could not be looked at', { queue: id, error: String(error) });
        }
      }
    }
  }

  return {
    look,
    lookAtAll,
    views: createViews(deps),
    /** What routing decides by, of each queue that is matched. */
    async applied(tenant: TenantId): Promise<ReadonlyMap<QueueId, Matching>> {
      return new Map((await rowsOf(db, tenant)).flatMap(({ queue, applied }) => (applied ? [[queue, applied] as const] : [])));
    },
    /** Queues that fell back and have not been resumed, since when; as of some seconds ago. */
    fallen: createFallen(deps),
    project: (): Promise<Reader> => log.reader({ name: 'matching', types: HEARD, handle: createProjection(deps) }),
    watch: createChores({ log: logger, chores: [{ name: 'matching', everyMs: HOUR, run: lookAtAll }] }),
  };
}
