// Emergency lanes put together: set up, opened and closed, met by contacts, watched.
import type { InteractionId, LaneId, TenantId } from '@tandem/contract/ids.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { Contact } from '../core/lane.ts';
import type { LanesPorts } from '../ports.ts';
import { createMeeting } from './meeting.ts';
import { createOpenings } from './opening.ts';
import { createSettings } from './settings.ts';
import { createWatch } from './watch.ts';

export type LanesDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  logger: Log;
  newId: <P extends string>(prefix: P) => `${P}_${string}`;
  ports: LanesPorts;
};
export type Lanes = ReturnType<typeof createLanes>;

export function createLanes(deps: LanesDeps) {
  const meeting = createMeeting(deps);
  const openings = createOpenings(deps);
  const watch = createWatch(deps, openings);
  return {
    settings: createSettings(deps),
    openings,
    meeting: (tenant: TenantId, contact: Contact) => meeting.meeting(tenant, contact),
    entered: (tenant: TenantId, lane: LaneId, interaction: InteractionId): Promise<void> => openings.entered(tenant, lane, interaction),
    /** Before the first call comes. */
    follow: (): Promise<void> => meeting.follow(),
    watch,
    async stop(): Promise<void> {
      await watch.stop();
      await meeting.stop();
    },
  };
}
