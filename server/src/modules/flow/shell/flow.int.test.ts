// Flows on a real database: published and taken at once, run through ports, logged in order, taken up after a crash, closed when lost.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { addressKey } from '@tandem/contract/address.ts';
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowId, IdPrefix } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Db } from '../../../platform/db/types.ts';
import { DEMO_GRAPHS, OFFICE, SALES, SUPPORT } from '../core/demo.fixture.ts';
import type { FlowPorts, Line } from '../ports.ts';
import { createFlow, type Flow } from './engine.ts';
import type { FlowTables } from './tables.ts';

const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const tenant = id('tnt');

/** A caller's line that writes down what it was told, and the routing and orders behind it. */
function line() {
  const told: string[] = [];
  let mark = '';
  const names = (items: PlayItem[]) => items.map((item) => ('prompt' in item ? item.prompt : item.kind)).join(' ');
  const orders: Record<string, Record<string, string>> = { '1003': { status: 'shipped' } };
  const ports: FlowPorts = {
    channel: {
      answer: async () => void told.push('answer'),
      say: async (_, play, items, loop) => void (told.push(`say ${names(items)}${loop ? ' (loop)' : ''}`), (mark = play)),
      ask: async (_, ask, items) => void (told.push(`ask ${names(items)}`), (mark = ask)),
      stop: async () => void told.push('stop'),
      echo: async () => void told.push('echo'),
      hangUp: async (_, cause) => void told.push(`hang-up ${cause}`),
      transfer: async (_, to) => void told.push(`transfer ${addressKey(to)}`),
      dial: async (_, { to }) => void told.push(`dial ${addressKey(to)}`),
      record: async (_, step, { maxMs, beep }) => void (told.push(`record ${maxMs}${beep ? ' beep' : ''}`), (mark = step)),
      stopRecord: async () => void told.push('stop-record'),
    },
    routing: {
      queue: async ({ queue }) => void told.push(`queue ${queue === SALES ? 'sales' : 'support'}`),
      takeBack: async () => true,
      leave: async () => void told.push('left the queue'),
      outlook: async () => ({ position: 2, waiting: 3, estimateMs: 60_000 }),
      outlookOf: async () => ({ position: 3, waiting: 2, estimateMs: 60_000, staffed: true }),
    },
    callbacks: { request: async ({ to }) => void told.push(`call-back ${addressKey(to)}`) },
    hours: async () => 'open',
    openingFault: () => null,
    readNumber: async (_, text) => (/^\+\d+$/.test(text) ? { kind: 'e164', e164: text } : { kind: 'unknown', text }),
    prompts: { names: async () => ({ prompts: [], music: [] }), speech: async () => null, music: async () => null },
    speech: {
      available: async () => ({ ok: true }),
      clip: async (_, text) => {
        // As slow as making one is: what comes after must not be heard before it.
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (text === 'mute') throw new Error('no voice');
        return { kind: 'clip', clip: createHash('sha256').update(text).digest('hex') };
      },
    },
    voicemail: async ({ durationMs }) => void told.push(`kept ${durationMs}`),
    lanes: { meeting: async () => ({ met: [], open: [] }), entered: async () => undefined },
    fullRules: async () => [],
    recordingRule: async () => ({ record: true, announce: false }),
    lookup: async (_, table, key) => (table === 'orders' ? (orders[key] ?? null) : null),
    numbersTo: async () => [],
    known: async () => ({ queues: [SALES, SUPPORT], skills: [], tables: ['orders'], hours: [OFFICE], agents: [] }),
  };
  return { told, ports, mark: () => mark };
}

let database: TestDatabase;
let editor: Flow;
let caller = line();
const runners: Flow[] = [];
const runnerOn = async (ports: FlowPorts, db: Db = database.db) => {
  const runner = createFlow({ ...database, db, clock, random, ports });
  runners.push(runner);
  return runner;
};

beforeAll(async () => {
  database = await testDatabase({ modules: ['flow'] });
  editor = createFlow({ ...database, clock, random, ports: caller.ports });
});
beforeEach(() => void (caller = line()));
afterAll(async () => {
  for (const runner of runners) await runner.stop();
  await database.close();
});

async function published(graph: FlowGraph): Promise<FlowId> {
  const flow = await editor.create(tenant, { key: `f${randomBytes(4).toString('hex')}`, name: { en: 'Flow' }, draft: graph });
  await editor.publish(tenant, flow.id, null);
  return flow.id;
}
const newLine = (): Line => ({ tenant, interaction: id('int'), call: id('cal'), leg: id('leg') });
const events = async (on: Line) =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, on.interaction))).map((event) =>
    event.type === 'flow.node-entered' ? event.data.node : event.type === 'flow.ended' ? `ended ${event.data.outcome}` : event.type,
  );

