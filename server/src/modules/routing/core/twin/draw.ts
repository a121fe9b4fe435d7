// Draws from what a day showed: talk times as they were, patience by Kaplan and Meier, since who was answered might have waited longer.
import type { Dice } from '../../../../kernel/dice.ts';

export type Seen = { ms: number; /** False: it was cut off there, and would have been longer. */ whole: boolean };
export type Draw = (dice: Dice) => number;

/**
 * Kaplan & Meier's estimate of the distribution (J. Am. Stat. Assoc. 53, 1958), drawn from by its inverse. Beyond the longest whole one
 * nothing is known: there it goes on exponentially, at the mean rate of the day (ends over time at risk). Never ends where none was seen.
 */
export function censored(seen: readonly Seen[]): Draw {
  const inOrder = seen.toSorted((a, b) => a.ms - b.ms || Number(b.whole) - Number(a.whole));
  const ends = inOrder.filter((each) => each.whole).length;
  if (ends === 0) return () => Infinity;
  const steps: { ms: number; left: number }[] = [];
  let left = 1;
  inOrder.forEach(({ ms, whole }, n) => {
    if (!whole) return;
    left *= 1 - 1 / (inOrder.length - n);
    steps.push({ ms, left });
  });
  const meanMs = inOrder.reduce((sum, each) => sum + each.ms, 0) / ends;
  const lastMs = steps.at(-1)!.ms;
  return (dice) => {
    const survives = 1 - dice.roll();
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (steps[middle]!.left < survives) high = middle;
      else low = middle + 1;
    }
    return low < steps.length ? steps[low]!.ms : Math.round(lastMs + dice.gap(Math.max(1, meanMs)));
  };
}

/** One of those seen. */
export function asSeen<T>(seen: readonly T[]): (dice: Dice) => T {
  return (dice) => dice.pick(seen);
}
