// The nodes that ask the world outside, run on a real database: pinned sub-flows, secrets, voices in order, messages kept, waits taken up again.
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import type { FlowId, IdPrefix } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { OFFICE, SUPPORT } from '../core/demo.fixture.ts';
import type { FlowPorts, Line } from '../ports.ts';
import { createFlow, type Flow } from './engine.ts';

const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const tenant = id('tnt');
const RECORDING = id('rec');

function world() {
  const told: string[] = [];
  let mark = '';
  let boxFails = 0;
  const names = (items: PlayItem[]) => items.map((item) => ('prompt' in item ? item.prompt : item.kind)).join(' ');
  const ports: FlowPorts = {
    channel: {
      answer: async () => void told.push('answer'),
      say: async (_, play, items) => void (told.push(`say ${names(items)}`), (mark = play)),
      ask: async (_, ask, items) => void (told.push(`ask ${names(items)}`), (mark = ask)),
      stop: async () => void told.push('stop'),
      echo: async () => void told.push('echo'),
      hangUp: async (_, cause) => void told.push(`hang-up ${cause}`),
      transfer: async () => void told.push('transfer'),
      dial: async () => void told.push('dial'),
      record: async (_, step) => void (told.push('record'), (mark = step)),
      stopRecord: async () => void told.push('stop-record'),
    },
    routing: {
      queue: async () => void told.push('queue'),
      takeBack: async () => true,
      leave: async () => void told.push('left'),
      outlook: async () => ({ position: 2, waiting: 3, estimateMs: null }),
      outlookOf: async () => ({ position: 3, waiting: 2, estimateMs: null, staffed: true }),
    },
    callbacks: { request: async ({ to }) => void told.push(`call-back ${JSON.stringify(to)}`) },
    hours: async () => 'holiday',
    openingFault: () => null,
    readNumber: async (_, text) => ({ kind: 'e164', e164: text }),
    prompts: { names: async () => ({ prompts: [], music: [] }), speech: async () => null, music: async () => null },
    speech: {
      available: async (language) => (language === 'en' ? { ok: true } : { ok: false, reason: 'no-espeak' }),
      clip: async (_, text) => {
        // As slow as making one is: what comes after must not be heard before it.
        await new Promise((resolve) => setTimeout(resolve, 80));
        if (text === 'mute') throw new Error('no voice');
        return { kind: 'clip', clip: createHash('sha256').update(text).digest('hex') };
      },
    },
    async voicemail({ durationMs }) {
      if (boxFails-- > 0) throw new Error('the database is away');
      told.push(`kept ${durationMs}`);
    },
    lanes: { meeting: async () => ({ met: [], open: [] }), entered: async () => undefined },
    fullRules: async () => [],
    recordingRule: async () => ({ record: true, announce: true }),
    lookup: async () => null,
    numbersTo: async () => [],
    known: async () => ({ queues: [SUPPORT], skills: [], tables: [], hours: [OFFICE], agents: [] }),
  };
  return { told, ports, mark: () => mark, failBox: (times: number) => (boxFails = times) };
}

let database: TestDatabase;
const runners: Flow[] = [];
const runnerOn = (ports: FlowPorts): Flow => {
  const runner = createFlow({ ...database, clock, random, ports });
  runners.push(runner);
  return runner;
};
beforeAll(async () => {
  database = await testDatabase({ modules: ['flow'] });
  await database.keyring.dataKey(tenant);
});
afterAll(async () => {
  for (const runner of runners) await runner.stop();
  await database.close();
});

const bye: FlowNode = { type: 'hang-up' };
const graph = (nodes: Record<string, FlowNode>): FlowGraph => ({ schema: 1, language: 'en', start: Object.keys(nodes)[0]!, nodes });
async function published(editor: Flow, nodes: Record<string, FlowNode>): Promise<FlowId> {
  const key = `f${randomBytes(4).toString('hex')}`;
  const flow = await editor.create(tenant, { key, name: { en: key }, draft: graph(nodes) });
  await editor.publish(tenant, flow.id, null);
  return flow.id;
}
const newLine = (): Line => ({ tenant, interaction: id('int'), call: id('cal'), leg: id('leg') });
const events = async (on: Line) =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, on.interaction))).map((event) =>
    event.type === 'flow.node-entered' ? event.data : event.type === 'flow.ended' ? { ended: event.data.outcome } : event.type,
  );

