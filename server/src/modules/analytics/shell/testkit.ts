// For tests: analytics on a database of its own, with a clock that stands still.
import { randomBytes } from 'node:crypto';
import type { IdPrefix, TenantId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { agentsOf, seeded } from '../core/random-floor.ts';
import { queue, type TestEvent } from '../core/testkit.ts';
import { createAnalytics } from './analytics.ts';

export const ZONE = 'America/New_York';
const actor = { kind: 'system', part: 'test' } as const;
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10)));
export type Testkit = Awaited<ReturnType<typeof openTestkit>>;

export async function openTestkit(now: number) {
  const clock = { now: () => now };
  const database = await testDatabase({ modules: ['analytics'], clock });
  const names = new Map([
    [queue(1), { en: 'Support', 'zh-CN': '客服' }],
    [queue(2), { en: 'Sales' }],
  ]);
  const analytics = createAnalytics({
    ...database,
    clock,
    ports: {
      logErasedBefore: () => Promise.resolve(null),
      zone: () => Promise.resolve(ZONE),
      queueNames: () => Promise.resolve(names),
      agents: (who) =>
        Promise.resolve(
          agentsOf(5)
            .filter((each) => who.scope('kpis:read') === 'tenant' || who.agent === each)
            .map((each) => ({ id: each, name: `Agent ${each.slice(-1)}` })),
        ),
    },
  });
  const reader = await analytics.project();

  /** Appended in pieces of random size, as the modules would. */
  async function append(tenant: TenantId, events: readonly TestEvent[], random = seeded(7)): Promise<void> {
    for (let at = 0; at < events.length;) {
      const some = events.slice(at, (at += 1 + Math.floor(random() * 60)));
      await database.db.tenant(tenant, (tx) =>
        database.log.append(
          tx,
          some.map((event) => ({ ...event, actor })),
        ),
      );
    }
  }
  async function close(): Promise<void> {
    await reader.stop();
    await database.close();
  }
  return { database, analytics, reader, clock, id, append, close };
}

export function caller(tenant: TenantId, scope: Scope | null, over: Partial<Caller> = {}): Caller {
  return {
    tenant,
    user: id('usr'),
    agent: null,
    teams: [],
    sites: [],
    queues: [],
    session: 's',
    ip: '127.0.0.1',
    scope: () => scope,
    ...over,
  };
}
