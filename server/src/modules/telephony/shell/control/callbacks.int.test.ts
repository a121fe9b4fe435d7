// Call-backs and calls on a real database: forgotten with their customer and with age, moved when two are one, taken by agents over a restart.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand } from '@tandem/contract/edge.ts';
import type { CustomerId, IdPrefix, InteractionId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../../kernel/ids.ts';
import { DAY, HOUR } from '../../../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../../../../platform/db/testkit.ts';
import type { ControlPorts } from '../../ports.ts';
import { createCallbacks, type Callbacks, type ShownCallback } from './callbacks.ts';
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
let calls: Calls;
let callbacks: Callbacks;
/** The line: work, and since when it stands in it. */
const line = new Map<WorkId, number>();
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
    directory: { resolve: (_: TenantId, address: Address) => Promise.resolve({ kind: 'trunk', trunk, address }) },
    routing: {
      queue: (wanted: { work: WorkId; queuedAt?: number | null }) =>
        Promise.resolve(Boolean(line.set(wanted.work, wanted.queuedAt ?? now()))),
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
  startCore();
});
afterAll(() => database.close());

const ask = (customer: CustomerId, of: TenantId = tenant): Promise<ShownCallback> =>
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
    const [open, over, others] = [await ask(customer), await ask(customer), await ask(somebody)];
    await callbacks.cancel(tenant, over.interaction);
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
