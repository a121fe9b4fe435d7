// Good graphs pass; each kind of bad graph is refused with its place and reason.
import { describe, expect, test } from 'vitest';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import { DEMO_GRAPHS, DEMO_KNOWN, EVERY_NODE, SALES, SUB } from '../core/demo.fixture.ts';
import { validateFlow } from '../core/validate.ts';
import type { Known } from '../core/known.ts';
import { checkShape } from './shape.ts';

const verdict = (graph: unknown, known: Partial<Known> = {}) => validateFlow(graph, { ...DEMO_KNOWN, ...known }, checkShape);
const faults = (graph: unknown, known: Partial<Known> = {}) => {
  const found = verdict(graph, known);
  return found.problems.filter((each) => each.severity === 'error').map((each) => `${each.code} ${each.pointer}`);
};
const small = (nodes: Record<string, unknown>, more: object = {}) => ({
  schema: 1,
  language: 'en',
  start: 'answer',
  nodes: { answer: { type: 'answer', next: 'next' }, bye: { type: 'hang-up' }, ...nodes },
  ...more,
});
const menu = (over: object = {}) => ({
  type: 'menu',
  say: [{ prompt: 'main-menu' }],
  choices: { '1': 'bye' },
  retries: 0,
  bargeIn: true,
  firstDigitMs: 1_000,
  noInput: 'bye',
  invalid: 'bye',
  ...over,
});
const queue = (over: object = {}) => ({ type: 'queue', queue: SALES, music: 'default', timedOut: 'bye', failed: 'bye', ...over });

