// A preview's way through graphs, by the step machine itself: hours, menus, the outside, queues in their time, call-backs, hand-overs.
import { expect, test } from 'vitest';
import type { PreviewQueue, PreviewRequest, PreviewStep } from '@tandem/contract/api/preview.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import { preview } from './preview.ts';
import type { PreviewPorts } from './preview-ports.ts';

const TENANT = 'tnt_00000000-0000-7000-8000-000000000001';
const QUEUE = 'que_00000000-0000-7000-8000-000000000001';
const FLOW = 'flo_00000000-0000-7000-8000-000000000001';
const NEXT = 'flo_00000000-0000-7000-8000-000000000002';
const LANE = 'lan_00000000-0000-7000-8000-000000000001';
const HOURS = 'hrs_00000000-0000-7000-8000-000000000001';

const end: FlowNode = { type: 'hang-up' };
const queue = (more: object = {}): FlowNode => ({
  type: 'queue',
  queue: QUEUE,
  music: 'default',
  timedOut: 'end',
  failed: 'full',
  ...more,
});
const graph = (start: string, nodes: Record<string, FlowNode>): FlowGraph => ({ schema: 1, language: 'en', start, nodes });

const LINE: PreviewQueue = {
  queue: { id: QUEUE, name: { en: 'Sales' } },
  points: { parts: [], eachMs: 60_000 },
  needs: [],
  requires: null,
  order: 'longest-idle',
  first: null,
  rings: [],
  maxWaitMs: null,
  maxWaiting: null,
  lastAgentMs: 0,
};

async function walk(
  flows: FlowGraph | { all: Record<string, FlowGraph> },
  answers: (string | null)[] = [],
  more: { line?: Partial<PreviewRequest['line']>; ports?: Partial<PreviewPorts>; level?: string; queue?: Partial<PreviewQueue> } = {},
): Promise<PreviewStep[]> {
  const all: Record<string, FlowGraph> = 'all' in flows ? flows.all : { [FLOW]: flows };
  const ports: PreviewPorts = {
    moment: () => Promise.resolve({ at: 1_000_000, zone: 'UTC' }),
    number: () => Promise.resolve(null),
    flowName: () => Promise.resolve({ en: 'Flow' }),
    laneNames: () => Promise.resolve(new Map([[LANE, { en: 'Outage' }]])),
    lanes: { meeting: () => Promise.resolve({ met: [], open: [] }), entered: () => Promise.reject(new Error('nobody comes')) },
    hours: () =>
      Promise.resolve({
        state: 'holiday',
        name: { en: 'Office' },
        overridden: false,
        special: 2,
        day: { en: 'May Day' },
        on: '2027-05-01',
        open: [],
      }),
    fullRules: () => Promise.resolve([]),
    recordingRule: () => Promise.resolve({ record: true, announce: true }),
    lookup: (_, __, key) => Promise.resolve(key === '' ? null : { status: 'sent' }),
    line: (_, asked) =>
      Promise.resolve({ ...LINE, points: { ...LINE.points, parts: [{ of: 'contact', points: asked.priority }] }, ...more.queue }),
    ...more.ports,
  };
  const published = {
    program: (_: string, flow: string) => Promise.resolve({ version: 7, graph: all[flow]!, subs: {}, graphs: {} }),
  };
  const request: PreviewRequest = {
    from: { flow: FLOW },
    at: '2027-05-01T12:00',
    customer: { known: true, level: more.level ?? null, language: null },
    line: { waiting: 0, estimateMs: null, staffed: true, ...more.line },
    answers,
  };
  return (await preview({ ports, published }, TENANT, request, { flow: FLOW, local: 'tel:4001' })).steps;
}

const optionsIn = (each: PreviewStep | undefined) => (each?.kind === 'question' ? each.question.options.map(({ value }) => value) : []);
const kinds = (steps: PreviewStep[]) => steps.map((each) => (each.kind === 'node' ? each.node : each.kind));

