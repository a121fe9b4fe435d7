// For tests: analytics on a database of its own, with a clock that stands still.
import { randomBytes } from 'node:crypto';
import type { AgentId, IdPrefix, TenantId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import type { Trouble } from '../core/alert.ts';
import { agentsOf, seeded } from '../core/random-floor.ts';
import { queue, type TestEvent } from '../core/testkit.ts';
import type { AnalyticsPorts } from '../ports.ts';
import { createAnalytics, type AnalyticsOptions } from './analytics.ts';

export const ZONE = 'America/New_York';
/** The team of the first agent. */
export const RED = 'tem_01930000-0000-7000-8000-000000000001';
const actor = { kind: 'system', part: 'test' } as const;
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10)));
/** What routing would say: three agents at work, one of them on both queues. */
const staff = {
  people: [
    { agent: agentsOf(1)[0]!, state: 'idle', reason: null, queues: [queue(1), queue(2)] },
    { agent: agentsOf(2)[1]!, state: 'on-contact', reason: null, queues: [queue(2)] },
    { agent: agentsOf(3)[2]!, state: 'away', reason: 'lunch', queues: [queue(1)] },
  ],
  estimates: new Map([[queue(1), 40_000]]),
  promises: new Map([[queue(1), 60_000]]),
} satisfies Awaited<ReturnType<AnalyticsPorts['peopleNow']>>;

export type Testkit = Awaited<ReturnType<typeof openTestkit>>;

export async function openTestkit(now: number) {
  let at = now;
  const clock = { now: () => at, set: (to: number) => (at = to) };
  const database = await testDatabase({ modules: ['analytics'], clock });
  const names = new Map([
    [queue(1), { en: 'Support', 'zh-CN': '客服' }],
    [queue(2), { en: 'Sales' }],
  ]);
  /** Whose floors are watched for alerts, and what the rest of the house says of them. */
  const watched = { tenants: [] as TenantId[], since: new Map<AgentId, number>(), troubles: [] as Trouble[] };
  const options: AnalyticsOptions = {
    ...database,
    clock,
    newId: (prefix) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10))),
    ports: {
      logErasedBefore: () => Promise.resolve(null),
      zone: () => Promise.resolve(ZONE),
      queueNames: () => Promise.resolve(names),
      agentNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, `Agent ${each.slice(-1)}`]))),
      userNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, `User ${each.slice(-1)}`]))),
      peopleNow: () => Promise.resolve(staff),
      tenants: () => Promise.resolve(watched.tenants),
      agentsSince: () => Promise.resolve(watched.since),
      troubles: () => Promise.resolve(watched.troubles),
      agentsOfTeams: (_, teams) => Promise.resolve(new Set(teams.includes(RED) ? [agentsOf(1)[0]!] : [])),
      agents: (who) =>
        Promise.resolve(
          agentsOf(5)
            .filter((each) => who.scope('kpis:read') === 'tenant' || who.agent === each)
            .map((each) => ({ id: each, name: `Agent ${each.slice(-1)}`, team: each === agentsOf(1)[0] ? RED : null })),
        ),
    },
  };
  /** As a process that comes after this one, or stands beside it. */
  const again = () => createAnalytics(options);
  const analytics = again();
  const reader = await analytics.project();
  const talks = await analytics.hearTalks();

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
    await talks.stop();
    await database.close();
  }
  return { database, watched, analytics, again, reader, talks, clock, id, append, close };
}

export function caller(tenant: TenantId, scope: Scope | null, over: Partial<Caller> = {}): Caller {
  return testCaller({}, { tenant, user: id('usr'), scope: () => scope, ...over });
}
