// Messaging on the real database: whatever step fails or is cut off, what was accepted is kept once, in one contact, in the line once, and ends once.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AgentId, ConversationId, IdPrefix, InteractionId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/result.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import type { Ender } from '../core/story.ts';
import type { MessagingPorts } from '../ports.ts';
import { createMessaging, type Messaging } from './messaging.ts';
import type { Visitor } from './visitors.ts';

const actor = { kind: 'system', part: 'test' } as const;
let now = Date.UTC(2026, 10, 23, 8);
const clock = { now: () => ++now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), new Uint8Array(randomBytes(10)));
const agent: AgentId = id('agt');
const queue = id('que');

let database: TestDatabase;
let messaging: Messaging;
let tenant: TenantId;
/** The others, as messaging sees them: what they were asked for, by the ids it came with. */
let begun: Map<InteractionId, ConversationId>;
let ended: Map<InteractionId, Ender>;
let line: Map<WorkId, InteractionId>;
let left: WorkId[];
let assigned: boolean;
/** Calls of ports still done before the next one fails, as if the process had died there: before it, or after it but before anybody heard. */
let fails: { after: number; done: boolean } | null;

async function step<T>(act: () => T): Promise<T> {
  if (fails === null || fails.after-- > 0) return act();
  const { done } = fails;
  fails = null;
  if (done) act();
  throw new Error('the process died');
}

const ports: MessagingPorts = {
  interactions: {
    begin: ({ interaction }) =>
      step(() => {
        const conversation = begun.get(interaction) ?? id('cnv');
        begun.set(interaction, conversation);
        return conversation;
      }),
    end: ({ interaction, by }) => step(() => void (ended.has(interaction) || ended.set(interaction, by))),
    seal: (_, interaction, text) => database.db.tenant(tenant, (tx) => database.personal.seal(tx, `cus_${interaction.slice(4)}`, text)),
    reaches: async () => true,
  },
  routing: {
    queue: ({ work, interaction }) => step(() => (line.set(work, interaction), ok(work))),
    leave: (_, work) => step(() => void (left.includes(work) || left.push(work))),
    standing: async (_, work) =>
      line.has(work) ? { agent: assigned ? agent : null, position: assigned ? null : 1, promiseMs: null } : null,
    offered: async () => null,
    answer: async () => ok(null),
    decline: async () => undefined,
  },
  agentNames: async (_, agents) => new Map(agents.map((each) => [each, 'Ann Lee'])),
  hasQueue: async (_, wanted) => wanted === queue,
  staffed: async () => true,
};

beforeAll(async () => {
  database = await testDatabase({ modules: ['messaging'], clock });
  messaging = createMessaging({
    ...database,
    clock,
    random: { bytes: (n: number) => new Uint8Array(randomBytes(n)) },
    newId: id,
    logger: silentLog,
    ports,
  });
});
afterAll(() => database.close());

let visitor: Visitor;
beforeEach(async () => {
  tenant = id('tnt');
  await database.keyring.dataKey(tenant);
  [begun, ended, line, left, assigned, fails] = [new Map(), new Map(), new Map(), [], false, null];
  const wish = { name: { en: 'Shop' }, greeting: { en: 'Hello' }, colour: '#1355ff', queue, origins: [] };
  const { key } = await messaging.sites.create(tenant, wish, actor);
  const site = await messaging.sites.byKey(key);
  visitor = await messaging.visitors.byToken(site, (await messaging.visitors.create(site, 'en')).token);
});

const lines = async (after = 0) => (await messaging.view.linesAfter(visitor, after)).map(({ text }) => text);
const caller = (): Caller => ({
  tenant,
  user: id('usr'),
  agent,
  session: 's',
  ip: '127.0.0.1',
  teams: [],
  sites: [],
  queues: [],
  scope: () => 'own',
});
const contact = (): InteractionId => [...begun.keys()].at(-1)!;

