// Digital workers on the real database: set up with what is checked, told to routing, contacts that end once and are counted, a process that died between.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewDigitalWorker } from '@tandem/contract/api/workers.ts';
import type { IdPrefix, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import type { BotsPorts, Offered } from '../ports.ts';
import { createBots, type Bots } from './bots.ts';

const actor = { kind: 'system', part: 'test' } as const;
let now = Date.UTC(2026, 10, 22, 8);
const clock = { now: () => now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, now, new Uint8Array(randomBytes(10)));
const queue = id('que');
const flow = id('flo');

let database: Awaited<ReturnType<typeof testDatabase>>;
let bots: Bots;
let tenant: TenantId;
/** What the hands do with what they are given; and what they and the others were told. */
let takes: 'yes' | 'no' | 'fails';
let told: string[];
let returned: Set<InteractionId>;

beforeAll(async () => {
  database = await testDatabase({ modules: ['bots'] });
  bots = process();
});
afterAll(() => database.close());
beforeEach(() => {
  tenant = id('tnt');
  takes = 'yes';
  told = [];
  returned = new Set();
});

function process(): Bots {
  const ports: BotsPorts = {
    hands: {
      async take({ work }) {
        told.push(`take ${work}`);
        if (takes === 'fails') throw new Error('no such flow');
        return takes === 'yes';
      },
    },
    known: async () => ({ queues: new Set([queue]), skills: new Set() }),
    withoutPerson: async (_, asked) => (asked === flow ? [] : ['menu']),
    configChanged: async () => void told.push('config'),
    now: async () => new Map(),
    midnight: async () => Date.UTC(2026, 10, 22),
    returned: async (_, contacts) => new Set(contacts.filter((each) => returned.has(each))),
    seal: async (_, __, text) => `personal:v1:${text}`,
    wrapUp: async (_, __, ___, { disposition, resolved }) => {
      if (disposition === 'unknown') throw new Error('disposition.unknown');
      told.push(`wrap-up ${disposition} ${resolved}`);
    },
  };
  return createBots({ ...database, clock, logger: silentLog, newId: (prefix) => id(prefix as IdPrefix) as never, ports });
}

const wish = (more: Partial<NewDigitalWorker> = {}): NewDigitalWorker => ({
  name: { en: 'Desk', 'zh-CN': '助手' },
  on: true,
  flow,
  queues: [queue],
  skills: [],
  capacity: { voice: 20 },
  cost: { perContact: 1, perMinute: 0.5, currency: 'CNY' },
  ...more,
});
const made = (more: Partial<NewDigitalWorker> = {}) => bots.workers.create(tenant, wish(more), actor);
const offered = (agent: Offered['agent']): Offered => ({ tenant, interaction: id('int'), work: id('wrk'), queue, offer: id('off'), agent });
const eventsOf = async (stream: string) =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, stream), { read: true })).map(({ type, data }) => ({ type, data }));
const today = async (agent: Offered['agent']) => (await bots.view.one(tenant, agent)).today;

describe('set up', () => {
  test('what he names must be there, and his flow must have a way to a person', async () => {
    await expect(made({ flow: id('flo') })).rejects.toMatchObject({ code: 'worker.no-way-to-person' });
    await expect(made({ queues: [id('que')] })).rejects.toMatchObject({ code: 'queue.not-found' });
    await expect(made({ skills: [{ skill: id('skl'), level: 5 }] })).rejects.toMatchObject({ code: 'queue.unknown-skill' });
    expect(await bots.view.list(tenant)).toEqual([]);
  });

  test('each change is an event with the whole state and is told to routing; removed, only his name stays', async () => {
    const agent = await made();
    await bots.workers.change(tenant, agent, { capacity: { voice: 3 } }, actor);
    expect(await bots.forRouting(tenant)).toEqual([
      { agent, queues: [queue], skills: [], digital: { on: true }, most: { voice: 3, chat: 0, email: 0, task: 0 } },
    ]);
    await bots.workers.remove(tenant, agent, actor);
    expect(told).toEqual(['config', 'config', 'config']);
    const values = (await eventsOf(agent)).map(({ data }) => (data as { value: unknown }).value);
    expect(values).toEqual([wish(), wish({ capacity: { voice: 3 } }), null]);
    expect([await bots.forRouting(tenant), await bots.names(tenant, [agent])]).toEqual([[], new Map([[agent, 'Desk / 助手']])]);
    await expect(bots.workers.change(tenant, agent, { on: false }, actor)).rejects.toMatchObject({ code: 'worker.not-found' });
    // Undone: he comes back under his id.
    expect(await bots.workers.create(tenant, { id: agent, ...wish() }, actor)).toBe(agent);
    await expect(bots.workers.create(tenant, { id: agent, ...wish() }, actor)).rejects.toMatchObject({ code: 'worker.id-taken' });
  });

  test('pausing works whatever became of his flow, and says since when', async () => {
    const agent = await made();
    now += 5_000;
    await bots.workers.change(tenant, agent, { on: false }, actor);
    expect(await bots.view.one(tenant, agent)).toMatchObject({ on: false, since: now });
    await expect(bots.workers.change(tenant, agent, { on: true, flow: id('flo') }, actor)).rejects.toMatchObject({
      code: 'worker.no-way-to-person',
    });
  });
});

