// A digital worker's flow must let everybody reach a person: where it does not, the node that keeps him is named.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import { expect, test } from 'vitest';
import { echoTest, mainMenu, straightToQueue } from '../index.ts';
import { orderDesk } from './demo/order-desk.ts';
import { withoutPerson } from './way-out.ts';

const QUEUE = 'que_01990000-0000-7000-8000-00000000000a';
const graph = (nodes: Record<string, FlowNode>): FlowGraph => ({ schema: 1, language: 'en', start: Object.keys(nodes)[0]!, nodes });
const menu = (choices: Record<string, string>): FlowNode => ({
  type: 'menu',
  say: [{ prompt: 'main-menu' }],
  choices,
  retries: 1,
  bargeIn: true,
  firstDigitMs: 5_000,
  noInput: 'bye',
  invalid: 'bye',
});
const people = straightToQueue(QUEUE).nodes['queue']!;
const rest: Record<string, FlowNode> = {
  people: { ...people, timedOut: 'bye', failed: 'bye' } as FlowNode,
  bye: { type: 'hang-up', say: [] },
};

test('the flows of the demo: the order desk and the main menu have a way, the echo has none', () => {
  expect(withoutPerson(orderDesk(QUEUE))).toEqual([]);
  expect(withoutPerson(mainMenu({ sales: QUEUE, support: QUEUE }))).toEqual([]);
  expect(withoutPerson(echoTest())).toEqual(['answer']);
});

test('0 of each menu leads to people, be it over other nodes', () => {
  expect(withoutPerson(graph({ ask: menu({ '0': 'people', '1': 'bye' }), ...rest }))).toEqual([]);
  expect(withoutPerson(graph({ ask: menu({ '0': 'first' }), first: { type: 'play', say: [], next: 'people' }, ...rest }))).toEqual([]);
  expect(withoutPerson(graph({ ask: menu({ '1': 'people' }), ...rest }))).toEqual(['ask']);
  expect(withoutPerson(graph({ ask: menu({ '0': 'bye', '1': 'people' }), ...rest }))).toEqual(['ask']);
});

test('a second menu without a way is found, and so is a place that holds him for good', () => {
  expect(withoutPerson(graph({ ask: menu({ '0': 'people', '1': 'more' }), more: menu({ '1': 'bye' }), ...rest }))).toEqual(['more']);
  expect(withoutPerson(graph({ ask: menu({ '0': 'people', '1': 'hold' }), hold: { type: 'music', music: 'default' }, ...rest }))).toEqual([
    'hold',
  ]);
});
