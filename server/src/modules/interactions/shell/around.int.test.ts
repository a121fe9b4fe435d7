// What stands around contacts, on a real database: messages in their boxes, conversations, matters, call-backs; who sees what; erasure and retention.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentId, CustomerId, IdPrefix, InteractionId, QueueId } from '@tandem/contract/ids.ts';
import type { Action, Scope } from '@tandem/contract/permissions.ts';
import { makeId } from '../../../kernel/ids.ts';
import { DAY } from '../../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Reader } from '../../../platform/eventlog/types.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { createInteractions, type Interactions } from './interactions.ts';

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
let now = Date.UTC(2026, 10, 21, 8);
const clock = { now: () => ++now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const [tenant, stranger] = [id('tnt'), id('tnt')];
const [support, sales] = [id('que'), id('que')] as [QueueId, QueueId];
const [anna, bo] = [id('agt'), id('agt')] as [AgentId, AgentId];
const gone = new Set<CustomerId>();
let database: TestDatabase;
let interactions: Interactions;
let reader: Reader;

beforeAll(async () => {
  database = await testDatabase({ modules: ['interactions'] });
  for (const each of [tenant, stranger]) await database.keyring.dataKey(each);
  interactions = createInteractions({
    ...database,
    clock,
    random,
    ports: {
      customers: (_, ids) =>
        Promise.resolve(
          new Map(ids.filter((each) => !gone.has(each)).map((each) => [each, { name: 'Wang Fang', level: null, known: true }])),
        ),
      agentNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, 'Anna']))),
      userNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, 'Uma']))),
      queueNames: () => Promise.resolve(new Map([[support, { en: 'Support', 'zh-CN': '客服' }]])),
      flowNames: () => Promise.resolve(new Map()),
      agentsIn: () => Promise.resolve([]),
      customersLike: () => Promise.resolve([]),
      mergeCustomer: () => Promise.resolve(),
      rejoinCustomer: () => Promise.resolve(),
      partCustomer: () => Promise.resolve(),
      wrapUpMore: () => Promise.resolve(),
      wrapUpDone: () => Promise.resolve(),
    },
  });
  reader = await interactions.project();
});
afterAll(async () => {
  await reader.stop();
  await database.close();
});

const caller = (scope: Scope | ((action: Action) => Scope | null), over: Partial<Caller> = {}): Caller =>
  testCaller({}, { tenant, user: id('usr'), scope: typeof scope === 'function' ? scope : () => scope, ...over });
const boss = caller('tenant');

async function begin(customer: CustomerId, at: number = clock.now()): Promise<InteractionId> {
  const { interaction } = await interactions.begin({
    tenant,
    channel: 'voice',
    direction: 'inbound',
    call: id('cal'),
    remote: { kind: 'e164', e164: '+8613800138000' },
    local: { kind: 'extension', extension: '4001' },
    customer,
    at,
  });
  return interaction;
}
async function message(box: { queue: QueueId } | { agent: AgentId }, customer: CustomerId = id('cus')) {
  const interaction = await begin(customer);
  const recording = id('rec');
  const left = { tenant, interaction, recording, durationMs: 4_200, box };
  await interactions.voicemails.left(left);
  const { items } = await interactions.voicemails.list(boss, { limit: 200 }, 'en');
  return { left, interaction, recording, id: items.find((each) => each.recording === recording)!.id };
}
const typesOf = async (stream: string) =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, stream))).map((event) => event.type);

