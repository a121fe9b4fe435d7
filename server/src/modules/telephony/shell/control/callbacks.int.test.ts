// Call-backs and calls on a real database: forgotten with their customer and with age, moved when two are one, taken by agents over a restart.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest';
import { USUAL_CALLBACKS, type CallbackRules } from '@tandem/contract/api/queue-callbacks.ts';
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand } from '@tandem/contract/edge.ts';
import type { CustomerId, IdPrefix, InteractionId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../../kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '../../../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../../../../platform/db/testkit.ts';
import type { Turn } from '../../core/callback.ts';
import type { ControlPorts } from '../../ports.ts';
import { createCallbacks, type Callbacks, type ShownCallback } from './callbacks.ts';
import type { WantedCallback } from './callback-asking.ts';
import { createCalls, type Calls } from './calls.ts';
import { expireCalls } from './store.ts';

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
let time = Date.UTC(2026, 10, 21, 8);
const now = (): number => ++time;
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, now(), random.bytes(10));
const [tenant, other] = [id('tnt'), id('tnt')];
const [queue, agent, device, trunk] = [id('que'), id('agt'), id('dev'), id('trk')];
const NUMBER = '+8613700007777';
const TO: Address = { kind: 'e164', e164: NUMBER };
const signal = new AbortController().signal;
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

let database: TestDatabase;
/** How the queue calls back, and when its hours are open; null: not for weeks. */
let rules: CallbackRules = USUAL_CALLBACKS;
let opens: number | null = 0;
let calls: Calls;
let callbacks: Callbacks;
/** The line: work, and since when it stands in it. */
const line = new Map<WorkId, number>();
/** Not offered before. */
const held = new Map<WorkId, number | null>();
let turn: Turn = { ahead: 0, free: 0, staffed: true, estimateMs: null };
/** Work that an agent has. */
const given = new Set<WorkId>();
let ended: InteractionId[] = [];
let commands: EdgeCommand[] = [];

/** As the core that has just started: what it knows it reads from the database. */
function startCore(): void {
  const ports = {
    edge: { command: (command: EdgeCommand) => Promise.resolve(void commands.push(command)) },
    customers: { find: (_: TenantId, customer: CustomerId) => Promise.resolve({ id: customer, name: 'Wang', address: TO }) },
    interactions: {
      begin: (begin: { interaction: InteractionId }) => Promise.resolve(begin.interaction),
      end: (end: { interaction: InteractionId }) => Promise.resolve(void ended.push(end.interaction)),
    },
    directory: {
      resolve: (_: TenantId, address: Address) => Promise.resolve({ kind: 'trunk', trunk, address }),
      callbackRules: () => Promise.resolve(rules),
      openFrom: (_: TenantId, __: string, from: number) =>
        Promise.resolve(opens === null ? null : { at: Math.max(from, opens), text: 'then' }),
      parse: (_: TenantId, e164: string) => Promise.resolve({ kind: 'e164', e164 }),
    },
    routing: {
      queue: (wanted: { work: WorkId; queuedAt?: number | null; notBefore?: number | null; replaces?: WorkId }) => {
        const place = wanted.replaces === undefined ? wanted.queuedAt : line.get(wanted.replaces);
        if (wanted.replaces !== undefined) line.delete(wanted.replaces);
        held.set(wanted.work, wanted.notBefore ?? null);
        return Promise.resolve(Boolean(line.set(wanted.work, place ?? now())));
      },
      turn: () => Promise.resolve(turn),
      queuedAt: (_: TenantId, work: WorkId) => Promise.resolve(line.get(work) ?? null),
      takeBack: (_: TenantId, work: WorkId) => Promise.resolve(!given.has(work) && (line.delete(work) || true)),
      occupy: () => Promise.resolve(),
    },
    recordingRule: () => Promise.resolve({ record: false }),
  } as unknown as ControlPorts;
  const common = { db: database.db, events: database.log, personal: database.personal, log: quiet, ports, id, now };
  callbacks = createCallbacks({ ...common, calls: () => calls });
  calls = createCalls({
    ...common,
    attempted: (state, outcome) => callbacks.attempted(state, outcome),
    putBack: (state) => callbacks.putBack(state),
  });
}

beforeAll(async () => {
  database = await testDatabase({ modules: ['telephony'] });
  for (const each of [tenant, other]) await database.keyring.dataKey(each);
});
beforeEach(() => {
  line.clear();
  [ended, commands] = [[], []];
  [rules, opens] = [USUAL_CALLBACKS, 0];
  startCore();
});
afterAll(() => database.close());

