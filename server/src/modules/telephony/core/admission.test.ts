// The door for new calls: shut while core takes none, open again when it is calm, and never shut where it is well or away.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LegId } from '@tandem/contract/ids.ts';
import { CALM_MS, OPEN, stepAdmission, type Admission, type AdmissionInput } from './admission.ts';

const RULES = { lateMs: 4_000, most: 3 };
const leg = (n: number): LegId => `leg_${n}`;
const arrived = (n: number): AdmissionInput => ({ kind: 'arrived', leg: leg(n), n });
const look: AdmissionInput = { kind: 'look' };

/** Each input with the time at which it comes. */
const after = (inputs: readonly (readonly [number, AdmissionInput])[], rules = RULES): Admission =>
  inputs.reduce((state, [at, input]) => stepAdmission(state, rules, input, at), OPEN);
const three = [
  [0, arrived(1)],
  [10, arrived(2)],
  [20, arrived(3)],
] as const;

it('shuts when three wait too long, not before', () => {
  expect(after([...three, [4_019, look]]).closed).toBe(false);
  expect(after([...three, [4_020, look]]).closed).toBe(true);
  expect(after([...three, [500, { kind: 'done', leg: leg(2) }], [60_000, look]]).closed).toBe(false);
});

it('opens when nobody has waited noticeably for two seconds', () => {
  const drained = [...three, [5_000, look], [5_000, { kind: 'acknowledged', n: 3 }]] as const;
  expect(after([...drained, [5_000 + CALM_MS - 1, look]]).closed).toBe(true);
  expect(after([...drained, [5_000 + CALM_MS, look]]).closed).toBe(false);
  // One that came in before it shut and still waits keeps it shut.
  expect(after([...drained, [5_100, arrived(4)], [6_200, look], [7_100, look]]).closed).toBe(true);
});

it('is open while core is away, and counts from its coming back', () => {
  expect(after([...three, [5_000, { kind: 'detached' }]]).closed).toBe(false);
  expect(after([...three, [9_000, { kind: 'attached' }], [12_999, look]]).closed).toBe(false);
  expect(after([...three, [9_000, { kind: 'attached' }], [13_000, look]]).closed).toBe(true);
});

it('lets everybody in where it is switched off', () => {
  expect(after([...three, [60_000, look]], { lateMs: 0, most: 1 })).toEqual({ untaken: new Map(), closed: false, uneasyAt: 0 });
});

it('never shuts where each call is taken in time, however many come', () => {
  const takes = fc.array(fc.record({ gap: fc.nat(200), taken: fc.nat(3_999) }), { minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(takes, (calls) => {
      let at = 0;
      const inputs = calls.flatMap(({ gap, taken }, n): [number, AdmissionInput][] => {
        at += gap;
        return [
          [at, arrived(n)],
          [at + taken, { kind: 'done', leg: leg(n) }],
        ];
      });
      let state = OPEN;
      for (const [time, input] of inputs.toSorted(([a], [b]) => a - b)) {
        state = stepAdmission(state, RULES, input, time);
        expect(state.closed).toBe(false);
      }
      expect(state.untaken.size).toBe(0);
    }),
  );
});
