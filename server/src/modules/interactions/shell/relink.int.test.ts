// A wrong choice of the customer taken back: contacts, threads, matters and keys of both, on the real database.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallId, CustomerId, InteractionId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Reader } from '../../../platform/eventlog/types.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createProjection, FOLDED } from './projection.ts';

let now = 1_750_000_000_000;
const clock = { now: () => ++now };
const random = { bytes: (n: number) => randomBytes(n) };
const id = <P extends Parameters<typeof makeId>[0]>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));

const tenant = id('tnt');
const anna = id('agt');
const support = id('que');
const actor = { kind: 'user', id: 'usr_x' } as const;
let database: TestDatabase;
let interactions: Interactions;
let reader: Reader;
/** Whose each caller is, as the module of the customers knows it. */
const joined = new Map<CustomerId, CustomerId>();

beforeAll(async () => {
  database = await testDatabase({ modules: ['interactions'] });
  await database.keyring.dataKey(tenant);
  const merge = async (tx: Tx, from: CustomerId, into: CustomerId): Promise<void> => {
    joined.set(from, into);
    await interactions.moveCustomer(tx, from, into, actor);
  };
  const part = async (tx: Tx, caller: CustomerId): Promise<void> => {
    await interactions.returnCustomer(tx, joined.get(caller)!, caller, actor);
    joined.delete(caller);
  };
  interactions = createInteractions({
    ...database,
    clock,
    random,
    ports: {
      customers: (_, ids) => Promise.resolve(new Map(ids.map((each) => [each, { name: 'Wang', level: null, known: true }]))),
      agentNames: () => Promise.resolve(new Map()),
      userNames: () => Promise.resolve(new Map()),
      queueNames: () => Promise.resolve(new Map()),
      flowNames: () => Promise.resolve(new Map()),
      agentsIn: () => Promise.resolve([]),
      customersLike: () => Promise.resolve([]),
      mergeCustomer: (_, from, into) => database.db.tenant(tenant, (tx) => merge(tx, from, into)),
      partCustomer: (_, caller) => database.db.tenant(tenant, (tx) => part(tx, caller)),
      rejoinCustomer: (_, caller, into) =>
        database.db.tenant(tenant, async (tx) => {
          await part(tx, caller);
          await merge(tx, caller, into);
        }),
      wrapUpMore: () => Promise.resolve(),
      wrapUpDone: () => Promise.resolve(),
    },
  });
  reader = await interactions.project();
});
afterAll(async () => {
  await reader?.stop();
  await database?.close();
});

const agent = testCaller({}, { tenant, user: id('usr'), agent: anna, scope: () => 'tenant' });

/** A contact that Anna had, and that is over. */
async function contact(customer: CustomerId, joinedFrom: CustomerId | null = null): Promise<InteractionId> {
  const call: CallId = id('cal');
  const { interaction } = await interactions.begin({
    tenant,
    channel: 'voice',
    direction: 'inbound',
    call,
    remote: { kind: 'e164', e164: '+862165430021' },
    local: { kind: 'extension', extension: '4002' },
    customer,
    joinedFrom,
  });
  const work = { interaction, work: id('wrk'), queue: support };
  const offer = { ...work, offer: id('off'), agent: anna };
  const about = { stream: interaction, actor };
  const why = { rule: 'longest-idle', eligible: 1, idleMs: 0, waitedMs: 0, candidates: [] };
  await database.db.tenant(tenant, (tx) =>
    database.log.append(tx, [
      { ...about, type: 'work.queued', data: { ...work, channel: 'voice', skills: [], priority: 0, queuedAt: now } },
      { ...about, type: 'work.offered', data: { ...offer, expiresAt: now, why } },
      { ...about, type: 'work.assigned', data: { ...offer, waitedMs: 0, why } },
    ]),
  );
  await reader.caughtUp();
  return interaction;
}
const wrapUp = (interaction: InteractionId, notes: string) =>
  interactions.putWrapUp(agent, interaction, { disposition: 'other', resolved: true, notes }, 'en');
const shown = (interaction: InteractionId) => interactions.detail(agent, interaction, 'en');
const timeline = async (customer: CustomerId) => {
  await reader.caughtUp();
  return (await interactions.list(agent, { customer }, 'en')).items.map((each) => each.id).toSorted();
};
const forget = (customer: CustomerId) => database.db.tenant(tenant, (tx) => database.personal.destroy(tx, customer));