const ask = (customer: CustomerId, of: TenantId = tenant, wanted: Partial<WantedCallback> = {}): Promise<ShownCallback> =>
  callbacks.request({
    tenant: of,
    customer,
    to: TO,
    queue,
    origin: null,
    replaces: null,
    notBefore: null,
    priority: 0,
    skills: [],
    askedBy: null,
    ...wanted,
  });
const all = (of: TenantId = tenant): Promise<ShownCallback[]> => callbacks.list(of, { before: null, limit: 200, reach: 'all' });
const one = async ({ interaction }: { interaction: InteractionId }): Promise<ShownCallback | undefined> =>
  (await all()).find((each) => each.interaction === interaction);
const take = (interaction: InteractionId) => callbacks.take(tenant, interaction, 'all', () => Promise.resolve({ agent, device }));
const rowOf = async (call: string): Promise<string | undefined> =>
  database.db.system(async (tx) => {
    const { rows } = await sql<{ text: string }>`select t::text as text from telephony_call t where call = ${call}`.execute(
      tx.tables<object>(),
    );
    return rows[0]?.text;
  });
const typesOf = async ({ interaction }: { interaction: InteractionId }): Promise<string[]> =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction))).map((event) => event.type);

describe('an erased customer', () => {
  test('is called back by nobody: open ones are cancelled, those that are over go, others’ stay', async () => {
    const [customer, somebody] = [id('cus'), id('cus')];
    const over = await ask(customer);
    await callbacks.cancel(tenant, over.interaction);
    const [open, others] = [await ask(customer), await ask(somebody)];
    await expect(
      database.db.tenant(tenant, async (tx) => {
        await callbacks.erase(tx, customer);
        throw new Error('the erasure fails later on');
      }),
    ).rejects.toThrow('later on');
    expect(await one(open)).toMatchObject({ state: 'waiting', shownAddress: NUMBER });

    await database.db.tenant(tenant, (tx) => callbacks.erase(tx, customer));
    expect(await one(over)).toBeUndefined();
    // Before his key is gone as well.
    expect(await one(open)).toMatchObject({ state: 'waiting', address: '', shownAddress: null });
    await callbacks.sweepErased(tenant);
    await callbacks.sweepErased(tenant);
    expect(await one(open)).toMatchObject({ state: 'cancelled' });
    expect(ended.filter((each) => each === open.interaction)).toHaveLength(1);
    expect(line.has(open.work)).toBe(false);
    expect(await one(others)).toMatchObject({ state: 'waiting', shownAddress: NUMBER });
  });

  test('who turned out to be another is that one’s, and can still be called', async () => {
    const [from, into] = [id('cus'), id('cus')];
    const asked = await ask(from);
    await database.db.tenant(tenant, (tx) => callbacks.moveCustomer(tx, from, into));
    expect(await one(asked)).toMatchObject({ customer: into, shownAddress: NUMBER });
    await database.db.tenant(tenant, (tx) => callbacks.erase(tx, into));
    expect(await one(asked)).toMatchObject({ shownAddress: null });
  });
});

test('what is over goes by the day it was over; what waits stays, and other tenants’ stay', async () => {
  const [old, open, foreign] = [await ask(id('cus')), await ask(id('cus')), await ask(id('cus'), other)];
  await callbacks.cancel(tenant, old.interaction);
  await callbacks.cancel(other, foreign.interaction);
  const between = now();
  const young = await ask(id('cus'));
  await callbacks.cancel(tenant, young.interaction);
  expect(await callbacks.expire(tenant, between, signal)).toBeGreaterThanOrEqual(1);
  expect(await one(old)).toBeUndefined();
  expect(await one(young)).toMatchObject({ state: 'cancelled' });
  expect(await callbacks.expire(tenant, now() + 400 * DAY, signal)).toBeGreaterThanOrEqual(1);
  expect(await one(young)).toBeUndefined();
  expect(await one(open)).toMatchObject({ state: 'waiting' });
  expect(await all(other)).toHaveLength(1);
});