describe('validateFlow', () => {
  test.each(Object.entries(DEMO_GRAPHS))('the demo flow %s is good', (_, graph) => {
    expect(faults(graph)).toEqual([]);
  });

  const bad: [string, unknown, string[]][] = [
    ['no object', 7, ['shape ']],
    ['another schema', { ...DEMO_GRAPHS.echo, schema: 2 }, ['shape /schema']],
    ['no start', small({ next: { type: 'hang-up' }, bye: undefined }, { start: 'nowhere' }), ['unknown-node /nodes/bye/type']],
    ['start leads nowhere', { ...DEMO_GRAPHS.echo, start: 'nowhere' }, ['missing-edge /start']],
    ['unknown node type', small({ next: { type: 'dance', next: 'bye' } }), ['unknown-node /nodes/next/type']],
    ['a missing edge', small({ next: { type: 'play', say: [{ prompt: 'welcome' }], next: 'gone' } }), ['missing-edge /nodes/next/next']],
    ['a field too much', small({ next: { type: 'hang-up', color: 'red' } }), ['shape /nodes/next/color', 'shape /nodes/next']],
    [
      'an unknown queue',
      small({ next: queue({ queue: 'que_01990000-0000-7000-8000-0000000000ff' }) }),
      ['unknown-queue /nodes/next/queue'],
    ],
    [
      'an unknown skill',
      small({ next: queue({ skills: [{ skill: 'skl_01990000-0000-7000-8000-0000000000ff', level: 1 }] }) }),
      ['unknown-skill /nodes/next/skills/0'],
    ],
    ['unknown music', small({ next: queue({ music: 'jazz' }) }), ['unknown-music /nodes/next/music']],
    [
      'an unknown flow',
      small({ next: { type: 'transfer', to: { kind: 'flow', flow: 'flo_01990000-0000-7000-8000-0000000000ff' }, failed: 'bye' } }),
      ['unknown-flow /nodes/next/to/flow'],
    ],
    [
      'an unknown prompt',
      small({ next: { type: 'play', say: [{ prompt: 'sing' }], next: 'bye' } }),
      ['unknown-prompt /nodes/next/say/0/prompt'],
    ],
    [
      'no prompt fits the template',
      small({ next: { type: 'play', say: [{ prompt: 'weather/{{language}}' }], next: 'bye' } }),
      ['unknown-prompt /nodes/next/say/0/prompt'],
    ],
    [
      'an unset variable',
      small({ next: { type: 'play', say: [{ digits: '{{pin}}' }], next: 'bye' } }),
      ['unset-variable /nodes/next/say/0/digits'],
    ],
    [
      'an unknown table',
      small({
        next: { type: 'lookup', table: 'debts', key: '{{remote}}', into: { sum: 'sum' }, found: 'bye', notFound: 'bye', failed: 'bye' },
      }),
      ['unknown-table /nodes/next/table'],
    ],
    [
      'an unknown language',
      small({ next: { type: 'set', variable: 'language', value: 'fr', next: 'bye' } }),
      ['unknown-language /nodes/next/value'],
    ],
    [
      'a circle without the caller',
      small({
        next: { type: 'play', say: [{ prompt: 'welcome' }], next: 'again' },
        again: { type: 'branch', cases: [{ when: { variable: 'language', is: 'eq', value: 'en' }, next: 'bye' }], otherwise: 'next' },
      }),
      ['loop /nodes/next', 'loop /nodes/again'],
    ],
    ['a menu that a silent line never leaves', small({ next: menu({ noInput: 'next' }) }), ['loop /nodes/next']],
    [
      'a dead end',
      small({ next: menu({ noInput: 'stuck' }), stuck: menu({ choices: { '1': 'stuck' }, noInput: 'stuck', invalid: 'stuck' }) }),
      ['dead-end /nodes/stuck', 'loop /nodes/stuck'],
    ],
    [
      'heard before answered',
      { ...small({ next: { type: 'hang-up' } }), start: 'menu', nodes: { menu: menu(), bye: { type: 'hang-up' } } },
      ['not-answered /nodes/menu'],
    ],
    [
      'limits of a collect crossed',
      small({
        next: {
          type: 'collect',
          say: [],
          into: 'pin',
          min: 6,
          max: 4,
          terminators: '#',
          firstDigitMs: 1_000,
          interDigitMs: 1_000,
          retries: 0,
          bargeIn: true,
          next: 'bye',
          failed: 'bye',
        },
      }),
      ['bad-limits /nodes/next/min'],
    ],
  ];
  test.each(bad)('%s', (_, graph, expected) => {
    expect(faults(graph)).toEqual(expected);
  });

  test('every problem names a node of the graph, and says why in a sentence', () => {
    for (const [, graph] of bad) {
      const found = verdict(graph);
      if (found.ok) throw new Error('expected a refusal');
      for (const problem of found.problems) {
        if (problem.node !== null) expect(Object.keys((graph as FlowGraph).nodes)).toContain(problem.node);
        expect(problem.message).toMatch(/\.$/);
        expect(problem.messages['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/);
        expect(problem.message).not.toMatch(/(?<!\{)\{\w+\}/);
      }
    }
  });

  test('every kind of node in one flow is good', () => {
    expect(verdict(EVERY_NODE).problems).toEqual([]);
  });

  test('what cannot be reached is told, and does not stand against publishing', () => {
    const found = verdict(small({ next: { type: 'hang-up' } }));
    expect(found.ok).toBe(true);
    expect(found.problems).toMatchObject([{ severity: 'warning', code: 'unreachable', pointer: '/nodes/bye' }]);
  });

  test('text needs a voice in every language that the flow may be in, or a prompt in its place', () => {
    const mute: Partial<Known> = { noSpeech: { 'zh-CN': 'no-espeak', en: null } };
    const saying = (item: object, over: object = {}) => small({ next: { type: 'play', say: [item], next: 'bye' } }, over);
    const text = { en: 'Hello {{remote}}', 'zh-CN': '您好' };
    expect(faults(saying({ text }), mute)).toEqual([]);
    expect(faults(saying({ text }, { language: 'zh-CN' }), mute)).toEqual(['no-speech /nodes/next/say/0/text']);
    // Without a Chinese text the English one is spoken.
    expect(faults(saying({ text: { en: 'Hello' } }, { language: 'zh-CN' }), mute)).toEqual([]);
    const switching = small({
      next: { type: 'set', variable: 'language', value: '{{remote}}', next: 'say' },
      say: { type: 'play', say: [{ text }], next: 'bye' },
    });
    expect(faults(switching, mute)).toEqual(['no-speech /nodes/say/say/0/text']);
    const withPrompt = verdict(saying({ text, or: 'welcome' }, { language: 'zh-CN' }), mute);
    expect(withPrompt).toMatchObject({ ok: true, problems: [{ severity: 'warning', code: 'speech-fallback' }] });
    expect(withPrompt.problems[0]!.message).toContain('no-espeak');
  });

  const http = (over: object = {}) => ({
    type: 'http',
    method: 'GET',
    url: 'https://crm.example.com/a/{{remote}}',
    timeoutMs: 1_000,
    into: {},
    ok: 'bye',
    failed: 'bye',
    ...over,
  });
  const outside: [string, unknown, string[]][] = [
    ['a request without its failure branch', small({ next: http({ failed: undefined }) }), ['shape /nodes/next/failed']],
    ['a request without a time-out', small({ next: http({ timeoutMs: undefined }) }), ['shape /nodes/next/timeoutMs']],
    ['a host that a caller could choose', small({ next: http({ url: 'https://{{remote}}.example.com/' }) }), ['bad-url /nodes/next/url']],
    ['a host behind a user name', small({ next: http({ url: 'https://a@10.0.0.1/' }) }), ['bad-url /nodes/next/url']],
    ['a secret that is not there', small({ next: http({ headers: { a: '{{secret:none}}' } }) }), ['unknown-secret /nodes/next/headers/a']],
    ['a body in a GET', small({ next: http({ body: {} }) }), ['bad-body /nodes/next/body']],
    [
      'an expression that cannot be read',
      small({ next: { type: 'branch', cases: [{ when: { cel: '!!' }, next: 'bye' }], otherwise: 'bye' } }),
      ['bad-expression /nodes/next/cases/0/when/cel'],
    ],
    [
      'an expression over what nobody sets',
      small({ next: { type: 'branch', cases: [{ when: { cel: 'pin' }, next: 'bye' }], otherwise: 'bye' } }),
      ['unset-variable /nodes/next/cases/0/when/cel'],
    ],
    ['neither value nor expression', small({ next: { type: 'set', variable: 'a', next: 'bye' } }), ['one-value /nodes/next']],
    [
      'unknown opening hours',
      small({ next: { type: 'hours', hours: 'hrs_01990000-0000-7000-8000-0000000000ff', open: 'bye', closed: 'bye', holiday: 'bye' } }),
      ['unknown-hours /nodes/next/hours'],
    ],
    [
      'an unknown box',
      small({
        next: {
          type: 'voicemail',
          greeting: [],
          maxMs: 9_000,
          endKeys: '',
          box: { agent: 'agt_01990000-0000-7000-8000-0000000000ff' },
          next: 'bye',
          failed: 'bye',
        },
      }),
      ['unknown-agent /nodes/next/box/agent'],
    ],
    [
      'an unknown sub-flow',
      small({ next: { type: 'sub-flow', flow: 'flo_01990000-0000-7000-8000-0000000000ff', next: 'bye', failed: 'bye' } }),
      ['unknown-flow /nodes/next/flow'],
    ],
  ];
  test.each(outside)('%s', (_, graph, expected) => {
    expect(faults(graph)).toEqual(expected);
  });

  test('flows that stand inside one another: a circle and too many are refused', () => {
    const calls = small({ next: { type: 'sub-flow', flow: SUB, next: 'bye', failed: 'bye' } });
    const self = 'flo_01990000-0000-7000-8000-000000000001';
    const flows = new Map([[SUB as string, { calls: [self], returns: true }]]);
    expect(faults(calls, { flows, self })).toEqual(['sub-flow-circle /nodes/next/flow']);
    const chain = new Map(
      Array.from({ length: 9 }, (_, i) => [i === 0 ? SUB : `f${i}`, { calls: i < 8 ? [`f${i + 1}`] : [], returns: true }] as const),
    );
    expect(faults(calls, { flows: chain })).toEqual(['sub-flow-depth /nodes/next/flow']);
    chain.set('f7', { calls: [], returns: true });
    expect(faults(calls, { flows: chain })).toEqual([]);
  });
});
