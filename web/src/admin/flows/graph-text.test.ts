// A graph reads from its start, and says the same whatever order it is written in.
import { expect, test } from 'vitest';
import { graphText } from './graph-text.ts';

const GRAPH = {
  nodes: {
    bye: { say: [{ prompt: 'goodbye' }], type: 'hang-up' },
    lost: { type: 'hang-up' },
    queue: { failed: 'bye', type: 'queue' },
    answer: { next: 'queue', type: 'answer' },
  },
  start: 'answer',
  schema: 1,
};

test('from the start on, what nothing leads to last', () => {
  const read = JSON.parse(graphText(GRAPH)) as typeof GRAPH;
  expect(Object.keys(read)).toEqual(['schema', 'start', 'nodes']);
  expect(Object.keys(read.nodes)).toEqual(['answer', 'queue', 'bye', 'lost']);
  expect(Object.keys(read.nodes.bye)).toEqual(['type', 'say']);
  expect(read).toEqual(GRAPH);
});

test.each([[null], [[]], ['x'], [{ nodes: [] }], [{ start: 1, nodes: { a: {} } }]])('%o is written too', (draft) =>
  expect(JSON.parse(graphText(draft))).toEqual(draft),
);
