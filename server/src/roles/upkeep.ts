// What the server does by itself every minute: takes agents off queue whose sessions are over. What may wait is a job (jobs.ts).
import { MINUTE } from '../kernel/time.ts';
import { createChores } from '../platform/lifecycle/every.ts';
import type { Modules, Platform } from './wire/modules.ts';

export function createUpkeep({ log }: Platform, { identity, presence }: Modules): ReturnType<typeof createChores> {
  return createChores({
    log: log.child('upkeep'),
    chores: [
      {
        // A session that runs out ends without a word; so does one that another process ended, or that ended while we were away.
        name: 'agents signed in',
        everyMs: MINUTE,
        async run() {
          for (const { id } of await identity.tenants()) await presence.syncSignedIn(id, () => identity.agentsWithLiveSession(id));
        },
      },
    ],
  });
}
