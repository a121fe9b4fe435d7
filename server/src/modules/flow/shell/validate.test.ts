// Good graphs pass; each kind of bad graph is refused with its place and reason.
import { describe, expect, test } from 'vitest';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import { DEMO_GRAPHS, DEMO_KNOWN, SALES } from '../core/demo.fixture.ts';
import { validateFlow } from '../core/validate.ts';
import { checkShape } from './shape.ts';

const verdict = (graph: unknown) => validateFlow(graph, DEMO_KNOWN, checkShape);
const faults = (graph: unknown) => {
  const found = verdict(graph);
  return found.ok ? [] : found.problems.map((each) => `${each.code} ${each.pointer}`);
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
    ['an unreachable node', small({ next: { type: 'hang-up' } }), ['unreachable /nodes/bye']],
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
    ['unknown music', small({ next: queue({ music: 'jazz' }) }), ['unknown-prompt /nodes/next/music']],
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
      'text on a call',
      small({ next: { type: 'play', say: [{ text: { en: 'Hello' } }], next: 'bye' } }),
      ['text-in-voice /nodes/next/say/0/text'],
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
      }
    }
  });
});