test('the row of a call holds its number while it is up, and nothing of it afterwards', async () => {
  const asked = await ask(id('cus'));
  time += HOUR;
  await take(asked.interaction);
  const { call, customer } = calls.byInteraction(asked.interaction)!;
  const dial = commands.find((command) => command.do === 'dial')!;
  await calls.input(call, tenant, { kind: 'leg.answered', leg: dial.leg });
  expect(commands.filter((command) => command.do === 'dial').map((command) => command.to.kind)).toEqual(['device', 'trunk']);
  expect(await rowOf(call)).toContain(NUMBER);
  await calls.input(call, tenant, { kind: 'leg.answered', leg: customer.leg });
  const left = { cause: 'normal', by: 'remote', sipStatus: null } as const;
  await calls.input(call, tenant, { kind: 'leg.ended', leg: customer.leg, ...left });
  await calls.input(call, tenant, { kind: 'leg.ended', leg: dial.leg, ...left });
  await calls.settled();
  expect(calls.byCall(call)).toBeNull();
  expect(await one(asked)).toMatchObject({ state: 'reached', takenBy: agent });
  const row = await rowOf(call);
  expect(row).toContain(asked.customer);
  expect(row).not.toContain(NUMBER);
  expect(row).not.toContain('Wang');

  await expireCalls(database.db, other, now() + DAY, signal);
  await expireCalls(database.db, tenant, time - HOUR, signal);
  expect(await rowOf(call)).toBeDefined();
  expect(await expireCalls(database.db, tenant, now() + DAY, signal)).toBeGreaterThanOrEqual(1);
  expect(await rowOf(call)).toBeUndefined();
});

describe('a call-back that was taken', () => {
  test('goes back to its place where the core died before the phone rang', async () => {
    const asked = await ask(id('cus'));
    const since = line.get(asked.work)!;
    time += HOUR;
    await take(asked.interaction);
    await database.db.system((tx) => sql`delete from telephony_call`.execute(tx.tables<object>()));
    startCore();
    await calls.restore();
    await callbacks.restore();
    const back = await one(asked);
    expect(back).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(back!.work).not.toBe(asked.work);
    expect(line.get(back!.work)).toBe(since);
    expect((await typesOf(asked)).filter((type) => type === 'callback.requested')).toHaveLength(1);
  });

  test('goes on where the phone rings already, and goes back where that comes to nothing', async () => {
    const asked = await ask(id('cus'));
    const since = line.get(asked.work)!;
    await take(asked.interaction);
    const dial = commands.find((command) => command.do === 'dial')!;
    startCore();
    await calls.restore();
    await callbacks.restore();
    expect(await one(asked)).toMatchObject({ state: 'taken', takenBy: agent });
    const { call } = calls.byInteraction(asked.interaction)!;
    await calls.input(call, tenant, { kind: 'leg.ended', leg: dial.leg, cause: 'declined', by: 'remote', sipStatus: 603 });
    await calls.settled();
    const back = await one(asked);
    expect(back).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(line.get(back!.work)).toBe(since);
    // Told twice, it stands in the line once.
    await callbacks.putBack({ tenant, interaction: asked.interaction, call } as never);
    expect((await one(asked))!.work).toBe(back!.work);
  });

  test('is refused where an agent has it, and stays as it was', async () => {
    const asked = await ask(id('cus'));
    given.add(asked.work);
    await expect(take(asked.interaction)).rejects.toMatchObject({ code: 'callback.under-way' });
    expect(await one(asked)).toMatchObject({ state: 'waiting', work: asked.work });
    given.clear();
    await callbacks.cancel(tenant, asked.interaction);
    await expect(take(asked.interaction)).rejects.toMatchObject({ code: 'callback.under-way' });
    await expect(take(id('int'))).rejects.toMatchObject({ code: 'callback.not-found' });
    const reach = { queues: [], user: id('usr') };
    await expect(callbacks.cancel(tenant, asked.interaction, reach)).rejects.toMatchObject({ code: 'callback.not-found' });
  });
});