describe('flows', () => {
  test('one that something leads to stays; removed, its calls go on and its key is free', async () => {
    const inner = await published(DEMO_GRAPHS.echo);
    const key = `outer-${randomBytes(3).toString('hex')}`;
    const draft = {
      schema: 1,
      language: 'en',
      start: 'a',
      nodes: { a: { type: 'transfer', to: { kind: 'flow', flow: inner }, failed: 'h' }, h: { type: 'hang-up' } },
    };
    const outer = await editor.create(tenant, { key, name: { en: 'Outer' }, draft });
    expect(await editor.naming(tenant, SUPPORT)).not.toContainEqual(expect.objectContaining({ id: inner }));
    await expect(editor.remove(tenant, inner, { kind: 'system', part: 'test' })).rejects.toMatchObject({
      code: 'flow.in-use',
      detail: { places: 1, errors: [{ path: `/flows/${outer.id}`, message: 'Outer' }] },
    });
    await editor.remove(tenant, outer.id, { kind: 'system', part: 'test' });
    await editor.remove(tenant, inner, { kind: 'system', part: 'test' });
    await expect(editor.flow(tenant, inner)).rejects.toMatchObject({ code: 'flow.not-found' });
    expect((await editor.list(tenant)).map((flow) => flow.id)).not.toContain(inner);
    expect(await editor.exists(tenant, inner)).toBe(false);
    expect((await editor.names(tenant)).get(outer.id)).toEqual({ en: 'Outer' });
    expect(await editor.create(tenant, { key, name: { en: 'Again' }, draft })).toMatchObject({ key });
  });

  test('a bad draft is kept and shown with its faults, and refused when published; a version never changes', async () => {
    const flow = await editor.create(tenant, { key: 'draft', name: { en: 'Draft' }, draft: { schema: 1 } });
    expect(flow.problems.length).toBeGreaterThan(0);
    await expect(editor.publish(tenant, flow.id, null)).rejects.toMatchObject({ code: 'flow.invalid' });
    expect((await editor.saveDraft(tenant, flow.id, { draft: DEMO_GRAPHS.echo })).problems).toEqual([]);
    expect(await editor.publish(tenant, flow.id, null)).toMatchObject({ version: 1 });
    await editor.saveDraft(tenant, flow.id, { draft: DEMO_GRAPHS.music });
    expect(await editor.publish(tenant, flow.id, null)).toMatchObject({ version: 2 });
    expect((await editor.versions(tenant, flow.id)).map((each) => Object.keys(each.graph.nodes).length)).toEqual([2, 3]);
    await expect(
      database.db.tenant(tenant, (tx) => tx.tables<FlowTables>().updateTable('flow_version').set({ published_at: 1 }).execute()),
    ).rejects.toThrow(/permission denied/);
    await expect(editor.create(tenant, { key: 'draft', name: { en: 'Again' }, draft: {} })).rejects.toMatchObject({ code: 'flow.exists' });
    await expect(editor.flow(id('tnt'), flow.id)).rejects.toMatchObject({ code: 'flow.not-found' });
  });

  test('the main menu, key by key, to an order and to an agent; the log tells it in order', async () => {
    const runner = await runnerOn(caller.ports);
    const on = newLine();
    await runner.start({ ...on, flow: await published(DEMO_GRAPHS['main-menu']) });
    await runner.input(tenant, on.call, { kind: 'answered' });
    await runner.input(tenant, on.call, { kind: 'said', step: caller.mark() });
    await runner.input(tenant, on.call, { kind: 'asked', step: caller.mark(), digits: '3', end: 'complete' });
    await runner.input(tenant, on.call, { kind: 'asked', step: caller.mark(), digits: '1003', end: 'complete' });
    await vi.waitFor(() => expect(caller.told.at(-1)).toContain('order-status/shipped'));
    await runner.input(tenant, on.call, { kind: 'said', step: caller.mark() });
    await runner.input(tenant, on.call, { kind: 'asked', step: caller.mark(), digits: '1', end: 'complete' });
    await vi.waitFor(() => expect(runner.runOfCall(on.call)?.work).toMatch(/^wrk_/));
    await runner.input(tenant, on.call, { kind: 'assigned' });
    await runner.flushed();
    expect(caller.told).toEqual([
      'answer',
      'say welcome',
      'ask main-menu',
      'ask enter-order-number',
      'say order-number-is digits/1 digits/0 digits/0 digits/3 order-is order-status/shipped silence',
      'ask main-menu',
      'say please-hold',
      'queue sales',
      'stop',
    ]);
    expect(await events(on)).toEqual([
      'flow.started',
      'answer',
      'welcome',
      'main-menu',
      'order-number',
      'order-lookup',
      'order-status',
      'main-menu',
      'sales',
      'ended assigned',
    ]);
    expect(runner.runOfCall(on.call)).toBeNull();
  });

  test('a publication is taken by the next call within a second, also in another process; a running call ends on its own version', async () => {
    const flow = await published(DEMO_GRAPHS.echo);
    const elsewhere = await runnerOn(caller.ports);
    await elsewhere.restore();
    const [before, after] = [newLine(), newLine()];
    await elsewhere.start({ ...before, flow });
    await editor.saveDraft(tenant, flow, { draft: DEMO_GRAPHS.music });
    const at = performance.now();
    await editor.publish(tenant, flow, null);
    await elsewhere.input(tenant, before.call, { kind: 'answered' });
    expect(caller.told.at(-1)).toBe('say echo-test');
    await vi.waitFor(
      async () => {
        const next = newLine();
        await elsewhere.start({ ...next, flow });
        await elsewhere.input(tenant, next.call, { kind: 'answered' });
        expect(caller.told.at(-1)).toBe('say music (loop)');
      },
      { timeout: 1_000, interval: 20 },
    );
    expect(performance.now() - at).toBeLessThan(1_000);
    await expect(elsewhere.start({ ...after, flow: id('flo') })).rejects.toMatchObject({ code: 'flow.not-published' });
  });

  test('a start sent again makes no second run', async () => {
    const runner = await runnerOn(caller.ports);
    const on = newLine();
    const flow = await published(DEMO_GRAPHS.echo);
    await Promise.all([runner.start({ ...on, flow }), runner.start({ ...on, flow })]);
    await runner.flushed();
    expect(await events(on)).toEqual(['flow.started', 'answer']);
  });

  test('audio does not wait for the log: with the database away the call goes on, and its events come later, in order', async () => {
    let away = false;
    const db: Db = {
      ...database.db,
      tenant: (who, work, options) => (away ? Promise.reject(new Error('away')) : database.db.tenant(who, work, options)),
    };
    const runner = await runnerOn(caller.ports, db);
    const on = newLine();
    await runner.start({ ...on, flow: await published(DEMO_GRAPHS['main-menu']) });
    away = true;
    await runner.input(tenant, on.call, { kind: 'answered' });
    await runner.input(tenant, on.call, { kind: 'said', step: caller.mark() });
    await runner.input(tenant, on.call, { kind: 'asked', step: caller.mark(), digits: '2', end: 'complete' });
    await vi.waitFor(() => expect(caller.told.at(-1)).toBe('queue support'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    away = false;
    await runner.input(tenant, on.call, { kind: 'customer-left' });
    await runner.flushed();
    expect(await events(on)).toEqual(['flow.started', 'answer', 'welcome', 'main-menu', 'support', 'ended customer-left']);
  });

  test('after a crash the next process takes the runs up: a menu asks again, a queue goes on waiting; what cannot go on is closed', async () => {
    const first = await runnerOn(caller.ports);
    const flow = await published(DEMO_GRAPHS['main-menu']);
    const [asking, waiting] = [newLine(), newLine()];
    for (const on of [asking, waiting]) {
      await first.start({ ...on, flow });
      await first.input(tenant, on.call, { kind: 'answered' });
      await first.input(tenant, on.call, { kind: 'said', step: caller.mark() });
    }
    await first.input(tenant, waiting.call, { kind: 'asked', step: caller.mark(), digits: '1', end: 'complete' });
    const work = await vi.waitFor(() => first.runOfCall(waiting.call)?.work ?? Promise.reject(new Error('not in line')));
    await first.flushed();
    const lost = newLine();
    const run = id('run');
    await database.db.tenant(tenant, (tx) =>
      tx
        .tables<FlowTables>()
        .insertInto('flow_run')
        .values({ ...lost, id: run, flow, version: 1, started_at: 1 })
        .execute(),
    );
    // The first process is never asked again: it is dead.
    caller = line();
    const second = await runnerOn(caller.ports);
    expect(await second.restore()).toBeGreaterThanOrEqual(3);
    expect(caller.told).toContain('ask no-input main-menu');
    expect(caller.told).toContain('say music (loop)');
    expect(second.runOfCall(waiting.call)?.work).toBe(work);
    await second.input(tenant, waiting.call, { kind: 'assigned' });
    await second.input(tenant, asking.call, { kind: 'customer-left' });
    await second.flushed();
    expect((await events(waiting)).at(-1)).toBe('ended assigned');
    expect((await events(asking)).at(-1)).toBe('ended customer-left');
    expect((await events(lost)).at(-1)).toBe('ended failed');
    expect(await second.restore()).toBe(0);
  });

  test("a customer who hangs up in a queue leaves it; routing's own limit goes on with the flow", async () => {
    const runner = await runnerOn(caller.ports);
    const flow = await published(DEMO_GRAPHS.support);
    const [gone, patient] = [newLine(), newLine()];
    for (const each of [gone, patient]) await runner.start({ ...each, flow, answered: true });
    await vi.waitFor(() => expect(caller.told.filter((each) => each === 'queue support')).toHaveLength(2));
    await runner.input(tenant, gone.call, { kind: 'customer-left' });
    expect(caller.told.at(-1)).toBe('left the queue');
    await runner.workTimedOut(tenant, patient.interaction, runner.runOfCall(patient.call)!.work!);
    expect(caller.told.slice(-2)).toEqual(['stop', 'say voicemail/leave-message-after-tone']);
  });

  test('a transfer that is taken ends the flow, one that fails takes its edge', async () => {
    const runner = await runnerOn(caller.ports);
    const graph: FlowGraph = {
      schema: 1,
      language: 'en',
      start: 'over',
      nodes: {
        over: { type: 'transfer', to: { kind: 'address', address: { kind: 'extension', extension: '200' } }, failed: 'bye' },
        bye: { type: 'hang-up', say: [] },
      },
    };
    const flow = await published(graph);
    const [taken, refused] = [newLine(), newLine()];
    for (const each of [taken, refused]) await runner.start({ ...each, flow });
    expect(caller.told).toEqual(['transfer ext:200', 'transfer ext:200']);
    await runner.input(tenant, taken.call, { kind: 'transferred' });
    await runner.input(tenant, refused.call, { kind: 'transfer-failed' });
    await runner.flushed();
    expect((await events(taken)).at(-1)).toBe('ended transferred');
    expect((await events(refused)).at(-1)).toBe('ended hung-up');
  });

  test('a call whose run is nowhere is closed when its customer leaves', async () => {
    const first = await runnerOn(caller.ports);
    const on = newLine();
    await first.start({ ...on, flow: await published(DEMO_GRAPHS.music) });
    await first.flushed();
    const second = await runnerOn(caller.ports);
    await second.input(tenant, on.call, { kind: 'customer-left' });
    await second.flushed();
    expect((await events(on)).at(-1)).toBe('ended failed');
  });

  test('a flow hands the call to another flow; a circle of flows is cut', async () => {
    const runner = await runnerOn(caller.ports);
    const to = await published(DEMO_GRAPHS.music);
    const graph: FlowGraph = {
      schema: 1,
      language: 'en',
      start: 'answer',
      nodes: {
        answer: { type: 'answer', next: 'over' },
        over: { type: 'transfer', to: { kind: 'flow', flow: to }, failed: 'bye' },
        bye: { type: 'hang-up' },
      },
    };
    const from = await published(graph);
    const on = newLine();
    await runner.start({ ...on, flow: from });
    await runner.input(tenant, on.call, { kind: 'answered' });
    await vi.waitFor(() => expect(caller.told.at(-1)).toBe('say music (loop)'));
    await runner.input(tenant, on.call, { kind: 'customer-left' });
    await runner.flushed();
    expect((await events(on)).toSorted()).toEqual([
      'answer',
      'answer',
      'ended customer-left',
      'ended transferred',
      'flow.started',
      'flow.started',
      'music',
      'over',
    ]);

    await editor.saveDraft(tenant, to, {
      draft: { ...graph, nodes: { ...graph.nodes, over: { type: 'transfer', to: { kind: 'flow', flow: from }, failed: 'bye' } } },
    });
    await editor.publish(tenant, to, null);
    const round = newLine();
    await vi.waitFor(async () => {
      await runner.start({ ...round, flow: from, answered: true });
      expect(caller.told.at(-1)).toBe('hang-up failed');
    });
  });

  test('a channel that fails ends the run; a queue that refuses takes the failed edge', async () => {
    const broken: FlowPorts = {
      ...caller.ports,
      routing: { ...caller.ports.routing, queue: () => Promise.reject(new Error('no such queue')) },
    };
    const runner = await runnerOn(broken);
    const on = newLine();
    await runner.start({ ...on, flow: await published(DEMO_GRAPHS.support), answered: true });
    await vi.waitFor(() => expect(caller.told.at(-1)).toBe('say technical-problem goodbye'));
    const mute = await runnerOn({ ...caller.ports, channel: { ...caller.ports.channel, say: () => Promise.reject(new Error('gone')) } });
    const other = newLine();
    await mute.start({ ...other, flow: await published(DEMO_GRAPHS.music), answered: true });
    await vi.waitFor(() => expect(mute.activeRuns()).toBe(1));
    await mute.input(tenant, other.call, { kind: 'customer-left' });
    await mute.flushed();
    expect((await events(other)).at(-1)).toBe('ended customer-left');
  });
});
