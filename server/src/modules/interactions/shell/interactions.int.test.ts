// Interactions on a real database: begun once, listed at once, folded from the log, shown by scope, wrapped up, erased.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentId, CallId, CustomerId, IdPrefix, InteractionId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { NewEvent, Reader } from '../../../platform/eventlog/types.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { createInteractions, type Interactions } from './interactions.ts';

const actor = { kind: 'system', part: 'test' } as const;
let now = Date.UTC(2026, 10, 21, 8);
const clock = { now: () => ++now };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const tenant = id('tnt');
const [anna, bo] = [id('agt'), id('agt')] as [AgentId, AgentId];
const [support, sales] = [id('que'), id('que')] as [QueueId, QueueId];
const wrapped: [WorkId, AgentId][] = [];
let database: TestDatabase;
let interactions: Interactions;
let reader: Reader;

beforeAll(async () => {
  database = await testDatabase({ modules: ['interactions'] });
  // As at a tenant's creation: its key is there before its first calls.
  await database.keyring.dataKey(tenant);
  interactions = createInteractions({
    ...database,
    clock,
    random,
    ports: {
      customers: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, { name: 'Wang Fang', level: 'gold', known: true }]))),
      agentNames: () =>
        Promise.resolve(
          new Map([
            [anna, 'Anna'],
            [bo, 'Bo'],
          ]),
        ),
      userNames: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, 'Uma']))),
      queueNames: () => Promise.resolve(new Map([[support, { en: 'Support', 'zh-CN': '客服' }]])),
      flowNames: () => Promise.resolve(new Map()),
      agentsIn: (_, { teams }) => Promise.resolve(teams.includes('tem_a') ? [anna] : []),
      customersLike: () => Promise.resolve([]),
      mergeCustomer: (_, from, into, by) =>
        database.db.tenant(tenant, async (tx) => void (await interactions.moveCustomer(tx, from, into, by))),
      rejoinCustomer: () => Promise.resolve(),
      partCustomer: () => Promise.resolve(),
      wrapUpMore: () => Promise.resolve(),
      wrapUpDone: (_, work, agent) => Promise.resolve(void wrapped.push([work, agent])),
    },
  });
  reader = await interactions.project();
});
afterAll(async () => {
  await reader.stop();
  await database.close();
});

function caller(scope: Scope | null, over: Partial<Caller> = {}): Caller {
  return testCaller({}, { tenant, user: id('usr'), scope: () => scope, ...over });
}
async function begin(call: CallId, customer: CustomerId = id('cus')) {
  const remote = { kind: 'e164', e164: '+8613800138000' } as const;
  const begun = await interactions.begin({
    tenant,
    channel: 'voice',
    direction: 'inbound',
    call,
    remote,
    local: { kind: 'extension', extension: '4001' },
    customer,
  });
  return begun.interaction;
}
const append = (events: NewEvent[]) => database.db.tenant(tenant, (tx) => database.log.append(tx, events));
const why = { rule: 'longest-idle', eligible: 1, idleMs: 0, waitedMs: 0, candidates: [] };

/** A contact that was queued, offered and taken. */
async function taken(agent: AgentId, queue: QueueId) {
  const call = id('cal');
  const interaction = await begin(call);
  const work = { interaction, work: id('wrk'), queue };
  const offer = { ...work, offer: id('off'), agent };
  await append([
    { stream: interaction, type: 'call.arrived', data: { interaction, call, leg: id('leg') }, actor },
    {
      stream: interaction,
      type: 'work.queued',
      data: { ...work, channel: 'voice', priority: 0, skills: [], queuedAt: clock.now() },
      actor,
    },
    { stream: interaction, type: 'work.offered', data: { ...offer, expiresAt: clock.now(), why }, actor },
    { stream: interaction, type: 'work.assigned', data: { ...offer, waitedMs: 10, why }, actor },
  ]);
  await reader.caughtUp();
  return { interaction, work: work.work, offer, call };
}
const ids = async (who: Caller, query = {}) => (await interactions.list(who, query, 'en')).items.map((each) => each.id);

/** Every row of every table, as text: what a dump of the database holds. */
async function dump(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    const parts: string[] = [];
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ text: string | null }>(`select string_agg(t::text, E'\n') as text from ${name} t`);
      parts.push(found[0]?.text ?? '');
    }
    return parts.join('\n');
  } finally {
    await client.end();
  }
}

