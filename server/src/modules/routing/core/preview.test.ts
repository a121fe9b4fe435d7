// What a line would do, by the engine: rings in their time, needs eased, limits that do not end the looking.
import { expect, test } from 'vitest';
import { previewLine } from './preview.ts';
import { agt, configOf, que, queueConfig, skl } from './testkit.ts';

const NOW = 10_000_000;
const config = configOf(
  [
    queueConfig(1, [1, 2, 3], {
      order: 'best-skill',
      skills: [{ skill: skl(1), level: 50 }],
      maxWaitMs: 30_000,
      rings: [{ afterMs: 60_000, skills: [{ skill: skl(1), level: 10 }], queues: [] }],
      overflow: [{ queue: que(2), afterMs: 120_000 }],
    }),
    queueConfig(2, [4, 5]),
    queueConfig(3, [6], { requires: { skill: skl(9), level: 1 } }),
  ],
  { 1: { 1: 60 }, 2: { 1: 90 }, 3: { 1: 20 }, 4: { 1: 70 }, 5: {} },
);

test('who is asked first, and who in addition as the circle grows', () => {
  const line = previewLine(config, { queue: que(1), priority: 3, skills: [] }, NOW)!;
  expect(line.first).toBe(agt(2));
  expect(line.needs).toEqual([{ skill: skl(1), level: 50 }]);
  expect(line.rings.map(({ afterMs, queues, agents }) => [afterMs, queues, agents])).toEqual([
    [0, [que(1)], [agt(1), agt(2)]],
    [60_000, [que(1)], [agt(3)]],
    // Members of the second queue need what that queue asks for.
    [120_000, [que(1), que(2)], [agt(4), agt(5)]],
  ]);
  expect(line.rings[1]!.eased).toEqual([{ skill: skl(1), level: 10 }]);
});

test('what the contact needs comes on top; nobody may fit; no queue is none', () => {
  const line = previewLine(config, { queue: que(2), priority: 0, skills: [{ skill: skl(1), level: 80 }] }, NOW)!;
  expect([line.first, line.rings.map(({ agents }) => agents)]).toEqual([null, [[]]]);
  expect(previewLine(config, { queue: que(3), priority: 0, skills: [] }, NOW)).toMatchObject({ first: null });
  expect(previewLine(config, { queue: que(7), priority: 0, skills: [] }, NOW)).toBeNull();
});
