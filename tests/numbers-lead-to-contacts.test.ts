// Each number of a report and the list of contacts it leads to: two modules that read the same log by themselves, and must agree.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactOutcome } from '@tandem/contract/api/interactions.ts';
import type { AgentReport, QueueReport } from '@tandem/contract/api/reports.ts';
import type { AgentId, CustomerId, IdPrefix, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../server/src/kernel/ids.ts';
import { HOUR } from '../server/src/kernel/time.ts';
import { agentsOf, randomFloor } from '../server/src/modules/analytics/core/random-floor.ts';
import { queue } from '../server/src/modules/analytics/core/testkit.ts';
import { createAnalytics, type Analytics } from '../server/src/modules/analytics/index.ts';
import { createInteractions, type Interactions } from '../server/src/modules/interactions/index.ts';
import { testDatabase, type TestDatabase } from '../server/src/platform/db/testkit.ts';
import type { Reader } from '../server/src/platform/eventlog/types.ts';
import type { Caller } from '../server/src/platform/http/types.ts';

const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10)));
const now = Date.parse('2026-11-03T12:00:00Z');
const clock = { now: () => now };
const tenant: TenantId = id('tnt');
const names = new Map<QueueId, { en: string }>([1, 2, 3].map((n) => [queue(n), { en: `Queue ${n}` }]));
const customer: CustomerId = id('cus');
const team = id('tem');
const red = agentsOf(2);

let database: TestDatabase;
let analytics: Analytics;
let interactions: Interactions;
let readers: Reader[];
const everybody: Caller = {
  tenant,
  user: id('usr'),
  agent: null,
  session: 's',
  ip: '127.0.0.1',
  teams: [],
  sites: [],
  queues: [],
  scope: () => 'tenant',
};

beforeAll(async () => {
  database = await testDatabase({ modules: ['interactions', 'analytics'], clock });
  await database.keyring.dataKey(tenant);
  const queueNames = () => Promise.resolve(names);
  analytics = createAnalytics({
    ...database,
    clock,
    newId: (prefix) => makeId(prefix, Date.now(), new Uint8Array(randomBytes(10))),
    ports: {
      tenants: () => Promise.resolve([]),
      agentsSince: () => Promise.resolve(new Map()),
      troubles: () => Promise.resolve([]),
      agentsOfTeams: () => Promise.resolve(new Set()),
      peopleNow: () => Promise.resolve(null),
      logErasedBefore: () => Promise.resolve(null),
      zone: () => Promise.resolve('Asia/Shanghai'),
      queueNames,
      agentNames: () => Promise.resolve(new Map()),
      userNames: () => Promise.resolve(new Map()),
      agents: () => Promise.resolve(agentsOf(5).map((each) => ({ id: each, name: each, team: red.includes(each) ? team : null }))),
    },
  });
  interactions = createInteractions({
    ...database,
    clock,
    random: { bytes: (length: number) => new Uint8Array(randomBytes(length)) },
    ports: {
      customers: () => Promise.resolve(new Map()),
      agentNames: () => Promise.resolve(new Map()),
      userNames: () => Promise.resolve(new Map()),
      queueNames,
      flowNames: () => Promise.resolve(new Map()),
      agentsIn: (_, { teams }) => Promise.resolve(teams.includes(team) ? red : []),
      customersLike: (_, text) => Promise.resolve('wang'.includes(text) ? [customer] : []),
      mergeCustomer: () => Promise.resolve(),
      rejoinCustomer: () => Promise.resolve(),
      partCustomer: () => Promise.resolve(),
      wrapUpMore: () => Promise.resolve(),
      wrapUpDone: () => Promise.resolve(),
    },
  });
  readers = [await analytics.project(), await interactions.project()];
  const remote = await database.db.tenant(tenant, (tx) => database.personal.seal(tx, customer, 'e164:+8613800138000'));
  const floor = randomFloor({ seed: 42, contacts: 200, from: Date.parse('2026-11-01T20:00:00Z'), overMs: 30 * HOUR });
  await database.db.tenant(tenant, (tx) =>
    database.log.append(
      tx,
      floor.map((event) => ({
        ...(event.type === 'interaction.started' ? { ...event, data: { ...event.data, remote, customer } } : event),
        actor: { kind: 'system', part: 'test' } as const,
      })),
    ),
  );
  for (const reader of readers) await reader.caughtUp();
});
afterAll(async () => {
  for (const reader of readers ?? []) await reader.stop();
  await database?.close();
});

