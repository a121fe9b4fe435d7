// What benches print is read by machines: the verdict, the percentiles, the command line.
import { describe, expect, it } from 'vitest';
import { readKnobs } from '../../bench/kit/arguments.ts';
import { judge, percentile, type Goal } from '../../bench/kit/report.ts';

describe('the verdict', () => {
  it.each<[number, Goal, boolean]>([
    [60, '<=60', true],
    [60.1, '<=60', false],
    [60, '<60', false],
    [400, '>=400', true],
    [399.9, '>=400', false],
    [0, '>0', false],
    [Number.NaN, '<=60', false],
  ])('of %d against %s is %s', (figure, goal, pass) => {
    expect(judge('x', { figure }, { figure: goal }).pass).toBe(pass);
  });

  it('misses a goal whose figure was not measured', () => {
    expect(judge('x', { other: 1 }, { figure: '<=60' }).pass).toBe(false);
  });

  it('needs every goal', () => {
    expect(judge('x', { a: 1, b: 9 }, { a: '<=1', b: '<=8' }).pass).toBe(false);
  });
});

describe('percentiles', () => {
  it('do not depend on the order and do not change it', () => {
    const values = [5, 1, 4, 2, 3];
    expect([percentile(values, 0), percentile(values, 0.5), percentile(values, 1)]).toEqual([1, 3, 5]);
    expect(values).toEqual([5, 1, 4, 2, 3]);
  });

  it('of nothing are no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('the command line', () => {
  const usual = { callers: 20, clone: false };

  it('changes what it names', () => {
    expect(readKnobs(['--callers=3'], usual)).toEqual({ callers: 3, clone: false });
    expect(readKnobs(['--clone'], usual)).toEqual({ callers: 20, clone: true });
  });

  it.each(['--seconds=3', '--callers', '--callers=many', '--clone=1', 'callers=3'])('refuses %s and names what is known', (arg) => {
    expect(() => readKnobs([arg], usual)).toThrow(/--callers=20 --clone/);
  });
});