describe('messages', () => {
  test('told ten times at once, one is there, with one event', async () => {
    const { left, recording, interaction } = await message({ queue: support });
    await Promise.all(Array.from({ length: 10 }, () => interactions.voicemails.left(left)));
    const { items } = await interactions.voicemails.list(boss, { queue: support, limit: 200 }, 'zh-CN');
    expect(items.filter((each) => each.recording === recording)).toMatchObject([
      { state: 'new', durationMs: 4_200, remote: '+8613800138000', queue: { name: '客服' }, agent: null, by: null },
    ]);
    expect((await typesOf(interaction)).filter((type) => type === 'voicemail.left')).toHaveLength(1);
    expect((await interactions.detail(boss, interaction, 'en')).voicemails).toMatchObject([{ recording, state: 'new' }]);
  });

  test('a box is open to the agents of its queue, an agent’s own box to him; nobody else sees, hears or takes', async () => {
    const shared = await message({ queue: support });
    const private_ = await message({ agent: bo });
    const inSupport = caller('own', { agent: anna, queues: [support] });
    const inSales = caller('own', { agent: bo, queues: [sales] });
    const ids = async (who: Caller) => (await interactions.voicemails.list(who, { limit: 200 }, 'en')).items.map((each) => each.id);
    expect(await ids(inSupport)).toContain(shared.id);
    expect(await ids(inSupport)).not.toContain(private_.id);
    expect(await ids(inSales)).toEqual([private_.id]);
    expect(await ids(caller(() => null))).toEqual([]);
    expect(await ids(caller('tenant', { tenant: stranger }))).toEqual([]);
    expect(await interactions.voicemails.hears(inSupport, shared.recording)).toBe(true);
    expect(await interactions.voicemails.hears(inSales, shared.recording)).toBe(false);
    await expect(interactions.voicemails.act(inSales, shared.id, 'take', 'en')).rejects.toMatchObject({ code: 'voicemail.not-found' });
    await expect(interactions.voicemails.one(inSales, shared.id, 'en')).rejects.toMatchObject({ code: 'voicemail.not-found' });
    // The contact with it, to know whom it is about; its other recordings are not his to hear.
    expect((await interactions.detail(inSupport, shared.interaction, 'en')).id).toBe(shared.interaction);
    await expect(interactions.detail(inSales, shared.interaction, 'en')).rejects.toMatchObject({ code: 'interaction.not-found' });
    expect(await interactions.reachesInteraction(inSupport, 'recordings:listen', shared.interaction)).toBe(false);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, shared.interaction));
    const left = events.find((event) => event.type === 'voicemail.left')!;
    expect([await interactions.visible(inSupport, left), await interactions.visible(inSales, left)]).toEqual([left, null]);
  });

  test('two who take it at once: one has it; the count follows', async () => {
    const { id: vml, interaction } = await message({ agent: anna });
    const [first, second] = [caller('own', { agent: anna }), caller('own', { agent: anna })];
    expect(await interactions.voicemails.counts(first)).toEqual({ new: 1, mine: 0 });
    const tries = await Promise.allSettled([first, second].map((who) => interactions.voicemails.act(who, vml, 'take', 'en')));
    expect(tries.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    const has = tries[0]!.status === 'fulfilled' ? first : second;
    const other = has === first ? second : first;
    expect(await interactions.voicemails.counts(has)).toEqual({ new: 0, mine: 1 });
    await expect(interactions.voicemails.act(other, vml, 'done', 'en')).rejects.toMatchObject({ code: 'voicemail.taken' });
    expect(await interactions.voicemails.act(has, vml, 'done', 'en')).toMatchObject({ state: 'done', by: { id: has.user, name: 'Uma' } });
    // Doing it twice tells nothing twice.
    await interactions.voicemails.act(has, vml, 'done', 'en');
    expect((await typesOf(interaction)).filter((type) => type === 'voicemail.changed')).toHaveLength(2);
    expect(await interactions.voicemails.act(other, vml, 'reopen', 'en')).toMatchObject({ state: 'new', by: null });
    expect(await interactions.voicemails.act(boss, vml, 'done', 'en')).toMatchObject({ state: 'done' });
  });
});