describe('a message', () => {
  test('begins a contact, waits in the line, and is kept once for each name its page gave it', async () => {
    const first = await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' });
    expect(first).toMatchObject({ seq: 1, line: 1 });
    expect(await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' })).toEqual(first);
    await messaging.stories.receive(visitor, { clientId: 'client-2', text: 'two' });
    expect(await lines()).toEqual(['one', 'two']);
    expect([begun.size, line.size]).toEqual([1, 1]);
    expect(await messaging.view.state(visitor)).toMatchObject({ stage: 'waiting', position: 1 });
  });

  test('sent many times at once is kept once, and many at once begin one contact', async () => {
    const sends = Array.from({ length: 12 }, (_, n) =>
      messaging.stories.receive(visitor, { clientId: `client-${n % 4}`, text: `text ${n % 4}` }),
    );
    const kept = await Promise.all(sends);
    expect(new Set(kept.map(({ id: message }) => message)).size).toBe(4);
    expect((await lines()).toSorted()).toEqual(['text 0', 'text 1', 'text 2', 'text 3']);
    expect([begun.size, line.size]).toEqual([1, 1]);
  });

  // A port is asked twice on the way in (the contact, the line): dying before and after each of them.
  for (const after of [0, 1])
    for (const done of [false, true])
      test(`survives a death ${done ? 'after' : 'before'} step ${after + 1} of its way in`, async () => {
        fails = { after, done };
        await expect(messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' })).rejects.toThrow('died');
        // The page was told nothing and sends it again.
        await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' });
        expect(await lines()).toEqual(['one']);
        now += 10_000;
        await messaging.watch.look();
        expect([begun.size, line.size]).toEqual([1, 1]);
        expect([...line.values()]).toEqual([...begun.keys()]);
      });

  test('that was kept when the process died comes into the line by the watch, without the page', async () => {
    fails = { after: 1, done: false };
    await expect(messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' })).rejects.toThrow('died');
    expect(line.size).toBe(0);
    now += 10_000;
    await messaging.watch.look();
    expect(line.size).toBe(1);
  });
});

describe('the end', () => {
  for (const after of [0, 1])
    for (const done of [false, true])
      test(`comes once, whoever dies ${done ? 'after' : 'before'} step ${after + 1} of it`, async () => {
        await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' });
        const first = contact();
        fails = { after, done };
        await expect(messaging.stories.end(tenant, first, 'customer')).rejects.toThrow('died');
        now += 10_000;
        await messaging.watch.look();
        expect([...ended]).toEqual([[first, 'customer']]);
        expect(left).toHaveLength(1);
        expect(await messaging.view.state(visitor)).toMatchObject({ stage: 'ended' });
      });

  test('of a chat whose end was cut off is finished by the next message, which begins another', async () => {
    await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' });
    const first = contact();
    fails = { after: 0, done: true };
    await expect(messaging.stories.end(tenant, first, 'agent')).rejects.toThrow('died');
    await messaging.stories.receive(visitor, { clientId: 'client-2', text: 'two' });
    expect([...ended]).toEqual([[first, 'agent']]);
    expect([begun.size, line.size]).toEqual([2, 2]);
    expect(await lines()).toEqual(['one', 'two']);
  });

  test('comes by itself where the customer is silent after our word, and never where we are', async () => {
    await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' });
    assigned = true;
    now += 3 * 3_600_000;
    await messaging.watch.look();
    expect(ended.size).toBe(0);
    await messaging.messages.send(caller(), contact(), { clientId: 'agent-001', kind: 'out', text: 'Here I am.' });
    now += 29 * 60_000;
    await messaging.watch.look();
    expect(ended.size).toBe(0);
    now += 2 * 60_000;
    await messaging.watch.look();
    expect([...ended.values()]).toEqual(['system']);
  });
});

describe('a note', () => {
  test('is among the agent’s messages and never among the customer’s, who sees no gap', async () => {
    await messaging.stories.receive(visitor, { clientId: 'client-1', text: 'one' });
    assigned = true;
    await messaging.messages.send(caller(), contact(), { clientId: 'agent-001', kind: 'note', text: 'a secret' });
    await messaging.messages.send(caller(), contact(), { clientId: 'agent-002', kind: 'out', text: 'two' });
    const shown = await messaging.view.linesAfter(visitor, 0);
    expect(shown.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    const { items } = await messaging.messages.list(caller(), contact(), {});
    expect(items.map(({ kind, text }) => [kind, text])).toEqual([
      ['in', 'one'],
      ['note', 'a secret'],
      ['out', 'two'],
    ]);
  });
});