test('hours decide, and say which day it was', async () => {
  const nodes = {
    hours: { type: 'hours', hours: HOURS, open: 'q', closed: 'end', holiday: 'bye' } as FlowNode,
    q: queue(),
    full: end,
    bye: end,
    end,
  };
  const steps = await walk(graph('hours', nodes));
  expect(kinds(steps)).toEqual(['flow', 'hours', 'hours', 'bye', 'end']);
  expect(steps[0]).toMatchObject({ version: 7, name: { en: 'Flow' } });
  expect(steps[2]).toMatchObject({ state: 'holiday', special: { name: { en: 'May Day' } }, name: { en: 'Office' } });
  expect(steps.at(-1)).toMatchObject({ outcome: 'hung-up' });
});

test('a menu asks once, and what is pressed leads on; pressing nothing leads through all tries', async () => {
  const menu: FlowNode = {
    type: 'menu',
    say: [{ prompt: 'welcome' }],
    choices: { 2: 'other', 1: 'end' },
    retries: 2,
    bargeIn: true,
    firstDigitMs: 5_000,
    noInput: 'silent',
    invalid: 'wrong',
  };
  const nodes = { answer: { type: 'answer', next: 'menu' } as FlowNode, menu, other: end, silent: end, wrong: end, end };
  const usual = await walk(graph('answer', nodes));
  expect(kinds(usual)).toEqual(['flow', 'answer', 'menu', 'said', 'question', 'end', 'end']);
  expect(usual[4]).toMatchObject({ question: { number: 0, about: 'menu', chosen: '1' } });
  expect(optionsIn(usual[4])).toEqual(['1', '2', 'no-input', 'invalid']);
  expect(kinds(await walk(graph('answer', nodes), ['2']))).toContain('other');
  const silent = await walk(graph('answer', nodes), ['no-input']);
  expect(silent.filter(({ kind }) => kind === 'question')).toHaveLength(1);
  expect(kinds(silent)).toContain('silent');
  expect(kinds(await walk(graph('answer', nodes), ['invalid']))).toContain('wrong');
});

test('what a server would say is chosen, a record of ours is read', async () => {
  const nodes: Record<string, FlowNode> = {
    look: { type: 'lookup', table: 'orders', key: '5', into: { status: 'status' }, found: 'http', notFound: 'end', failed: 'end' },
    http: {
      type: 'http',
      method: 'GET',
      url: 'https://crm.test/x/{{status}}',
      timeoutMs: 1_000,
      into: {},
      status: { 404: 'none' },
      ok: 'branch',
      failed: 'down',
    },
    branch: { type: 'branch', cases: [{ when: { variable: 'status', is: 'eq', value: 'sent' }, next: 'sent' }], otherwise: 'end' },
    none: end,
    down: end,
    sent: end,
    end,
  };
  const steps = await walk(graph('look', nodes));
  expect(kinds(steps)).toEqual(['flow', 'look', 'question', 'http', 'question', 'branch', 'sent', 'end']);
  expect(steps[4]).toMatchObject({ asks: 'crm.test', question: { number: 1, chosen: 'ok' } });
  expect(optionsIn(steps[4])).toEqual(['ok', '404', 'failed']);
  expect(kinds(await walk(graph('look', nodes), [null, '404']))).toContain('none');
  expect(kinds(await walk(graph('look', nodes), ['not-found']))).not.toContain('http');
});

test('nobody answers: words, the offer of a call-back and the limit come in their time', async () => {
  const node = queue({
    maxWaitMs: 120_000,
    comfort: { say: [{ prompt: 'queue/comfort' }], everyMs: 30_000 },
    callback: {
      key: '5',
      offerAfterMs: 45_000,
      say: [{ prompt: 'queue/callback-offer' }],
      confirm: [{ prompt: 'queue/callback-to-number' }],
      collectNumber: true,
    },
  });
  const nodes = { answer: { type: 'answer', next: 'q' } as FlowNode, q: node, full: end, end };
  const steps = await walk(graph('answer', nodes));
  const told = steps.flatMap((each) => (each.kind === 'said' ? [[each.afterMs, each.heard.map(({ prompt }) => prompt)]] : []));
  expect(told).toEqual([
    [0, ['recording/announcement']],
    [30_000, ['queue/comfort']],
    [45_000, ['queue/callback-offer']],
    [60_000, ['queue/comfort', 'queue/callback-offer']],
  ]);
  expect(steps.filter(({ kind }) => kind === 'left-queue')).toMatchObject([{ afterMs: 120_000, why: 'way' }]);
  expect(steps.at(-1)).toMatchObject({ kind: 'end', outcome: 'hung-up', afterMs: 120_000 });

  const asked = await walk(graph('answer', nodes), ['call-back']);
  expect(kinds(asked)).toContain('call-back');
  expect(asked.at(-1)).toMatchObject({ kind: 'end', outcome: 'hung-up', detail: 'call-back' });
  expect((await walk(graph('answer', nodes), ['answered'])).at(-1)).toMatchObject({ kind: 'end', outcome: 'assigned' });
});