describe('a choice of the customer', () => {
  test('is taken back: contacts, threads and matters are each his own again, and so are the keys of what was written meanwhile', async () => {
    const [caller, wang] = [id('cus'), id('cus')];
    const first = await contact(caller);
    const own = await contact(wang);
    expect((await shown(first)).joinedFrom).toBeNull();
    await interactions.setCustomer(agent, first, wang, 'en');
    expect((await shown(first)).joinedFrom).toBe(caller);
    // Written, linked and called while the choice stood.
    await wrapUp(first, 'said while it was wrong');
    const matter = await interactions.matters.open(agent, { customer: wang, title: 'A lamp', kind: 'order', interaction: first });
    const second = await contact(wang, caller);
    const later = await contact(wang);
    await wrapUp(second, 'the caller again');
    await wrapUp(later, 'Wang himself');
    expect((await shown(later)).conversation?.id).toBe((await shown(own)).conversation?.id ?? (await shown(later)).conversation?.id);
    expect(await timeline(wang)).toEqual([first, own, second, later].toSorted());

    const back = await interactions.takeBackCustomer(agent, first, 'en');
    expect(back).toMatchObject({ customer: { id: caller }, joinedFrom: null, matters: [] });
    expect(await timeline(caller)).toEqual([first, second].toSorted());
    expect(await timeline(wang)).toEqual([own, later].toSorted());
    const threads = await Promise.all([first, second, own, later].map(async (each) => (await shown(each)).conversation));
    const of = async (customer: CustomerId) =>
      new Set((await interactions.conversations.list(agent, { customer })).items.map((each) => each.id));
    const [his, wangs] = [await of(caller), await of(wang)];
    expect(threads.slice(0, 2).every((each) => his.has(each!.id))).toBe(true);
    expect(threads.slice(2).every((each) => wangs.has(each!.id))).toBe(true);
    expect((await interactions.matters.one(agent, matter.id, 'en')).interactions).toEqual([]);

    // The same on the log: who had it, who has it.
    const events = await interactions.events(agent, first, { limit: 200 });
    const changes = events.items
      .filter((each) => each.type === 'interaction.customer-changed')
      .map(({ data }) => [data['from'], data['customer']]);
    expect(changes).toEqual([
      [caller, wang],
      [wang, caller],
    ]);
    expect(events.items.filter((each) => each.type === 'matter.linked').map(({ data }) => data['linked'])).toEqual([true, false]);
    await expect(interactions.takeBackCustomer(agent, first, 'en')).rejects.toMatchObject({ code: 'interaction.not-joined' });

    // Each is erased by himself: neither takes the other's words along.
    const notes = async (interaction: InteractionId) => (await shown(interaction)).wrapUps[0]?.notes;
    await forget(wang);
    expect([await notes(first), await notes(second), await notes(later)]).toEqual(['said while it was wrong', 'the caller again', null]);
    await forget(caller);
    expect([await notes(first), await notes(second)]).toEqual([null, null]);
  });

  test('is made anew in one go: the first customer keeps nothing of the caller', async () => {
    const [caller, wrong, right] = [id('cus'), id('cus'), id('cus')];
    const called = await contact(caller);
    const own = await contact(wrong);
    await interactions.setCustomer(agent, called, wrong, 'en');
    const now = await interactions.setCustomer(agent, called, right, 'en');
    expect(now).toMatchObject({ customer: { id: right }, joinedFrom: caller });
    expect([await timeline(wrong), await timeline(right)]).toEqual([[own], [called]]);
  });

  test('holds from the moment it was made, however late the log is read', async () => {
    const [caller, wrong, right] = [id('cus'), id('cus'), id('cus')];
    const called = await contact(caller);
    await reader.stop();
    await interactions.setCustomer(agent, called, wrong, 'en');
    await interactions.takeBackCustomer(agent, called, 'en');
    await interactions.setCustomer(agent, called, right, 'en');
    const fold = createProjection(database);
    const seen: unknown[] = [];
    // One event at a time: each of the three changes is folded alone, with the later ones already in the row.
    const late = await database.log.reader({
      name: 'interactions',
      types: FOLDED,
      batch: 1,
      async handle(tx, events) {
        await fold(tx, events);
        const row = tx.tables<{ interaction: { id: string; customer: string } }>().selectFrom('interaction').select('customer');
        if (events[0]!.type === 'interaction.customer-changed')
          seen.push((await row.where('id', '=', called).executeTakeFirstOrThrow()).customer);
      },
    });
    await late.caughtUp();
    await late.stop();
    reader = await interactions.project();
    expect(seen).toEqual([right, right, right]);
    expect(await shown(called)).toMatchObject({ customer: { id: right }, joinedFrom: caller });
  });

  test('a matter of the caller goes with him and comes back with him, its words under his key all the while', async () => {
    const [caller, wang] = [id('cus'), id('cus')];
    const called = await contact(caller);
    const matter = await interactions.matters.open(agent, { customer: caller, title: 'A lamp', kind: 'order', interaction: called });
    await interactions.setCustomer(agent, called, wang, 'en');
    expect((await interactions.matters.change(agent, matter.id, { title: 'Two lamps' })).customer).toBe(wang);
    await interactions.takeBackCustomer(agent, called, 'en');
    const kept = await interactions.matters.one(agent, matter.id, 'en');
    expect(kept).toMatchObject({ customer: caller, title: 'Two lamps' });
    expect(kept.interactions.map((each) => each.id)).toEqual([called]);
    const sealed = await database.db.tenant(tenant, async (tx) => {
      const events = await database.log.readStream(tx, matter.id);
      return events.flatMap((event) => (event.type === 'matter.changed' ? [event.data.title] : []));
    });
    expect(sealed[0]).toContain(caller);
  });
});