describe('interactions', () => {
  test('ten begins of one call at once are one interaction, listed at once, sealed in the log', async () => {
    const call = id('cal');
    const begun = await Promise.all(Array.from({ length: 10 }, () => begin(call)));
    expect(new Set(begun).size).toBe(1);
    const page = await interactions.list(caller('tenant'), {}, 'en');
    expect(page.items[0]).toMatchObject({
      id: begun[0],
      state: 'open',
      stage: 'other',
      remote: '+8613800138000',
      local: 'ext:4001',
      customer: { name: 'Wang Fang', level: 'gold' },
    });
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, begun[0]!));
    expect(events.map((event) => event.type)).toEqual(['interaction.started']);
    expect(JSON.stringify(events)).not.toContain('13800138000');
    expect((await interactions.byCall(tenant, call))?.interaction).toBe(begun[0]);
    expect((await interactions.openInteractions()).map((each) => each.interaction)).toContain(begun[0]);
  });

  test('the log is folded: agent stage, wrap-up after the end, closed when the work is completed', async () => {
    const { interaction, offer } = await taken(anna, support);
    const state = async () => await interactions.detail(caller('tenant'), interaction, 'zh-CN');
    expect(await state()).toMatchObject({
      state: 'open',
      stage: 'agent',
      queue: { id: support, name: '客服' },
      agent: { id: anna, name: 'Anna' },
    });
    await append([
      {
        stream: interaction,
        type: 'work.released',
        data: { interaction, work: offer.work, queue: support, agent: anna, reason: 'ended', wrapUpUntil: now + 30_000 },
        actor,
      },
    ]);
    await Promise.all([1, 2, 3].map(() => interactions.end({ tenant, interaction, cause: 'normal', by: 'customer', stage: 'agent' })));
    await reader.caughtUp();
    expect(await state()).toMatchObject({ state: 'wrap-up', stage: 'agent', cause: 'normal' });
    await append([
      {
        stream: interaction,
        type: 'work.completed',
        data: { interaction, work: offer.work, queue: support, agent: anna, wrapUpEnd: 'done' },
        actor,
      },
    ]);
    await reader.caughtUp();
    const closed = await state();
    expect(closed.state).toBe('closed');
    expect(closed.segments.map((segment) => [segment.kind, segment.outcome])).toEqual([
      ['queue', 'answered'],
      ['agent', 'ended'],
    ]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
    expect(events.filter((event) => event.type === 'interaction.ended')).toHaveLength(1);
  });

  test('each scope sees its own, on the list, in detail and in the stream', async () => {
    const mine = await taken(anna, support);
    const other = await taken(bo, sales);
    const agent = caller('own', { agent: anna });
    expect(await ids(agent)).toContain(mine.interaction);
    expect(await ids(agent)).not.toContain(other.interaction);
    await expect(interactions.detail(agent, other.interaction, 'en')).rejects.toMatchObject({ code: 'interaction.not-found' });
    const lead = caller('team', { teams: ['tem_a'] });
    expect(await ids(lead)).toContain(mine.interaction);
    expect(await ids(lead)).not.toContain(other.interaction);
    expect(await ids(caller('queue', { queues: [sales] }))).toEqual([other.interaction]);
    expect(await ids(caller(null))).toEqual([]);
    expect(await ids(caller('tenant', { tenant: id('tnt') }))).toEqual([]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, other.interaction));
    const seen = (who: Caller) => Promise.all(events.map((event) => interactions.visible(who, event)));
    expect((await seen(agent)).every((event) => event === null)).toBe(true);
    expect((await seen(caller('own', { agent: bo }))).every((event) => event !== null)).toBe(true);
    expect((await seen(caller('tenant', { tenant: id('tnt') }))).every((event) => event === null)).toBe(true);
  });

  test('an offer shows the contact to the agent; once declined it is out of sight', async () => {
    const interaction = await begin(id('cal'));
    const cleo = id('agt');
    const offer = { interaction, work: id('wrk'), queue: sales, offer: id('off'), agent: cleo };
    await append([
      {
        stream: interaction,
        type: 'work.queued',
        data: { interaction, work: offer.work, queue: sales, channel: 'voice', priority: 0, skills: [], queuedAt: now },
        actor,
      },
      { stream: interaction, type: 'work.offered', data: { ...offer, expiresAt: now, why }, actor },
    ]);
    await reader.caughtUp();
    expect(await ids(caller('own', { agent: cleo }))).toEqual([interaction]);
    await append([
      { stream: interaction, type: 'work.offer-ended', data: { ...offer, outcome: 'declined' }, actor },
      { stream: interaction, type: 'call.ringing', data: { interaction, call: id('cal'), leg: id('leg') }, actor },
    ]);
    await reader.caughtUp();
    expect(await ids(caller('own', { agent: cleo }))).toEqual([]);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
    const seen: string[] = [];
    for (const event of events) if (await interactions.visible(caller('own', { agent: cleo }), event)) seen.push(event.type);
    expect(seen).toEqual(['work.offered', 'work.offer-ended']);
  });

  test('pages neither lose nor repeat while new contacts arrive', async () => {
    for (let at = 0; at < 5; at++) await begin(id('cal'));
    const all = await ids(caller('tenant'), { limit: 200 });
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await interactions.list(caller('tenant'), { limit: 3, ...(cursor === undefined ? {} : { cursor }) }, 'en');
      read.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor ?? undefined;
      await begin(id('cal'));
    } while (cursor !== undefined);
    expect(read).toEqual(all);
    await expect(interactions.list(caller('tenant'), { cursor: 'nonsense' }, 'en')).rejects.toMatchObject({ code: 'cursor.invalid' });
  });

  test('wrap-up: by the agent of the segment or a wider scope; notes sealed; routing is told', async () => {
    const { interaction, work } = await taken(anna, support);
    const body = { disposition: 'order-updated', resolved: true, notes: 'Wang Fang lives in Pudong' };
    await expect(interactions.putWrapUp(caller('own', { agent: bo }), interaction, body, 'en')).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
    const done = await interactions.putWrapUp(caller('own', { agent: anna }), interaction, body, 'en');
    expect(done).toMatchObject({
      disposition: 'order-updated',
      resolved: true,
      wrapUps: [{ agent: anna, notes: 'Wang Fang lives in Pudong' }],
    });
    expect(wrapped.at(-1)).toEqual([work, anna]);
    await interactions.putWrapUp(caller('tenant'), interaction, { ...body, resolved: false }, 'en');
    await reader.caughtUp();
    const shown = await interactions.detail(caller('tenant'), interaction, 'en');
    expect(shown.wrapUps).toMatchObject([{ agent: anna, resolved: false, notes: 'Wang Fang lives in Pudong' }]);
    const rows = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
    expect(JSON.stringify(rows)).not.toContain('Pudong');
    const waiting = await begin(id('cal'));
    await expect(interactions.putWrapUp(caller('tenant'), waiting, body, 'en')).rejects.toMatchObject({
      code: 'interaction.nothing-to-wrap-up',
    });
  });

  test('a contact goes to another customer with its thread; what was sealed before is still read', async () => {
    const { interaction } = await taken(anna, support);
    const mine = caller('own', { agent: anna });
    await interactions.putWrapUp(mine, interaction, { disposition: 'other', resolved: true, notes: 'before it was known' }, 'en');
    await reader.caughtUp();
    const before = await interactions.detail(mine, interaction, 'en');
    const customer = id('cus');
    expect((await interactions.setCustomer(mine, interaction, customer, 'en')).customer.id).toBe(customer);
    await reader.caughtUp();
    const shown = await interactions.detail(mine, interaction, 'en');
    expect(shown).toMatchObject({ customer: { id: customer }, conversation: { id: before.conversation?.id, contacts: 1 } });
    expect(shown.wrapUps).toMatchObject([{ notes: 'before it was known' }]);
    expect((await interactions.list(caller('tenant'), { customer }, 'en')).items.map((each) => each.id)).toEqual([interaction]);
    expect(await interactions.customersOf(tenant, anna)).toContain(customer);
    await expect(interactions.setCustomer(caller('own', { agent: bo }), interaction, customer, 'en')).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
  });

  test('whose phone rang in vain finds the call among his missed ones, and still may not open it', async () => {
    const { interaction, call, offer } = await taken(anna, support);
    const leg = { interaction, call, leg: id('leg') };
    const own = { interaction, call, leg: id('leg') };
    await append([
      { stream: interaction, type: 'call.dialled', data: { ...leg, agent: bo }, actor },
      { stream: interaction, type: 'call.leg-ended', data: { ...leg, cause: 'no-answer', by: 'system', sipStatus: 487 }, actor },
      { stream: interaction, type: 'call.dialled', data: { ...own, agent: anna }, actor },
      { stream: interaction, type: 'call.answered', data: own, actor },
    ]);
    await reader.caughtUp();
    const missed = async (agent: AgentId, more = {}) =>
      (await interactions.list(caller('own', { agent }), { missed: true, ...more }, 'en')).items.map((each) => each.id);
    expect(await missed(bo)).toEqual([interaction]);
    expect(await missed(bo, { direction: 'outbound' })).toEqual([]);
    expect(await missed(anna)).toEqual([]);
    // A colleague's missed calls are only those one may see.
    expect(await missed(anna, { agent: bo })).toEqual([interaction]);
    expect(await missed(id('agt'), { agent: bo })).toEqual([]);
    await expect(interactions.detail(caller('own', { agent: bo }), interaction, 'en')).rejects.toMatchObject({
      code: 'interaction.not-found',
    });
    // While he writes his wrap-up: until when, and how much more he may ask for.
    const part = { interaction, work: offer.work, queue: offer.queue, agent: anna };
    await append([
      { stream: interaction, type: 'work.released', data: { ...part, reason: 'ended', wrapUpUntil: 5_000, moreMs: 60_000 }, actor },
      { stream: interaction, type: 'work.wrap-up-extended', data: { ...part, wrapUpUntil: 65_000, moreMs: 0 }, actor },
    ]);
    await reader.caughtUp();
    const writing = await interactions.moreWrapUp(caller('own', { agent: anna }), interaction, 'en');
    expect(writing.wrappingUp).toEqual([{ agent: anna, until: 65_000, moreMs: 0 }]);
    await expect(interactions.moreWrapUp(caller('tenant'), interaction, 'en')).rejects.toMatchObject({
      code: 'interaction.nothing-to-wrap-up',
    });
  });

  test('events open personal data only for those who may see the customer', async () => {
    const { interaction } = await taken(anna, support);
    const all = await interactions.events(caller('tenant'), interaction, { limit: 2 });
    expect(all.items[0]).toMatchObject({ type: 'interaction.started', version: 1, data: { remote: '+8613800138000' } });
    const rest = await interactions.events(caller('tenant'), interaction, { cursor: all.nextCursor! });
    expect([...all.items, ...rest.items].map((event) => event.version)).toEqual([1, 2, 3, 4, 5]);
    const blind = await interactions.events(
      caller(null, { scope: (action) => (action === 'interactions:read' ? 'tenant' : null) }),
      interaction,
      {},
    );
    expect(blind.items[0]?.data['remote']).toBeNull();
  });

  test('the rows built anew from the log are the same', async () => {
    const read = () => interactions.list(caller('tenant'), { limit: 200 }, 'en');
    const before = await read();
    await reader.caughtUp();
    await database.db.system(async (tx) => {
      const tables = tx.tables<{ interaction: { id: InteractionId } }>();
      await tables.deleteFrom('interaction').execute();
    });
    const again = await database.log.reader({
      name: 'interactions-again',
      handle: (await import('./projection.ts')).createProjection(database),
      types: (await import('./projection.ts')).FOLDED,
    });
    await again.caughtUp();
    await again.stop();
    expect(await read()).toEqual(before);
    // As earlier versions left them: nothing beside the document.
    await database.db.system((tx) =>
      tx.tables<{ interaction: { head: string | null } }>().updateTable('interaction').set({ head: null }).execute(),
    );
    expect(await read()).toEqual(before);
  });

  test('erasing a customer empties his address and closes his notes; the contact itself stays', async () => {
    const customer = id('cus');
    const remote = { kind: 'e164', e164: '+8613787654321' } as const;
    const interaction = await interactions
      .begin({
        tenant,
        channel: 'voice',
        direction: 'inbound',
        call: id('cal'),
        remote,
        local: { kind: 'extension', extension: '4001' },
        customer,
      })
      .then((begun) => begun.interaction);
    const offer = { interaction, work: id('wrk'), queue: support, offer: id('off'), agent: anna };
    await append([
      {
        stream: interaction,
        type: 'work.queued',
        data: { interaction, work: offer.work, queue: support, channel: 'voice', priority: 0, skills: [], queuedAt: now },
        actor,
      },
      { stream: interaction, type: 'work.assigned', data: { ...offer, waitedMs: 1, why }, actor },
    ]);
    await interactions.putWrapUp(
      caller('tenant'),
      interaction,
      { disposition: 'other', resolved: true, notes: 'asked about Gulangyu' },
      'en',
    );
    await reader.caughtUp();
    expect((await interactions.detail(caller('tenant'), interaction, 'en')).wrapUps[0]?.notes).toContain('Gulangyu');
    await database.db.tenant(tenant, async (tx) => {
      expect(await interactions.ofCustomer(tx, customer)).toEqual([interaction]);
      expect(await interactions.erase(tx, customer)).toBe(1);
      await database.personal.destroy(tx, customer);
    });
    expect(await dump(database.url)).not.toMatch(/13787654321|Gulangyu/);
    expect(await interactions.detail(caller('tenant'), interaction, 'en')).toMatchObject({
      id: interaction,
      remote: '',
      wrapUps: [{ notes: null, disposition: 'other' }],
    });
  });
});
