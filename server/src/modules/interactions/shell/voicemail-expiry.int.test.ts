// Messages and age, on a real database: what was seen to goes with time, what can no longer be heard waits for nobody.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IdPrefix } from '@tandem/contract/ids.ts';
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
const [tenant, other] = [id('tnt'), id('tnt')];
const queue = id('que');
const signal = new AbortController().signal;
let database: TestDatabase;
let interactions: Interactions;
let reader: Reader;

beforeAll(async () => {
  database = await testDatabase({ modules: ['interactions'] });
  for (const each of [tenant, other]) await database.keyring.dataKey(each);
  const nobody = () => Promise.resolve(new Map());
  const nothing = () => Promise.resolve();
  interactions = createInteractions({
    ...database,
    clock,
    random,
    ports: {
      customers: nobody,
      agentNames: nobody,
      userNames: nobody,
      queueNames: nobody,
      flowNames: nobody,
      agentsIn: () => Promise.resolve([]),
      customersLike: () => Promise.resolve([]),
      mergeCustomer: nothing,
      rejoinCustomer: nothing,
      partCustomer: nothing,
      wrapUpMore: nothing,
      wrapUpDone: nothing,
    },
  });
  reader = await interactions.project();
});
afterAll(async () => {
  await reader.stop();
  await database.close();
});

const bossOf = (of: typeof tenant): Caller => testCaller({}, { tenant: of, user: id('usr'), scope: () => 'tenant' });
const boss = bossOf(tenant);

async function message(of = tenant) {
  const [call, recording, at] = [id('cal'), id('rec'), clock.now()];
  const { interaction } = await interactions.begin({
    tenant: of,
    channel: 'voice',
    direction: 'inbound',
    call,
    remote: { kind: 'e164', e164: '+8613800138000' },
    local: { kind: 'extension', extension: '4001' },
    customer: id('cus'),
    at,
  });
  const actor = { kind: 'system', part: 'test' } as const;
  const started = { stream: interaction, type: 'recording.started' as const, data: { interaction, recording }, actor, at };
  await database.db.tenant(of, (tx) => database.log.append(tx, [started]));
  await interactions.voicemails.left({ tenant: of, interaction, recording, durationMs: 4_200, box: { queue } });
  const { items } = await interactions.voicemails.list(bossOf(of), { limit: 200 }, 'en');
  return { interaction, recording, id: items.find((each) => each.recording === recording)!.id };
}
const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await interactions.voicemails.list(boss, { limit: 200 }, 'en')).items.map((each) => [each.id, each.state]));

test('a message that was seen to goes by the day it was seen to; one that waits stays, and other tenants’ stay', async () => {
  const [old, open, foreign] = [await message(), await message(), await message(other)];
  await interactions.voicemails.act(boss, old.id, 'done', 'en');
  await interactions.voicemails.act(bossOf(other), foreign.id, 'done', 'en');
  const between = clock.now();
  const young = await message();
  await interactions.voicemails.act(boss, young.id, 'done', 'en');
  expect(await interactions.voicemails.expire(tenant, between, signal)).toBe(1);
  expect(await states()).toEqual({ [open.id]: 'new', [young.id]: 'done' });
  expect(await interactions.voicemails.expire(tenant, clock.now() + DAY, signal)).toBe(1);
  expect(await states()).toEqual({ [open.id]: 'new' });
  expect((await interactions.voicemails.list(bossOf(other), { limit: 200 }, 'en')).items).toHaveLength(1);
});

test('a message whose recording is gone by age is closed, and told so; the others wait on', async () => {
  const [gone, kept] = [await message(), await message()];
  const { interaction, recording } = gone;
  const data = { interaction, recording, reason: 'retention' as const };
  const actor = { kind: 'system', part: 'test' } as const;
  await database.db.tenant(tenant, (tx) => database.log.append(tx, [{ stream: interaction, type: 'recording.erased', data, actor }]));
  await reader.caughtUp();
  await interactions.voicemails.closeUnheard(tenant);
  expect(await states()).toMatchObject({ [gone.id]: 'done', [kept.id]: 'new' });
  const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction));
  expect(events.at(-1)).toMatchObject({ type: 'voicemail.changed', data: { voicemail: gone.id, state: 'done', by: null } });
  await interactions.voicemails.closeUnheard(tenant);
  expect((await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction))).length).toBe(events.length);
});
