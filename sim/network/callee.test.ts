// The simulated people: repeatable, all kinds of them, in about the shares that are written.
import { expect, test } from 'vitest';
import { calleeOf } from './callee.ts';
import { planCaller } from './caller.ts';
import { createDice } from '../../server/src/kernel/dice.ts';

test('the same seed gives the same people', () => {
  const draw = (): unknown[] => {
    const dice = createDice(7);
    return Array.from({ length: 50 }, (_unused, n) => [calleeOf(`13800000${n}`, dice), planCaller(dice, '+8613800000000')]);
  };
  expect(draw()).toEqual(draw());
});

test('dice are fair, and times human', () => {
  const dice = createDice(1);
  const rolls = Array.from({ length: 20_000 }, () => dice.roll());
  expect(rolls.reduce((sum, roll) => sum + roll, 0) / rolls.length).toBeCloseTo(0.5, 2);
  expect(Math.min(...rolls)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...rolls)).toBeLessThan(1);
  const gaps = Array.from({ length: 20_000 }, () => dice.gap(1_000));
  expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / 1_000).toBeCloseTo(1, 1);
  const times = Array.from({ length: 20_001 }, () => dice.human(30_000)).sort((a, b) => a - b);
  expect(times[10_000]! / 30_000).toBeCloseTo(1, 1);
});

test('endings choose a behaviour, other numbers are people by chance', () => {
  const dice = createDice(3);
  expect(['90', '91', '92', '93', '94', '95', '96', '97', '98'].map((ending) => calleeOf(`+86138001380${ending}`, dice).does)).toEqual([
    'ring-out',
    'busy',
    'decline',
    'voicemail',
    'intercept',
    'fax',
    'unallocated',
    'congestion',
    'answer',
  ]);
  const drawn = Array.from({ length: 5_000 }, () => calleeOf('+8613800138000', dice).does);
  const share = (does: string): number => drawn.filter((each) => each === does).length / drawn.length;
  expect(share('answer')).toBeCloseTo(0.55, 1);
  expect(share('voicemail')).toBeCloseTo(0.2, 1);
  expect(share('busy')).toBeGreaterThan(0.03);
});
