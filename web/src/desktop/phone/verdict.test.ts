// The verdict of the check: only what was tried counts, the worst part decides, and each way a network can be has its word.
import { describe, expect, it } from 'vitest';
import { mediaResult, NOTHING, PARTS, serverResult, verdictOf, type Outcome, type Results } from './verdict.ts';

const all = (outcome: Outcome, changes: Partial<Record<(typeof PARTS)[number], Outcome>> = {}): Results =>
  Object.fromEntries(PARTS.map((part) => [part, { outcome: changes[part] ?? outcome, why: null }])) as Results;

describe('verdictOf', () => {
  it('has none before the check, and is ready only when all is good', () => {
    expect(verdictOf(NOTHING)).toBeNull();
    expect(verdictOf(all('good'))).toBe('ready');
    for (const part of PARTS) {
      expect(verdictOf(all('good', { [part]: 'asks' }))).toBe('running');
      expect(verdictOf(all('good', { [part]: 'fair' }))).toBe('fair');
      expect(verdictOf(all('fair', { [part]: 'bad' }))).toBe('bad');
      // It is bad as soon as one part is.
      expect(verdictOf(all('waiting', { [part]: 'bad' }))).toBe('bad');
    }
  });
});

describe('the network', () => {
  it.each([
    [null, 'bad', 'no-server'],
    [12.4, 'good', 'round-trip'],
    [300, 'good', 'round-trip'],
    [301, 'fair', 'slow'],
  ] as const)('a round trip of %s ms is %s', (ms, outcome, why) => {
    expect(serverResult(ms)).toMatchObject({ outcome, why });
  });

  it.each([
    [[], false, false, 'bad', 'no-candidates'],
    [['host'], false, false, 'good', 'direct'],
    [['host'], true, false, 'fair', 'no-stun'],
    [['host', 'srflx'], true, false, 'good', 'direct'],
    [['host', 'srflx'], true, true, 'fair', 'no-turn'],
    [['host', 'srflx', 'relay'], true, true, 'good', 'turn'],
  ] as const)('candidates %j with STUN %s and TURN %s are %s', (kinds, stun, turn, outcome, why) => {
    expect(mediaResult({ kinds: new Set(kinds), stun, turn })).toEqual({ outcome, why });
  });
});
