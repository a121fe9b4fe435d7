// For model.test: the centres in which random lives of a router are played, which change into each other in the middle of them.
import type { Matching } from '@tandem/contract/routing.ts';
import { agt, configOf, que, queueConfig, skl } from './testkit.ts';
import { RULES, type RoutingConfig } from './types.ts';

export const AGENTS = 5;
/** Agents, by number, as digital workers with room for two calls and a chat, at work or paused. */
function withDigital(config: RoutingConfig, on: Record<number, boolean>): RoutingConfig {
  const digital = Object.entries(on).map(([n, takes]) => ({
    skills: [],
    ...config.agents.find(({ agent }) => agent === agt(Number(n))),
    agent: agt(Number(n)),
    digital: { on: takes },
    most: { voice: 2, chat: 1, email: 0, task: 0 },
  }));
  return { ...config, agents: [...config.agents.filter(({ agent }) => !digital.some((each) => each.agent === agent)), ...digital] };
}
const PREDICTED: Matching = {
  version: 1,
  holdOut: 0.3,
  cap: 0.2,
  agents: [1, 2, 3, 4].map(agt),
  issues: [
    { issue: '', averageMs: 9_000, averageCost: 9_000, ms: [8_000, 7_000, null, 9_000], cost: [8_000, 7_000, null, 9_000] },
    {
      issue: `voice ${skl(1)}`,
      averageMs: 9_000,
      averageCost: 9_000,
      ms: [9_000, 7_000, 1_000, 2_000],
      cost: [9_000, 7_000, 1_000, 2_000],
    },
  ],
};
export const CONFIGS: RoutingConfig[] = [
  configOf([queueConfig(1, [1, 2, 3, 4]), queueConfig(2, [3, 4, 5], { maxWaitMs: 45_000, priority: 1, wrapUpMoreMs: 90_000 })], {
    1: { 1: 50 },
    3: { 1: 80 },
    5: { 1: 10 },
  }),
  configOf(
    [
      queueConfig(1, [2, 5], { wrapUpMs: 0, maxWaiting: 3, overflow: [{ queue: que(2), afterMs: 6_000 }] }),
      queueConfig(2, [1, 2, 3, 4, 5], { skills: [{ skill: skl(1), level: 20 }] }),
    ],
    {
      2: { 1: 20 },
      3: { 1: 80 },
    },
  ),
  configOf([queueConfig(2, [1, 2, 3], { offerTimeoutMs: 5_000 })], { 1: { 1: 50 } }),
  {
    ...configOf(
      [
        queueConfig(1, [1, 2, 3], {
          order: 'round-robin',
          restMs: 700,
          skills: [{ skill: skl(1), level: 60 }],
          rings: [
            { afterMs: 700, skills: [{ skill: skl(1), level: 30 }], queues: [] },
            { afterMs: 6_000, skills: [{ skill: skl(1), level: 0 }], queues: [que(2)] },
          ],
        }),
        queueConfig(2, [3, 4, 5], {
          order: 'best-skill',
          requires: { any: [{ skill: skl(1), level: 10 }, { not: { skill: skl(2), level: 1 } }] },
          prefers: [{ skill: skl(2), level: 1 }],
        }),
      ],
      { 1: { 1: 70 }, 2: { 1: 40 }, 3: { 2: 90 }, 4: { 1: 15, 2: 50 } },
    ),
    rules: { ...RULES, priorityMs: 5_000, occupancyCap: 0.3 },
  },
  configOf([queueConfig(1, [1, 2], { order: 'random', wrapUpMs: 0 }), queueConfig(2, [1, 2, 3, 4, 5], { order: 'least-occupied' })]),
  configOf([queueConfig(1, [4, 2, 1], { order: 'fewest-contacts' }), queueConfig(2, [5, 1, 3], { order: 'linear' })]),
  configOf([
    queueConfig(1, [1, 2, 3], { order: 'best-outcome', matching: PREDICTED, overflow: [{ queue: que(2), afterMs: 6_000 }] }),
    queueConfig(2, [2, 3, 4, 5], { order: 'best-outcome', matching: { ...PREDICTED, cap: null }, wrapUpMs: 0 }),
  ]),
  withDigital(
    configOf(
      [
        queueConfig(1, [1, 2, 4, 5], { spill: { first: 'people', afterMs: 6_000, aboveMs: 2_000 }, restMs: 700 }),
        queueConfig(2, [3, 4, 5], { spill: { first: 'digital', afterMs: 0, aboveMs: null }, overflow: [{ queue: que(1), afterMs: 700 }] }),
      ],
      { 1: { 1: 50 }, 5: { 1: 50 } },
    ),
    { 4: false, 5: true },
  ),
  withDigital(configOf([queueConfig(1, [1, 5, 2, 4], { order: 'round-robin' }), queueConfig(2, [2, 3, 5], { order: 'random' })]), {
    4: true,
    5: true,
  }),
];

export const LIVES: readonly RoutingConfig[] = [
  ...CONFIGS,
  configOf(
    [
      queueConfig(1, [1, 2, 3, 4, 5], { order: 'ring-all', wrapUpMs: 0 }),
      queueConfig(2, [2, 3, 4], { order: 'ring-all', overflow: [{ queue: que(1), afterMs: 6_000 }], maxWaitMs: 45_000 }),
    ],
    { 3: { 1: 80 } },
  ),
  withDigital(configOf([queueConfig(1, [1, 2, 3], { order: 'ring-all' }), queueConfig(2, [3, 4, 5], { order: 'ring-all', wrapUpMs: 0 })]), {
    2: true,
    5: true,
  }),
];
