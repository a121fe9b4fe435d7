// What estimates and promises are worth in a simulated centre, as bounds that must hold; the whole table is `npm run sim:estimate`.
import { expect, test } from 'vitest';
import { CENTRES, type Centre } from './centres.ts';
import { judge } from './judge.ts';

const named = (name: string): Centre => {
  const found = CENTRES.find((each) => each.name === name);
  if (!found) throw new Error(`no centre ${name}`);
  return found;
};

test('a busy centre: half of those who wait are told within a fifth of what they wait, and four of five promises are kept', () => {
  const { waited, byLine, all } = judge(named('20 agents, 140 %, callers give up after 10 min'), 5);
  expect(waited.contacts).toBeGreaterThan(5_000);
  expect(waited.error).toBeLessThan(0.2);
  expect(byLine.long.error).toBeLessThan(0.2);
  expect(all.kept).toBeGreaterThan(0.78);
}, 30_000);

test('agents of two queues: promises are kept, and short lines are as unsure as chance makes them', () => {
  const { waited, floor, all } = judge(named('two queues, 10 agents each, 10 of both, 105 %'), 5);
  expect(all.kept).toBeGreaterThan(0.78);
  expect(waited.error).toBeLessThan(floor + 0.1);
}, 30_000);
