// The order `random`: each member is asked first as often as his weight says, by the engine itself; judged by Pearson's chi-square.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agt, configOf, declare, Play, queueConfig, queueWork, wrk } from './testkit.ts';
import type { Input } from './turn.ts';

/** How far counts lie from shares; with k - 1 degrees of freedom where there are k of them. */
function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const all = counts.reduce((sum, n) => sum + n, 0);
  const whole = weights.reduce((sum, n) => sum + n, 0);
  return counts.reduce((sum, n, k) => sum + (n - (all * weights[k]!) / whole) ** 2 / ((all * weights[k]!) / whole), 0);
}

/** 99.99 % of the counts of a true draw lie below, by degrees of freedom 1 to 5. */
const BOUND = [15.14, 18.42, 21.11, 23.51, 25.74];

/** Each contact comes while everybody is free, and leaves again. Who is asked first, counted by agent. */
function askedFirst(weights: readonly number[], contacts: number, from = 0): number[] {
  const play = new Play();
  const agents = weights.map((_, n) => n + 1);
  const given = weights.map((weight, n) => ({ agent: agt(n + 1), weight }));
  const everybody = agents.map((n): Input => declare(n));
  play.do({ kind: 'config', config: configOf([queueConfig(1, agents, { order: 'random', weights: given, wrapUpMs: 0 })]) }, ...everybody);
  const counts = weights.map(() => 0);
  for (let n = from + 1; n <= from + contacts; n++) {
    play.do(queueWork(n));
    counts[agents.findIndex((agent) => agt(agent) === play.agentOf(n))]!++;
    play.do({ kind: 'leave', work: wrk(n) });
    play.events = [];
  }
  return counts;
}

test('shares follow the weights, whatever they are', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 6 }), fc.nat(1_000_000), (weights, from) => {
      expect(chiSquare(askedFirst(weights, 1_500, from), weights)).toBeLessThan(BOUND[weights.length - 2]!);
    }),
    { numRuns: 40, seed: 20_261_123 },
  );
});

test('without weights all are asked equally often, and the judgement sees where they are not', { timeout: 60_000 }, () => {
  const counts = askedFirst([1, 1, 1, 1], 4_000);
  expect(chiSquare(counts, [1, 1, 1, 1])).toBeLessThan(BOUND[2]!);
  expect(chiSquare(counts, [1, 1, 1, 2])).toBeGreaterThan(BOUND[2]!);
  expect(chiSquare(askedFirst([1, 1, 1, 2], 4_000), [1, 1, 1, 1])).toBeGreaterThan(BOUND[2]!);
});

test('who is not named has a weight of 1, and a replay draws the same', () => {
  const config = configOf([queueConfig(1, [1, 2], { order: 'random', weights: [{ agent: agt(1), weight: 9 }], wrapUpMs: 0 })]);
  const draw = () => {
    const play = new Play();
    play.do({ kind: 'config', config }, declare(1), declare(2));
    return Array.from({ length: 400 }, (_, n) => {
      play.do(queueWork(n + 1));
      const agent = play.agentOf(n + 1);
      play.do({ kind: 'leave', work: wrk(n + 1) });
      return agent;
    });
  };
  const drawn = draw();
  const first = drawn.filter((agent) => agent === agt(1)).length;
  expect(chiSquare([first, 400 - first], [9, 1])).toBeLessThan(BOUND[0]!);
  expect(draw()).toEqual(drawn);
});