describe('contacts', () => {
  test('settled: told once, with its cost by the second, and written up by the list of dispositions', async () => {
    const agent = await made();
    const one = offered(agent);
    await bots.contacts.take(one);
    now += 30_000;
    const done = { kind: 'done', gathered: { resolved: 'yes', disposition: 'order', order: '1' } } as const;
    await bots.contacts.heard(tenant, one.interaction, done);
    await bots.contacts.heard(tenant, one.interaction, done);
    const about = { interaction: one.interaction, work: one.work, agent, queue };
    const said = { resolved: true, disposition: 'order', talkMs: 30_000, cost: 1.25, currency: 'CNY' };
    expect(await eventsOf(one.interaction)).toEqual([{ type: 'worker.done', data: { ...about, ...said } }]);
    expect(told).toContain('wrap-up order true');
    expect(await today(agent)).toMatchObject({ taken: 1, done: 1, resolved: 1, contained: 1, cost: 1.25 });
    returned.add(one.interaction);
    expect(await today(agent)).toMatchObject({ contained: 0 });
  });

  test('handed over: what was gathered is sealed; a disposition nobody knows spoils nothing', async () => {
    const agent = await made();
    const [one, other] = [offered(agent), offered(agent)];
    await bots.contacts.take(one);
    await bots.contacts.heard(tenant, one.interaction, { kind: 'handed-over', to: queue, gathered: { order: '7', remote: '+86138' } });
    expect((await eventsOf(one.interaction)).map(({ data }) => data)).toMatchObject([{ to: queue, summary: 'personal:v1:order: 7' }]);
    await bots.contacts.take(other);
    await bots.contacts.heard(tenant, other.interaction, { kind: 'left', gathered: { resolved: 'yes', disposition: 'unknown' } });
    expect(await today(agent)).toMatchObject({ taken: 2, handedOver: 1, done: 1, left: 0, contained: 0.5 });
  });

  test.each(['no', 'fails'] as const)('not taken (%s): as if it had never been offered', async (how) => {
    const agent = await made();
    const one = offered(agent);
    takes = how;
    const given = bots.contacts.take(one);
    await (how === 'fails' ? expect(given).rejects.toThrow('no such flow') : given);
    await bots.contacts.heard(tenant, one.interaction, { kind: 'done', gathered: {} });
    expect(await today(agent)).toMatchObject({ taken: 0 });
    expect(await eventsOf(one.interaction)).toEqual([]);
  });

  test('who is paused or gone takes nothing, and what other flows do is nobody’s', async () => {
    const agent = await made({ on: false });
    await expect(bots.contacts.take(offered(agent))).rejects.toMatchObject({ code: 'worker.not-found' });
    await expect(bots.contacts.take(offered(id('agt')))).rejects.toMatchObject({ code: 'worker.not-found' });
    await bots.contacts.heard(tenant, id('int'), { kind: 'done', gathered: {} });
    expect(told).toEqual(['config']);
  });

  test('after a crash: who is still with him is, and whoever is not has failed', async () => {
    const agent = await made();
    const [kept, lost] = [offered(agent), offered(agent)];
    for (const each of [kept, lost]) await bots.contacts.take(each);
    const next = process();
    await next.contacts.restore([tenant], (interaction) => interaction === kept.interaction);
    await next.contacts.heard(tenant, kept.interaction, { kind: 'done', gathered: {} });
    expect(await today(agent)).toMatchObject({ taken: 2, done: 1, failed: 1 });
  });
});