test('the queue’s own limit, no limit at all, a full queue, and overflow', async () => {
  const nodes = { q: queue(), full: end, end };
  const limited = await walk(graph('q', nodes), [], { queue: { maxWaitMs: 60_000 } });
  expect(limited.filter(({ kind }) => kind === 'left-queue')).toMatchObject([{ afterMs: 60_000, why: 'limit' }]);
  expect((await walk(graph('q', nodes))).at(-1)).toMatchObject({ outcome: 'stays' });
  const full = await walk(graph('q', nodes), [], { queue: { maxWaiting: 3 }, line: { waiting: 3 } });
  expect(kinds(full)).toEqual(['flow', 'q', 'said', 'refused', 'full', 'end']);
  expect(kinds(await walk(graph('q', nodes), [], { ports: { line: () => Promise.resolve(null) } }))).toContain('refused');

  const overflow = [{ when: { is: 'waiting', above: 5 }, at: 'entry', next: 'other' }];
  const over = graph('q', { q: queue({ overflow }), full: end, other: end, end });
  expect(kinds(await walk(over, [], { line: { waiting: 5 } }))).toContain('queue');
  expect(kinds(await walk(over, [], { line: { waiting: 6 } }))).toEqual(['flow', 'q', 'said', 'other', 'end']);
});

test('an open emergency lane is told, and pressed or not', async () => {
  const met = { lane: LANE, say: [{ prompt: 'welcome' }], key: '9', priority: 30, callback: true, queues: [] } as const;
  const ports = {
    lanes: {
      meeting: () =>
        Promise.resolve({ met: [{ ...met, say: [...met.say], queues: [] }], open: [LANE] as const satisfies string[] as never }),
      entered: () => Promise.resolve(),
    },
  };
  const nodes = { answer: { type: 'answer', next: 'q' } as FlowNode, q: queue(), full: end, end };
  const not = await walk(graph('answer', nodes), [], { ports });
  expect(not.find(({ kind }) => kind === 'queue')).toMatchObject({ line: { points: { parts: [{ points: 0 }] } } });
  const pressed = await walk(graph('answer', nodes), ['pressed'], { ports });
  expect(pressed.find(({ kind }) => kind === 'lane')).toMatchObject({ name: { en: 'Outage' }, through: true });
  const line = pressed.find((each) => each.kind === 'queue');
  expect(line).toMatchObject({ line: { points: { parts: [{ points: 30 }] } } });
  // Who came through it is offered a call-back, though the node offers none.
  expect(optionsIn(pressed.find((each) => each.kind === 'question' && each.question.about === 'queue'))).toContain('call-back');
  expect(optionsIn(not.find((each) => each.kind === 'question' && each.question.about === 'queue'))).not.toContain('call-back');
});

test('a flow hands on to another, and one that hands to itself is cut', async () => {
  const first = graph('t', { t: { type: 'transfer', to: { kind: 'flow', flow: NEXT }, failed: 'end' }, end });
  const handed = await walk({ all: { [FLOW]: first, [NEXT]: graph('end', { end }) } });
  expect(kinds(handed)).toEqual(['flow', 't', 'flow', 'end', 'end']);
  const round = await walk(graph('t', { t: { type: 'transfer', to: { kind: 'flow', flow: FLOW }, failed: 'end' }, end }));
  expect(round.length).toBeLessThan(400);
  expect(round.at(-1)).toMatchObject({ kind: 'end', outcome: 'cut' });
});