test('a sub-flow stays in the version of when the run began, also in the process after', async () => {
  const { told, ports, mark } = world();
  const first = runnerOn(ports);
  const say = (prompt: string): FlowNode => ({ type: 'play', say: [{ prompt }], next: 'back' });
  const sub = await published(first, { say: say('welcome'), back: { type: 'return' } });
  const main = await published(first, {
    answer: { type: 'answer', next: 'hello' },
    hello: { type: 'play', say: [{ prompt: 'goodbye' }], next: 'sub' },
    sub: { type: 'sub-flow', flow: sub, next: 'bye', failed: 'bye' },
    bye,
  });
  const on = newLine();
  await first.start({ ...on, flow: main, answered: true });
  await first.saveDraft(tenant, sub, { draft: graph({ say: say('closed'), back: { type: 'return' } }) });
  await first.publish(tenant, sub, null);
  await first.flushed();
  const second = runnerOn(ports);
  await second.restore();
  // What was being said is over for the second process, and the sub-flow is the old one.
  expect(told).toEqual(['say goodbye', 'say welcome']);
  await second.input(tenant, on.call, { kind: 'said', step: mark() });
  await second.flushed();
  expect(await events(on)).toContainEqual(expect.objectContaining({ node: 'say', flow: sub }));
  expect((await events(on)).at(-1)).toEqual({ ended: 'hung-up' });
  await expect(
    published(first, { sub: { type: 'sub-flow', flow: 'flo_01990000-0000-7000-8000-0000000000ff', next: 'bye', failed: 'bye' }, bye }),
  ).rejects.toMatchObject({ code: 'flow.invalid' });
});

