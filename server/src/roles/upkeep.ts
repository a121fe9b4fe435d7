// What the server does by itself every minute: takes agents off queue whose sessions are over, and every few seconds: fetches SIP messages from the edge. What may wait is a job (jobs.ts).
import { MINUTE, SECOND } from '../kernel/time.ts';
import { createChores } from '../platform/lifecycle/every.ts';
import type { Modules, Platform } from './wire/modules.ts';

const TRACES_MS = 5_000;

export function createUpkeep({ log }: Platform, modules: Modules): ReturnType<typeof createChores> {
  const { identity, presence } = modules;
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
      {
        // What agents serve for a time begins and ends to the second.
        name: 'duty plans',
        everyMs: SECOND,
        run: () => modules.directory.dutyPlans.carryOut(),
      },
      {
        // The edge holds them in memory: what it loses in a crash is a few seconds' worth.
        name: 'sip traces',
        everyMs: TRACES_MS,
        run: () => modules.sipTraces.collect(),
      },
    ],
  });
}