type Filter = Parameters<Interactions['count']>[1];
/** How often the contacts of these filters were counted; the list has as many contacts as are counted. */
async function timesOf(filter: Filter): Promise<number> {
  const counted = await interactions.count(everybody, filter);
  const listed = new Set<string>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<Interactions['list']>> = await interactions.list(
      everybody,
      { ...filter, limit: 50, ...(cursor && { cursor }) },
      'en',
    );
    for (const item of page.items) listed.add(item.id);
    cursor = page.nextCursor;
  }
  expect(counted.contacts).toBe(listed.size);
  return counted.times!;
}

const QUEUE_COUNTS = [
  ...([
    ['offered', 'offered'],
    ['answered', 'answered'],
    ['abandoned', 'abandoned'],
    ['abandonedInQueue', 'abandoned-in-queue'],
  ] as const),
  ...([
    ['abandonedInRing', 'abandoned-in-ring'],
    ['shortAbandoned', 'short'],
    ['flowOuts', 'flow-out'],
  ] as const),
  ...([
    ['handled', 'handled'],
    ['transfersOut', 'transferred'],
  ] as const),
];
const ARRIVALS = [
  ['arrived', 'arrived'],
  ['abandonedInFlow', 'left-in-flow'],
] as const;
const AGENT_COUNTS = [
  ['answered', 'answered'],
  ['handled', 'handled'],
  ['transfersOut', 'transferred'],
] as const;
const DAYS = { from: '2026-11-02', to: '2026-11-03' };

async function check(
  what: string,
  figures: object,
  counts: readonly (readonly [string, ContactOutcome])[],
  filter: Filter,
): Promise<number> {
  let sum = 0;
  for (const [name, outcome] of counts) {
    const shown = (figures as Record<string, number>)[name]!;
    expect(`${what} ${name}: ${await timesOf({ ...filter, outcome })}`).toBe(`${what} ${name}: ${shown}`);
    sum += shown;
  }
  return sum;
}
const span = ({ startAt, endAt }: { startAt: number; endAt: number }) => ({ from: startAt, to: endAt });

describe('numbers lead to the contacts that they count', () => {
  it('of queues: totals, each queue, each interval', async () => {
    const report: QueueReport = await analytics.reports.queues(everybody, { ...DAYS, interval: '60' }, 'en');
    expect(await check('total', report.total, [...QUEUE_COUNTS, ...ARRIVALS], span(report))).toBeGreaterThan(500);
    for (const line of report.items) await check(line.name, line.figures, QUEUE_COUNTS, { ...span(report), queue: line.id as QueueId });
    const shown = report.intervals.filter((_, n) => n % 6 === 0);
    expect(shown.length).toBeGreaterThan(3);
    for (const each of shown) {
      await check(new Date(each.startAt).toISOString(), each.total, [...QUEUE_COUNTS, ...ARRIVALS], span(each));
      for (const line of each.items.slice(0, 1))
        await check(`${line.name} at ${each.startAt}`, line.figures, QUEUE_COUNTS, { ...span(each), queue: line.id as QueueId });
    }
  });

  it('of queues for one team, of numbers', async () => {
    const teams = await analytics.reports.queues(everybody, { ...DAYS, team }, 'en');
    expect(await check('team', teams.total, QUEUE_COUNTS, { ...span(teams), team })).toBeGreaterThan(50);
    const numbers = await analytics.reports.numbers(everybody, { ...DAYS, interval: 'day' }, 'en');
    for (const line of numbers.items)
      await check(line.name, line.figures, [...QUEUE_COUNTS, ...ARRIVALS], { ...span(numbers), number: line.id });
  });

  it('of agents: what they took, when they took it', async () => {
    const report: AgentReport = await analytics.reports.agents(everybody, { ...DAYS, interval: '60' }, 'en');
    await check('all agents', report.total, AGENT_COUNTS, { ...span(report), per: 'agent' });
    for (const line of report.items)
      await check(line.name, line.figures, AGENT_COUNTS, { ...span(report), per: 'agent', agent: line.id as AgentId });
    for (const each of report.intervals.slice(4, 7))
      for (const line of each.items)
        await check(`${line.name} at ${each.startAt}`, line.figures, AGENT_COUNTS, {
          ...span(each),
          per: 'agent',
          agent: line.id as AgentId,
        });
  });
});