test('an HTTP node sends its secret, which no one is told; without leave for the host, or without an answer, the failed edge is taken', async () => {
  const { told, ports } = world();
  const runner = runnerOn(ports);
  const seen: string[] = [];
  const server = http.createServer((request, response) => {
    seen.push(`${request.url} ${request.headers['authorization']}`);
    if (!request.url!.startsWith('/slow')) response.end(JSON.stringify({ status: 'shipped' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await runner.putSecret(tenant, 'crm', 'a-well-kept-word');
    expect(JSON.stringify([await runner.secrets(tenant), await runner.putSecret(tenant, 'crm', 'a-better-kept-word')])).not.toContain(
      'kept',
    );
    const node = (path: string): FlowNode => ({
      type: 'http',
      method: 'GET',
      url: `http://${host}${path}/{{remote}}`,
      headers: { authorization: 'Bearer {{secret:crm}}' },
      timeoutMs: 300,
      into: { status: '/status' },
      ok: 'say',
      failed: 'sorry',
    });
    const say: FlowNode = { type: 'play', say: [{ prompt: 'order-status/{{status}}' }], next: 'sorry' };
    const sorry: FlowNode = { type: 'hang-up', say: [{ prompt: 'technical-problem' }] };
    const fast = await published(runner, { answer: { type: 'answer', next: 'http' }, http: node('/a'), say, sorry });
    const slow = await published(runner, { answer: { type: 'answer', next: 'http' }, http: node('/slow'), say, sorry });
    const call = (flow: FlowId) => runner.start({ ...newLine(), flow, answered: true, variables: { remote: '+86/1' } });

    await call(fast);
    await vi.waitFor(() => expect(told).toEqual(['say technical-problem']));
    expect(seen).toEqual([]);
    expect(await runner.putHosts(tenant, { privateHosts: [host] })).toEqual({ privateHosts: [host] });
    await call(fast);
    await vi.waitFor(() => expect(told.at(-1)).toBe('say order-status/shipped'));
    expect(seen).toEqual(['/a/%2B86%2F1 Bearer a-better-kept-word']);
    const begun = performance.now();
    await call(slow);
    await vi.waitFor(() => expect(told).toHaveLength(3), { timeout: 2_000 });
    expect(performance.now() - begun).toBeGreaterThan(250);
    await runner.deleteSecret(tenant, 'crm');
    await call(fast);
    await vi.waitFor(() => expect(told).toHaveLength(4));
    expect(told.slice(2)).toEqual(['say technical-problem', 'say technical-problem']);
    expect(seen).toHaveLength(2);
    await expect(runner.deleteSecret(tenant, 'crm')).rejects.toMatchObject({ code: 'flow.no-such-secret' });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a voice that takes its time is heard before what comes after it; without one its prompt is heard', async () => {
  const { told, ports } = world();
  const runner = runnerOn(ports);
  const flow = await published(runner, {
    answer: { type: 'answer', next: 'say' },
    say: {
      type: 'play',
      say: [{ text: { en: 'Hello {{remote}}' } }, { text: { en: 'mute' }, or: 'welcome' }, { value: '12', as: 'number' }],
      next: 'bye',
    },
    bye,
  });
  const on = newLine();
  await runner.start({ ...on, flow, answered: true, variables: { remote: 'you' } });
  runner.fail(on.call, 'something broke while the voice was made');
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toEqual(['say clip welcome numbers/12', 'say technical-problem']);
  await expect(
    published(runner, {
      answer: { type: 'answer', next: 'zh' },
      zh: { type: 'set', variable: 'language', value: 'zh-CN', next: 'say' },
      say: { type: 'play', say: [{ text: { 'zh-CN': '您好' } }], next: 'bye' },
      bye,
    }),
  ).rejects.toMatchObject({
    code: 'flow.invalid',
    detail: { problems: [{ code: 'no-speech', messages: { en: expect.stringContaining('no-espeak') } }] },
  });
});

test('a message goes into its box though the box is shut for a moment, and again by the process after', async () => {
  const { told, ports, mark, failBox } = world();
  const first = runnerOn(ports);
  const flow = await published(first, {
    answer: { type: 'answer', next: 'voicemail' },
    voicemail: {
      type: 'voicemail',
      greeting: [],
      maxMs: 5_000,
      endKeys: '#',
      box: { queue: SUPPORT },
      saved: [{ prompt: 'voicemail/saved' }],
      next: 'bye',
      failed: 'bye',
    },
    bye,
  });
  const left = (step: string, end: 'key' | 'left') => ({ kind: 'recorded', step, recording: RECORDING, durationMs: 3_000, end }) as const;
  const on = newLine();
  await first.start({ ...on, flow, answered: true });
  failBox(1);
  await first.input(tenant, on.call, left(mark(), 'left'));
  await first.input(tenant, on.call, { kind: 'customer-left' });
  await vi.waitFor(() => expect(told).toEqual(['record', 'kept 3000']), { timeout: 2_000 });

  // The second time the process dies while the box is shut.
  const again = newLine();
  const doomed = runnerOn({ ...ports, voicemail: () => new Promise(() => {}) });
  await doomed.start({ ...again, flow, answered: true });
  await doomed.input(tenant, again.call, left(mark(), 'key'));
  await doomed.flushed();
  const second = runnerOn(ports);
  await second.restore();
  // Runs of the tests before are taken up too.
  const messages = () => told.slice(2).filter((each) => /record|kept|saved/.test(each));
  await vi.waitFor(() => expect(messages()).toEqual(['record', 'kept 3000', 'say voicemail/saved']));
});

test('in line: announced, told where he stands, asks for a call-back; a crash in the middle brings the music back', async () => {
  const { told, ports, mark } = world();
  const first = runnerOn(ports);
  const flow = await published(first, {
    answer: { type: 'answer', next: 'hours' },
    hours: { type: 'hours', hours: OFFICE, open: 'bye', closed: 'bye', holiday: 'queue' },
    queue: {
      type: 'queue',
      queue: SUPPORT,
      music: 'default',
      position: { atEntry: true, estimate: true },
      callback: { key: '1', offerAfterMs: 60_000, say: [], confirm: [], collectNumber: false },
      timedOut: 'bye',
      failed: 'bye',
    },
    bye,
  });
  const on = newLine();
  await first.start({ ...on, flow, answered: true, variables: { remote: '+8613800138001' } });
  await vi.waitFor(() => expect(told).toEqual(['say recording/announcement']));
  await first.input(tenant, on.call, { kind: 'said', step: mark() });
  await vi.waitFor(() => expect(told.at(-1)).toBe('say queue/you-are-number digits/2 queue/in-line'));
  await first.input(tenant, on.call, { kind: 'digit', digit: '1' });
  expect(told.at(-1)).toMatch(/^ask digits\/8 digits\/6/);
  await first.flushed();

  const second = runnerOn(ports);
  await second.restore();
  await vi.waitFor(() => expect(told.at(-1)).toBe('say music'));
  await second.input(tenant, on.call, { kind: 'digit', digit: '1' });
  await second.input(tenant, on.call, { kind: 'customer-left' });
  await vi.waitFor(() => expect(told.at(-1)).toBe('call-back {"kind":"e164","e164":"+8613800138001"}'));
  expect(told).not.toContain('left');
  await second.flushed();
  expect((await events(on)).at(-1)).toEqual({ ended: 'customer-left' });
});