describe('conversations', () => {
  const threadOf = async (interaction: InteractionId) => (await interactions.detail(boss, interaction, 'en')).conversation;

  test('contacts go on with the thread until so many days passed without one', async () => {
    const customer = id('cus');
    const at = now - 100 * DAY;
    const first = await begin(customer, at);
    const second = await begin(customer, at + 29 * DAY);
    const third = await begin(customer, at + 60 * DAY);
    const [a, b, c] = [await threadOf(first), await threadOf(second), await threadOf(third)];
    expect([a!.id, a!.contacts, b!.id]).toEqual([`cnv_${first.slice(4)}`, 2, a!.id]);
    expect(c!.id).toBe(`cnv_${third.slice(4)}`);
    const { items } = await interactions.conversations.list(boss, { customer });
    expect(items.map((each) => [each.id, each.contacts])).toEqual([
      [c!.id, 1],
      [a!.id, 2],
    ]);
    const detail = await interactions.conversations.one(boss, a!.id, 'en');
    expect(detail.interactions.map((each) => each.id)).toEqual([second, first]);
    expect((await interactions.list(boss, { conversation: a!.id }, 'en')).items).toHaveLength(2);
    // Of others' threads nothing is told.
    await expect(interactions.conversations.one(caller('own', { agent: anna }), a!.id, 'en')).rejects.toMatchObject({
      code: 'conversation.not-found',
    });
    expect((await interactions.conversations.list(caller('tenant', { tenant: stranger }), { customer })).items).toEqual([]);
  });

  test('ten that begin at once share one thread; the end of a contact counts; the rule is the tenant’s', async () => {
    const customer = id('cus');
    const at = now - 50 * DAY;
    const all = await Promise.all(Array.from({ length: 10 }, () => begin(customer, at)));
    expect(new Set(await Promise.all(all.map(async (each) => (await threadOf(each))!.id))).size).toBe(1);
    await interactions.end({ tenant, interaction: all[0]!, cause: 'normal', by: 'customer', stage: 'agent', at: at + 2 * DAY });
    expect(await interactions.conversations.rule(tenant)).toEqual({ days: 30 });
    await interactions.conversations.setRule(tenant, { days: 1 }, { kind: 'system', part: 'test' });
    expect((await threadOf(await begin(customer, at + 3 * DAY)))!.contacts).toBe(11);
    expect((await threadOf(await begin(customer, at + 5 * DAY)))!.contacts).toBe(1);
    await interactions.conversations.setRule(tenant, { days: 30 }, { kind: 'system', part: 'test' });
    // Told again, it stays in its thread.
    const [event] = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, all[3]!));
    expect(event).toMatchObject({ type: 'interaction.started', data: { conversation: (await threadOf(all[3]!))!.id } });
  });
});

test('the migration works out the same threads from contacts that have none', async () => {
  const customer = id('cus');
  const at = now - 80 * DAY;
  for (const days of [0, 3, 40, 41, 75]) await begin(customer, at + days * DAY);
  const text = fs.readFileSync(new URL('../migrations/011-conversations.sql', import.meta.url), 'utf8');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const threads = async () =>
      (await client.query('select id, conversation from interaction where customer = $1 order by id', [customer])).rows as unknown[];
    const made = async () =>
      (await client.query('select id, started_at, last_at from conversation where customer = $1 order by id', [customer]))
        .rows as unknown[];
    const before = [await threads(), await made()];
    expect(before[1]).toHaveLength(3);
    await client.query('begin');
    await client.query('update interaction set conversation = null');
    await client.query('delete from conversation');
    await client.query(text.slice(text.indexOf('with contact as')));
    expect([await threads(), await made()]).toEqual(before);
    await client.query('rollback');
  } finally {
    await client.end();
  }
});