describe('contacts are searched', () => {
  const found = async (filter: Filter) => (await interactions.count(everybody, filter)).contacts;

  it('by customer, number, team, length, recording and wrap-up; each filter narrows the others', async () => {
    const all = await found({});
    expect(all).toBe(200);
    expect([
      await found({ search: 'wan' }),
      await found({ search: 'li' }),
      await found({ number: 'ext:4001' }),
      await found({ number: 'ext:4' }),
    ]).toEqual([all, 0, all, 0]);
    const ended = await found({ durationMin: 0 });
    const short = await found({ durationMax: 60_000 });
    const long = await found({ durationMin: 60_001 });
    expect([short > 0, long > 0, short + long]).toEqual([true, true, ended]);
    // Each of its agents took part in some, and some in both.
    const [first, second] = [await found({ agent: red[0]! }), await found({ agent: red[1]! })];
    const both = await found({ team });
    expect(both).toBeLessThanOrEqual(first + second);
    expect(both).toBeGreaterThan(Math.max(first, second));
    expect(await found({ team, agent: red[0]! })).toBe(first);
    expect(await found({ recorded: false })).toBe(all);
    expect([await found({ recorded: true }), await found({ disposition: 'billing' })]).toEqual([0, 0]);
    expect(await found({ channel: 'voice' })).toBe(all);
    expect(await found({ outcome: 'answered', durationMax: 60_000 })).toBeLessThan(await found({ outcome: 'answered' }));
    expect(await found({ outcome: 'answered', search: 'li' })).toBe(0);
  });

  it('a wrap-up and a recording are found once they are there, by who may see the contact', async () => {
    const [target] = (await interactions.list(everybody, { outcome: 'handled', agent: red[0]!, limit: 1 }, 'en')).items;
    const interaction = target!.id;
    const actor = { kind: 'system', part: 'test' } as const;
    const wrapUp = { interaction, work: id('wrk'), agent: red[0]!, disposition: 'billing', resolved: true, notes: null };
    const recording = { interaction, recording: id('rec'), call: id('cal'), leg: id('leg') };
    await database.db.tenant(tenant, (tx) =>
      database.log.append(tx, [
        { stream: interaction, type: 'interaction.wrapped-up', data: wrapUp, actor },
        { stream: interaction, type: 'recording.started', data: recording, actor } as never,
      ]),
    );
    for (const reader of readers) await reader.caughtUp();
    const ids = async (who: Caller, filter: Filter) => (await interactions.list(who, filter, 'en')).items.map((each) => each.id);
    expect(await ids(everybody, { disposition: 'billing' })).toEqual([interaction]);
    expect(await ids(everybody, { recorded: true, disposition: 'billing' })).toEqual([interaction]);
    const own = { ...everybody, agent: red[0]!, scope: () => 'own' as const };
    expect(await ids(own, { disposition: 'billing' })).toEqual([interaction]);
    const other = { ...everybody, agent: id('agt'), scope: () => 'own' as const };
    expect([await ids(other, { disposition: 'billing' }), (await interactions.count(other, { outcome: 'offered' })).contacts]).toEqual([
      [],
      0,
    ]);
  });
});
