import { describe, expect, it } from 'vitest';
import { checkDelay, countsAsMiss, newHealth, stepHealth, type HealthInput } from './health.ts';
import { inOrder } from './order.ts';
import { isRegistered, newRegistration, stepRegistration, type Registration, type RegistrationInput } from './registration.ts';

describe('the health of a trunk', () => {
  const after = (...inputs: HealthInput[]) => inputs.reduce(stepHealth, newHealth());
  const missed = { kind: 'missed', why: 'no answer to OPTIONS' } as const;
  const answered = { kind: 'answered', rttMs: 12 } as const;

  it('is lost at the third miss in a row, and back at the first answer', () => {
    expect(after(missed, missed)).toMatchObject({ healthy: true, misses: 2 });
    expect(after(missed, missed, missed)).toEqual({ healthy: false, misses: 3, rttMs: null, detail: 'no answer to OPTIONS' });
    expect(after(missed, missed, missed, answered)).toEqual({ healthy: true, misses: 0, rttMs: 12, detail: '' });
    expect(after(missed, missed, answered, missed, missed).healthy).toBe(true);
  });
  it('keeps the round trip where an answer says nothing of it', () => {
    expect(after(answered, { kind: 'answered', rttMs: null }).rttMs).toBe(12);
  });
  it('is asked for within a tenth of the time', () => {
    expect([checkDelay(30_000, 0), checkDelay(30_000, 0.999_99)]).toEqual([27_000, 33_000]);
    expect([200, 401, 404, 408, 486, 503].filter(countsAsMiss)).toEqual([408, 503]);
  });
});

describe('a registration at a provider', () => {
  const now = 1_000_000;
  const step = (state: Registration, input: RegistrationInput, at = now) => stepRegistration(state, input, at, 0.5);
  const granted = step(newRegistration(600), { kind: 'granted', expiresS: 300 });

  it('is refreshed at half of what was granted, not of what was asked', () => {
    expect(granted.afterMs).toBe(150_000);
    expect([isRegistered(granted.state, now + 299_999), isRegistered(granted.state, now + 300_000)]).toEqual([true, false]);
  });
  it('stands through silence until it lapses, and is tried with growing pauses', () => {
    let { state } = granted;
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const next = step(state, { kind: 'unanswered', detail: 'timeout' }, now + 160_000);
      ({ state } = next);
      pauses.push(next.afterMs);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(isRegistered(state, now + 160_000)).toBe(true);
    expect(step(state, { kind: 'granted', expiresS: 300 }).state).toMatchObject({ failures: 0, detail: '' });
  });
  it('is not there where the provider refused it, and is not asked for often', () => {
    const { state, afterMs } = step(granted.state, { kind: 'refused', status: 403, minExpiresS: null });
    expect([isRegistered(state, now), afterMs, state.detail]).toEqual([false, 120_000, 'REGISTER was refused with 403']);
  });
  it('asks for longer at once where it was too brief, and once only', () => {
    const longer = step(newRegistration(60), { kind: 'refused', status: 423, minExpiresS: 3_600 });
    expect([longer.state.expiresS, longer.afterMs]).toEqual([3_600, 0]);
    expect(step(longer.state, { kind: 'refused', status: 423, minExpiresS: 3_600 }).afterMs).toBeGreaterThan(0);
  });
});

it('trunks are tried as wanted, those that are down last, each once', () => {
  expect(inOrder(['a', 'b', 'c', 'a', 'd'], (trunk) => trunk !== 'a' && trunk !== 'c')).toEqual(['b', 'd', 'a', 'c']);
});