describe('matters', () => {
  test('opened in a contact, suggested in the next, linked, closed; texts stand sealed in the log', async () => {
    const customer = id('cus');
    const [one, two] = [await begin(customer), await begin(customer)];
    const opened = await interactions.matters.open(boss, {
      customer,
      title: ' Broken lamp ',
      kind: 'complaint',
      reference: 'RMA-7',
      interaction: one,
    });
    expect(opened).toMatchObject({ title: 'Broken lamp', state: 'open', reference: 'RMA-7', contacts: 1, closedAt: null });
    const shown = async (contact: InteractionId) =>
      (await interactions.detail(boss, contact, 'en')).matters.map(({ title, linked }) => [title, linked]);
    expect([await shown(one), await shown(two)]).toEqual([[['Broken lamp', true]], [['Broken lamp', false]]]);
    await Promise.all([1, 2].map(() => interactions.matters.link(boss, opened.id, two, true)));
    expect((await typesOf(two)).filter((type) => type === 'matter.linked')).toHaveLength(1);
    await interactions.matters.link(boss, opened.id, one, false);
    expect((await interactions.matters.one(boss, opened.id, 'en')).interactions.map((each) => each.id)).toEqual([two]);
    const closed = await interactions.matters.change(boss, opened.id, { state: 'closed', reference: null });
    expect(closed).toMatchObject({ state: 'closed', reference: null, title: 'Broken lamp' });
    expect(closed.closedAt).not.toBeNull();
    expect([await shown(one), await shown(two)]).toEqual([[], [['Broken lamp', true]]]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, opened.id));
    expect(events.map((event) => event.type)).toEqual(['matter.opened', 'matter.changed']);
    expect(JSON.stringify(events)).not.toContain('lamp');
    expect((await interactions.matters.list(boss, { customer, state: 'open' })).items).toEqual([]);
    expect((await interactions.matters.list(boss, { interaction: two })).items).toHaveLength(1);
    await interactions.matters.remove(boss, opened.id);
    await expect(interactions.matters.one(boss, opened.id, 'en')).rejects.toMatchObject({ code: 'matter.not-found' });
    expect((await typesOf(two)).filter((type) => type === 'matter.linked')).toHaveLength(2);
  });

  test('refused: another customer’s contact, a contact out of reach, an erased customer, another tenant', async () => {
    const [mine, other] = [id('cus'), id('cus')];
    const [contact, foreign] = [await begin(mine), await begin(other)];
    const open = { customer: mine, title: 'X', kind: 'order' } as const;
    await expect(interactions.matters.open(boss, { ...open, interaction: foreign })).rejects.toMatchObject({
      code: 'matter.other-customer',
    });
    const agent = caller((action) => (action === 'interactions:read' ? 'own' : 'tenant'), { agent: anna });
    await expect(interactions.matters.open(agent, { ...open, interaction: contact })).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
    const { id: matter } = await interactions.matters.open(boss, open);
    await expect(interactions.matters.open(boss, { ...open, id: matter })).rejects.toMatchObject({ code: 'matter.exists' });
    const thief = caller('tenant', { tenant: stranger });
    await expect(interactions.matters.change(thief, matter, { title: 'Y' })).rejects.toMatchObject({ code: 'matter.not-found' });
    await expect(interactions.matters.open(thief, { ...open, id: matter })).rejects.toMatchObject({ code: 'matter.exists' });
    gone.add(mine);
    await expect(interactions.matters.open(boss, open)).rejects.toMatchObject({ code: 'customer.not-found' });
  });
});

describe('erasure and retention', () => {
  test('erasing removes his matters and closes his messages', async () => {
    const customer = id('cus');
    const { id: vml, interaction } = await message({ queue: support }, customer);
    const { id: matter } = await interactions.matters.open(boss, { customer, title: 'Secret wish', kind: 'other', interaction });
    await database.db.tenant(tenant, async (tx) => {
      await interactions.erase(tx, customer);
      await database.personal.destroy(tx, customer);
    });
    expect(await interactions.voicemails.one(boss, vml, 'en')).toMatchObject({ state: 'done', remote: '', by: null });
    await expect(interactions.matters.one(boss, matter, 'en')).rejects.toMatchObject({ code: 'matter.not-found' });
    const page = await interactions.events(boss, interaction, { limit: 50 });
    expect(page.items.map((each) => each.type)).toContain('matter.linked');
  });

  test('closed matters lose their texts with age, open ones keep them', async () => {
    const customer = id('cus');
    const open = (title: string) => interactions.matters.open(boss, { customer, title, kind: 'ticket', reference: 'T-1' });
    const [old, running] = [await open('Old'), await open('Running')];
    await interactions.matters.change(boss, old.id, { state: 'closed' });
    const redacted: string[] = [];
    await interactions.expirePersonal(tenant, now + DAY, new AbortController().signal, async (streams) => void redacted.push(...streams));
    expect(redacted).toContain(old.id);
    expect(await interactions.matters.one(boss, old.id, 'en')).toMatchObject({ title: '', reference: null, kind: 'ticket' });
    expect(await interactions.matters.one(boss, running.id, 'en')).toMatchObject({ title: 'Running' });
  });
});

test('a call-back and the contact it was asked for in know each other', async () => {
  const customer = id('cus');
  const [origin, callback] = [await begin(customer), await begin(customer)];
  const data = { interaction: callback, origin, queue: support, notBefore: null };
  const actor = { kind: 'system', part: 'test' } as const;
  await database.db.tenant(tenant, (tx) => database.log.append(tx, [{ stream: callback, type: 'callback.requested', data, actor }]));
  await reader.caughtUp();
  expect((await interactions.detail(boss, origin, 'en')).callbacks).toEqual([callback]);
  expect((await interactions.detail(boss, callback, 'en')).origin).toBe(origin);
});
