// What matching is worth in a small centre, played by the product's engine: bounds that fail where the learner, the engine or the measure goes wrong.
import { expect, test } from 'vitest';
import { study, type Plan } from './study.ts';
import { cutOf } from './tell.ts';

const plan: Plan = {
  size: { agents: 12, issues: 3, meanMs: 300_000, cv: 0.35, noise: 0.8 },
  load: 0.75,
  rules: { holdOut: 0.1, cap: 0.25 },
  learnDays: 5,
  measureDays: 2,
  equal: false,
};
/** Some hundred thousand turns of the engine. */
const TIMEOUT_MS = 60_000;

test(
  'learned predictions cut the mean handling time by most of what the truth would, and nobody waits longer for it',
  () => {
    const found = [11, 12].map((seed) => study(plan, seed));
    const [learned, oracle] = [cutOf(found, 'learned'), cutOf(found, 'oracle')];
    expect(learned.mean).toBeGreaterThan(0.12);
    expect(learned.mean).toBeGreaterThan(0.75 * oracle.mean);
    for (const { idle, learned: matched, held, trueCut } of found) {
      expect(matched.serviceLevel).toBeGreaterThan(idle.serviceLevel);
      // What the product itself measures, by the contacts it held out, is true within twice its interval.
      expect(Math.abs((held.cut?.value ?? 1) - trueCut)).toBeLessThan(2 * (held.cut?.halfWidth ?? 0));
    }
  },
  TIMEOUT_MS,
);

test(
  'where agents do not differ nothing is gained, and nothing is lost',
  () => {
    const found = [21, 22].map((seed) => study({ ...plan, size: { ...plan.size, cv: 0 } }, seed));
    // Not the cut of two lines of callers that take the same time with anybody: exactly none.
    for (const { idle, learned } of found) expect(Math.abs(1 - learned.meanMs / idle.meanMs)).toBeLessThan(0.01);
  },
  TIMEOUT_MS,
);

test(
  'the same seed gives the same figures',
  () => {
    const small = { ...plan, learnDays: 2, measureDays: 1 };
    expect(study(small, 5)).toEqual(study(small, 5));
  },
  TIMEOUT_MS,
);