describe('the rules of the queue', () => {
  const first = { way: 'customer-first' } as const;

  test('one number is called back once a queue, also where it is asked for twice at a time', async () => {
    const customer = id('cus');
    const both = await Promise.allSettled([ask(customer), ask(customer)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'callback.exists' } });
    // Another number of his, and another queue, are something else.
    await ask(customer, tenant, { to: { kind: 'e164', e164: '+8613700007778' } });
    await ask(customer, tenant, { queue: id('que') });
  });

  test('who asks again from the line has one call-back, in the better of his two places', async () => {
    const customer = id('cus');
    const asked = await ask(customer);
    const since = line.get(asked.work)!;
    const [later, sooner] = [id('wrk'), id('wrk')];
    line.set(later, since + HOUR);
    expect(await ask(customer, tenant, { replaces: later })).toMatchObject({ interaction: asked.interaction, work: asked.work });
    expect([line.has(later), line.get(asked.work)]).toEqual([false, since]);
    line.set(sooner, since - HOUR);
    const moved = await ask(customer, tenant, { replaces: sooner });
    expect(moved).toMatchObject({ interaction: asked.interaction });
    expect(line.has(asked.work)).toBe(false);
    expect(line.get(moved.work)).toBe(since - HOUR);
    expect((await typesOf(asked)).filter((type) => type === 'callback.requested')).toHaveLength(1);
  });

  test('rings the customer first when somebody is free, and holds him back while nobody is', async () => {
    rules = { ...USUAL_CALLBACKS, ...first };
    const asked = await ask(id('cus'));
    // Out of the line: it is offered to nobody meanwhile.
    expect(held.get(asked.work)! - time).toBeGreaterThan(20 * MINUTE);
    turn = { ahead: 0, free: 0, staffed: true, estimateMs: null };
    await callbacks.look();
    expect(await one(asked)).toMatchObject({ state: 'waiting', held: true });
    turn = { ...turn, free: 1 };
    await callbacks.look();
    expect(await one(asked)).toMatchObject({ state: 'taken', takenBy: null });
    const dials = commands.filter((command) => command.do === 'dial');
    expect(dials.map(({ to }) => to.kind)).toEqual(['trunk']);
    // The one who is free is his: nobody else is rung for him.
    const second = await ask(id('cus'));
    await callbacks.look();
    expect(await one(second)).toMatchObject({ state: 'waiting' });
  });

  test('a customer who is being rung as the core dies is taken up by the next; one whose phone had not rung goes back to his place', async () => {
    rules = { ...USUAL_CALLBACKS, ...first };
    turn = { ahead: 0, free: 9, staffed: true, estimateMs: 0 };
    const asked = await ask(id('cus'));
    const place = (await one(asked))!.placeAt;
    await callbacks.look();
    const { leg } = calls.byInteraction(asked.interaction)!.customer;
    startCore();
    await calls.restore();
    await callbacks.restore();
    await callbacks.stop();
    expect(await one(asked)).toMatchObject({ state: 'taken' });
    await calls.input(calls.byInteraction(asked.interaction)!.call, tenant, { kind: 'leg.answered', leg });
    expect([...line.values()]).toContain(place);
    await database.db.system((tx) => sql`delete from telephony_call`.execute(tx.tables<object>()));
    startCore();
    await calls.restore();
    await callbacks.restore();
    await callbacks.stop();
    expect(await one(asked)).toMatchObject({ state: 'waiting', held: true, placeAt: place, attempts: 0 });
  });

  test('is followed as it is now: held ones go into the line where agents are rung first again', async () => {
    rules = { ...USUAL_CALLBACKS, ...first };
    const asked = await ask(id('cus'));
    rules = USUAL_CALLBACKS;
    await callbacks.look();
    const now = await one(asked);
    expect(now).toMatchObject({ state: 'waiting', held: false });
    expect([held.get(now!.work), line.get(now!.work)]).toEqual([null, (await one(asked))!.queuedAt]);
  });

  test('its hours: what comes outside them waits until they open, and what is offered outside them goes back with its place', async () => {
    rules = { ...USUAL_CALLBACKS, hours: id('hrs') };
    const asked = await ask(id('cus'));
    opens = time + 8 * HOUR;
    const outside = await ask(id('cus'));
    expect(await one(outside)).toMatchObject({ notBefore: opens });
    const since = line.get(asked.work);
    await callbacks.offered({
      tenant,
      interaction: asked.interaction,
      work: asked.work,
      queue,
      offer: id('off'),
      agent,
      device,
      ringMs: 9_000,
    });
    expect(commands).toEqual([]);
    const back = await one(asked);
    expect(back).toMatchObject({ state: 'waiting', notBefore: opens });
    expect([line.get(back!.work), held.get(back!.work)]).toEqual([since, opens]);
    await expect(ask(id('cus'), tenant, { notBefore: opens - HOUR })).rejects.toMatchObject({ code: 'callback.closed' });
    await ask(id('cus'), tenant, { notBefore: opens + HOUR });
  });

  test('its age: given up when it is too old, and not before the hour agreed on', async () => {
    rules = { ...USUAL_CALLBACKS, expiresMs: 2 * HOUR };
    const asked = await ask(id('cus'));
    const agreed = await ask(id('cus'), tenant, { notBefore: time + DAY });
    time += 2 * HOUR + 1;
    await callbacks.look();
    expect(await one(asked)).toMatchObject({ state: 'given-up' });
    expect(await one(agreed)).toMatchObject({ state: 'waiting' });
    expect(await typesOf(asked)).toContain('callback.given-up');
    expect(ended).toContain(asked.interaction);
    expect(line.has(asked.work)).toBe(false);
  });
});
