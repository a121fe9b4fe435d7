// Find-or-create under a race, profiles and their sealed events, search, lookup tables, tenant walls.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '@tandem/contract/address.ts';
import type { CustomerId } from '@tandem/contract/ids.ts';
import { dumpOf, testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { createCustomers, type Customers } from './customers.ts';
import { testIds } from '../test/ids.ts';

const actor = { kind: 'system', part: 'test' } as const;
const wang = { name: 'Wang Fang', level: 'gold', language: 'zh-CN' as const, tags: [], note: '', known: true, owner: null };
/** Who was merged into whom, as interactions was told. */
const moved: [CustomerId, CustomerId][] = [];
/** Whose merge was taken back, and from whom. */
const returned: [CustomerId, CustomerId][] = [];
const parseNumber = (_: unknown, text: string): Promise<Address> =>
  Promise.resolve(/^\+\d+$/.test(text) ? { kind: 'e164', e164: text } : { kind: 'unknown', text });
let database: TestDatabase;
let customers: Customers;
const { clock, random, id } = testIds();
const tenant = id('tnt');
const nobody = id('agt');
const other = id('tnt');

beforeAll(async () => {
  database = await testDatabase({ modules: ['customers'] });
  const nothing = {
    timeline: () => Promise.resolve({ items: [], nextCursor: null }),
    customersOf: () => Promise.resolve([]),
    moveInteractions: (_tx: unknown, from: CustomerId, into: CustomerId) => Promise.resolve(moved.push([from, into])),
    returnInteractions: (_tx: unknown, from: CustomerId, to: CustomerId) => Promise.resolve(void returned.push([from, to])),
    parseNumber,
    isAgent: (_: unknown, agent: string) => Promise.resolve(agent !== nobody),
    eraseInteractions: () => Promise.resolve(0),
    eraseRecordings: () => Promise.resolve(0),
    eraseCallbacks: () => Promise.resolve(),
    sweepCallbacks: () => Promise.resolve(),
    sweepRecordings: () => Promise.resolve(),
  };
  // As at a tenant's creation: its key is there before its first calls.
  for (const each of [tenant, other]) await database.keyring.dataKey(each);
  customers = createCustomers({ ...database, clock, random, ports: nothing });
});
afterAll(() => database.close());

describe('customers', () => {
  test('twenty calls of one stranger at once make one customer, named by his address', async () => {
    const address = { kind: 'e164', e164: '+8613800138000' } as const;
    const found = await Promise.all(Array.from({ length: 20 }, () => customers.findOrCreate(tenant, address, actor)));
    expect(new Set(found.map((each) => each.id)).size).toBe(1);
    expect(found[0]).toMatchObject({ name: '+8613800138000', known: false, identities: [{ channel: 'voice', address: '+8613800138000' }] });
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, found[0]!.id));
    expect(events.map((event) => event.type)).toEqual(['customer.created']);
  });

  test('another tenant with the same caller has a customer of its own and sees no other', async () => {
    const address = { kind: 'e164', e164: '+8613800138000' } as const;
    const [ours, theirs] = [await customers.findOrCreate(tenant, address, actor), await customers.findOrCreate(other, address, actor)];
    expect(theirs.id).not.toBe(ours.id);
    await expect(customers.customer(other, ours.id)).rejects.toMatchObject({ code: 'customer.not-found' });
    expect(await customers.search(other, { text: '', only: null, after: null, limit: 10 })).toHaveLength(1);
  });

  test('an owner is an agent of the house, stays where other things change, and goes where nobody is said', async () => {
    const anna = id('agt');
    const { id: li } = await customers.create(tenant, { profile: { ...wang, name: 'Li Lei' }, addresses: [] }, actor);
    expect(await customers.change(tenant, li, { owner: anna }, actor)).toMatchObject({ owner: anna });
    expect(await customers.change(tenant, li, { note: 'called twice' }, actor)).toMatchObject({ owner: anna, note: 'called twice' });
    await expect(customers.change(tenant, li, { owner: nobody }, actor)).rejects.toMatchObject({ code: 'agent.not-found' });
    expect(await customers.customer(tenant, li)).toMatchObject({ owner: anna });
    expect(await customers.change(tenant, li, { owner: null }, actor)).toMatchObject({ owner: null });
  });

  test('two with one number: who calls is nobody yet, until it is said who he is; his number and key go with that one', async () => {
    const e164 = '+862165430021';
    const address = { kind: 'e164', e164 } as const;
    const caller = await customers.findOrCreate(tenant, address, actor);
    const [jing, hao] = await Promise.all(
      ['Chen Jing', 'Chen Hao'].map((name) => customers.create(tenant, { profile: { ...wang, name }, addresses: [] }, actor)),
    );
    // The caller nobody knew is one of them: his number is hers from now on, and he is found no more.
    await customers.merge(tenant, caller.id, jing!.id, actor);
    await customers.merge(tenant, caller.id, jing!.id, actor);
    expect(moved).toEqual([[caller.id, jing!.id]]);
    expect((await customers.findOrCreate(tenant, address, actor)).id).toBe(jing!.id);
    const all = await customers.search(tenant, { text: '', only: null, after: null, limit: 50 });
    expect(all.map((each) => each.id)).not.toContain(caller.id);
    await expect(customers.merge(tenant, caller.id, hao!.id, actor)).rejects.toMatchObject({ code: 'interaction.customer-known' });
    await expect(customers.merge(tenant, hao!.id, jing!.id, actor)).rejects.toMatchObject({ code: 'interaction.customer-known' });

    await customers.setNumbers(tenant, hao!.id, [e164], actor);
    await expect(customers.setNumbers(tenant, hao!.id, ['nonsense'], actor)).rejects.toMatchObject({ code: 'number.unreadable' });
    const shared = await customers.search(tenant, { text: '', address: e164, only: null, after: null, limit: 50 });
    expect(shared.map((each) => each.name).toSorted()).toEqual(['Chen Hao', 'Chen Jing']);
    const [first, second] = [await customers.findOrCreate(tenant, address, actor), await customers.findOrCreate(tenant, address, actor)];
    expect(first).toMatchObject({ known: false, identities: [] });
    expect(second.id).not.toBe(first.id);
    await customers.merge(tenant, first.id, hao!.id, actor);

    // Erasing him destroys the key of the caller he was, too.
    const sealed = await database.db.tenant(tenant, (tx) => database.personal.seal(tx, first.id, 'said at the first call'));
    await customers.erase(tenant, hao!.id, actor);
    expect(await database.db.tenant(tenant, (tx) => database.personal.open(tx, sealed))).toBeNull();
    expect((await customers.findOrCreate(tenant, address, actor)).id).toBe(jing!.id);
    await customers.setNumbers(tenant, jing!.id, [], actor);
    await customers.erase(tenant, jing!.id, actor);
    await customers.erase(tenant, second.id, actor);
  });

  test('a wrong merge goes back whole: numbers and records, also those of calls since; what the customer had before stays his', async () => {
    const [address, own] = ['+862165430031', '+862165430032'];
    const caller = await customers.findOrCreate(tenant, { kind: 'e164', e164: address }, actor);
    await customers.putLookupRows(tenant, 'orders', [{ key: '88', value: { status: 'paid' }, customer: caller.id }], actor);
    const made = await Promise.all(
      ['Right One', 'Wrong One'].map((name) => customers.create(tenant, { profile: { ...wang, name }, addresses: [] }, actor)),
    );
    const [right, wrong] = made.map((each) => each.id) as [CustomerId, CustomerId];
    await customers.setNumbers(tenant, wrong, [own], actor);
    const numbers = async (id: CustomerId) => (await customers.customer(tenant, id)).identities.map((each) => each.address);

    await customers.merge(tenant, caller.id, wrong, actor);
    expect(await customers.joinedFrom(tenant, wrong, address)).toBe(caller.id);
    expect(await customers.joinedFrom(tenant, wrong, own)).toBeNull();
    expect(await numbers(wrong)).toEqual(expect.arrayContaining([address, own]));

    // Said anew: the other one loses all of it in the same moment.
    await customers.rejoin(tenant, caller.id, right, actor);
    await customers.rejoin(tenant, caller.id, right, actor);
    expect(returned).toEqual([[wrong, caller.id]]);
    expect([await numbers(wrong), await numbers(right)]).toEqual([[own], [address]]);
    expect(await customers.records(tenant, right)).toHaveLength(1);

    await customers.part(tenant, caller.id, actor);
    await expect(customers.part(tenant, caller.id, actor)).rejects.toMatchObject({ code: 'interaction.not-joined' });
    expect([await numbers(right), await numbers(caller.id)]).toEqual([[], [address]]);
    expect(await customers.records(tenant, caller.id)).toHaveLength(1);
    expect((await customers.findOrCreate(tenant, { kind: 'e164', e164: address }, actor)).id).toBe(caller.id);
    expect((await customers.search(tenant, { text: address, only: null, after: null, limit: 5 })).map((each) => each.id)).toEqual([
      caller.id,
    ]);
    const types = async (id: CustomerId) =>
      (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, id))).map((event) => event.type);
    expect(await types(caller.id)).toEqual(['customer.created', ...Array(2).fill(['customer.merged', 'customer.parted']).flat()]);

    // Each of the two is erased by himself now.
    await customers.erase(tenant, right, actor);
    expect((await customers.customer(tenant, caller.id)).identities).toHaveLength(1);
    await customers.erase(tenant, caller.id, actor);
    await customers.erase(tenant, wrong, actor);
  });

  test('lookup rows about a customer are his records', async () => {
    const made = await customers.create(tenant, { profile: { ...wang, name: 'Has Orders' }, addresses: [] }, actor);
    await customers.putLookupRows(tenant, 'orders', [{ key: '77', value: { status: 'paid' }, customer: made.id }], actor);
    expect(await customers.records(tenant, made.id)).toEqual([{ table: 'orders', key: '77', value: { status: 'paid' } }]);
    await customers.erase(tenant, made.id, actor);
    expect(await customers.lookup(tenant, 'orders', '77')).toBeNull();
  });

  test('a change is kept, makes the caller known, and goes sealed into the log', async () => {
    const { id: customer } = await customers.findOrCreate(tenant, { kind: 'unknown', text: 'sipp' }, actor);
    const changed = await customers.change(tenant, customer, { name: 'Li Wei', tags: ['vip'] }, actor);
    expect(changed).toMatchObject({ name: 'Li Wei', known: true, tags: ['vip'] });
    const opened = await database.db.tenant(tenant, async (tx) => {
      const events = await database.log.readStream(tx, customer);
      const event = events.find((each) => each.type === 'customer.changed');
      expect(JSON.stringify(event)).not.toContain('Li Wei');
      return event?.type === 'customer.changed' ? database.personal.open(tx, event.data.profile) : null;
    });
    expect(JSON.parse(opened ?? '{}')).toMatchObject({ name: 'Li Wei', known: true });
    await expect(customers.change(tenant, id('cus'), { note: 'x' }, actor)).rejects.toMatchObject({ code: 'customer.not-found' });
  });

  test('is found by a part of the name in any script, by digits, and pages do not overlap', async () => {
    const made = await customers.create(tenant, { profile: wang, addresses: [{ kind: 'e164', e164: '+8613900001111' }] }, actor);
    await customers.create(tenant, { profile: { ...wang, name: '张 100%_伟' }, addresses: [] }, actor);
    const names = async (text: string) =>
      (await customers.search(tenant, { text, only: null, after: null, limit: 50 })).map((each) => each.name);
    expect(await names('wang')).toEqual(['Wang Fang']);
    expect(await names('00001111')).toEqual(['Wang Fang']);
    expect(await names('伟')).toEqual(['张 100%_伟']);
    expect(await names('%_')).toEqual(['张 100%_伟']);
    expect(await customers.search(tenant, { text: '', only: [made.id], after: null, limit: 50 })).toHaveLength(1);
    const first = await customers.search(tenant, { text: '', only: null, after: null, limit: 2 });
    const last = first.at(-1)!;
    const second = await customers.search(tenant, { text: '', only: null, after: { at: last.createdAt, id: last.id }, limit: 2 });
    expect(new Set([...first, ...second].map((each) => each.id)).size).toBe(4);
  });

  test('a lookup table answers by key, is replaced by key, and stays in its tenant', async () => {
    await customers.putLookupRows(
      tenant,
      'orders',
      [
        { key: '1001', value: { status: 'placed' } },
        { key: '1002', value: { status: 'paid' } },
      ],
      actor,
    );
    await customers.putLookupRows(tenant, 'orders', [{ key: '1001', value: { status: 'shipped', product: 'Tea' } }], actor);
    expect(await customers.lookup(tenant, 'orders', '1001')).toEqual({ status: 'shipped', product: 'Tea' });
    expect(await customers.lookup(tenant, 'orders', '9999')).toBeNull();
    expect(await customers.lookup(other, 'orders', '1001')).toBeNull();
    expect(await customers.lookupTables(tenant)).toEqual(['orders']);
  });

  test('an erased customer is in no row of any table; the log is whole, and what was personal in it opens for nobody', async () => {
    const address = { kind: 'e164', e164: '+8613712345678' } as const;
    const { id: customer } = await customers.findOrCreate(tenant, address, actor);
    await customers.change(tenant, customer, { name: 'Ouyang Mingzhu', note: 'lives in Gulangyu' }, actor);
    await customers.putLookupRows(tenant, 'orders', [{ key: '1019', value: { status: 'paid', buyer: 'Ouyang Mingzhu' }, customer }], actor);
    const traces = ['Ouyang', 'Gulangyu', '13712345678'];
    const before = await dumpOf(database.url);
    expect(traces.every((trace) => before.includes(trace))).toBe(true);
    await customers.erase(tenant, customer, actor);
    const after = await dumpOf(database.url);
    expect(traces.filter((trace) => after.includes(trace))).toEqual([]);
    await expect(customers.customer(tenant, customer)).rejects.toMatchObject({ code: 'customer.not-found' });
    await expect(customers.erase(tenant, customer, actor)).rejects.toMatchObject({ code: 'customer.not-found' });
    await database.db.tenant(tenant, async (tx) => {
      const events = await database.log.readStream(tx, customer);
      expect(events.map((event) => event.type)).toEqual(['customer.created', 'customer.changed', 'customer.erased']);
      for (const event of events) if ('profile' in event.data) expect(await database.personal.open(tx, event.data.profile)).toBeNull();
    });
    const again = await customers.findOrCreate(tenant, address, actor);
    expect(again.id).not.toBe(customer);
    expect(again).toMatchObject({ known: false });
  });

  test('an erasure that fails half way leaves everything as it was', async () => {
    const failing = createCustomers({
      ...database,
      clock,
      random,
      ports: {
        timeline: () => Promise.resolve({ items: [], nextCursor: null }),
        customersOf: () => Promise.resolve([]),
        eraseRecordings: () => Promise.resolve(0),
        eraseCallbacks: () => Promise.resolve(),
        sweepCallbacks: () => Promise.resolve(),
        moveInteractions: () => Promise.resolve(0),
        returnInteractions: () => Promise.resolve(),
        parseNumber,
        isAgent: (_: unknown, agent: string) => Promise.resolve(agent !== nobody),
        eraseInteractions: () => Promise.reject(new Error('lost the connection')),
        sweepRecordings: () => Promise.resolve(),
      },
    });
    const { id: customer } = await customers.create(tenant, { profile: { ...wang, name: 'Still Here' }, addresses: [] }, actor);
    await expect(failing.erase(tenant, customer, actor)).rejects.toThrow('lost the connection');
    expect(await customers.customer(tenant, customer)).toMatchObject({ name: 'Still Here' });
  });
});
