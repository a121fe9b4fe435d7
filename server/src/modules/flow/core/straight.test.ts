// A number is a queue's own where its flow asks nothing before the caller stands in the line.
import { expect, test } from 'vitest';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { mainMenu } from './demo/main-menu.ts';
import { echoTest, straightToQueue } from './demo/simple.ts';
import { straightInto } from './straight.ts';

const queue = 'que_01990000-0000-7000-8000-00000000000a' as QueueId;

test('answering leads on, a menu and an echo do not, and a circle ends', () => {
  expect(straightInto(straightToQueue(queue))).toBe(queue);
  expect(straightInto(mainMenu({ sales: queue, support: queue }))).toBeNull();
  expect(straightInto(echoTest())).toBeNull();
  const circle = { schema: 1, language: 'en', start: 'a', nodes: { a: { type: 'answer', next: 'a' } } } as unknown as FlowGraph;
  expect(straightInto(circle)).toBeNull();
});
