// What the desk's bench computes from what was seen on the screens: percentiles of enough, how far the board is behind, and its agents' names.
import { describe, expect, it } from 'vitest';
import { agentName } from '../../bench/desk/names.ts';
import { agentLags, boardLags, counterLags, p95, scrollRatio, type Shown, type Told } from '../../bench/desk/samples.ts';

describe('percentiles', () => {
  it('are told of enough samples only', () => {
    const samples = Array.from({ length: 100 }, (_unused, n) => n + 1);
    expect(p95('pops', samples, 100)).toBe(96);
    expect(() => p95('pops', samples, 101)).toThrow('pops: 100 samples, at least 101 are needed');
    expect(() => p95('pops', [], 1)).toThrow('0 samples');
  });
});

describe('the board', () => {
  const told = (what: Told['what'], at: number, contact = 'a'): Told => ({ contact, what, at });
  const shown = (state: Shown['state'], at: number, contact = 'a'): Shown => ({ contact, state, at });

  it('is as far behind as the first sight of what the event made', () => {
    const seen = [shown('waiting', 300), shown('talking', 900), shown('gone', 5_000)];
    expect(boardLags([told('queued', 100), told('assigned', 600), told('ended', 4_500)], seen).lags).toEqual([200, 300, 500]);
  });

  it('has not missed who went on before the next look', () => {
    expect(boardLags([told('queued', 100), told('assigned', 200)], [shown('talking', 900)])).toEqual({ lags: [800, 700], missed: [] });
  });

  it('does not count what it showed before the event, or of another contact', () => {
    const seen = [shown('talking', 90), shown('talking', 400, 'b'), shown('waiting', 500)];
    expect(boardLags([told('assigned', 100)], seen)).toEqual({ lags: [], missed: [told('assigned', 100)] });
  });

  it('has missed the end of whom it never showed', () => {
    expect(boardLags([told('ended', 100)], []).missed).toHaveLength(1);
  });

  it('shows a counting figure when it counts the event, or a later one', () => {
    const seen = [
      { value: 7, at: 0 },
      { value: 8, at: 250 },
      { value: 10, at: 800 },
    ];
    expect(counterLags([600, 100, 500], seen, 7)).toEqual({ lags: [150, 300, 200], missed: 0 });
    expect(counterLags([100, 200, 300, 400], seen, 7).missed).toBe(1);
  });

  it('shows an agent when his own row says so', () => {
    const seen = [
      { agent: 'a', look: 'Idle', at: 50 },
      { agent: 'b', look: 'Away', at: 120 },
      { agent: 'a', look: 'Away', at: 400 },
    ];
    const told = [
      { agent: 'a', look: 'Away', at: 100 },
      { agent: 'a', look: 'Idle', at: 500 },
    ];
    expect(agentLags(told, seen)).toEqual({ lags: [300], missed: 1 });
  });
});

describe('scrolling', () => {
  it('is compared with a grid that moved', () => {
    expect(scrollRatio([30, 50], [50, 50])).toBe(0.8);
    expect(() => scrollRatio([30], [2])).toThrow('nothing to compare with');
    expect(() => scrollRatio([30], [])).toThrow('nothing to compare with');
  });
});

describe('names', () => {
  it('are five hundred different ones', () => {
    expect(new Set(Array.from({ length: 500 }, (_unused, n) => agentName(n))).size).toBe(500);
  });
});
