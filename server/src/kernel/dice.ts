// Chance that can be repeated: the same seed gives the same people, numbers and moments.

export type Dice = {
  /** 0 to 1, 1 excluded. */
  roll(): number;
  chance(share: number): boolean;
  /** Evenly between the two, in whole numbers, both included. */
  between(least: number, most: number): number;
  /** Time to the next of events that come by themselves, e.g. calls (exponential). */
  gap(mean: number): number;
  /** Times of human doing: most near the median, a few very long (log-normal); `spread` is the sigma of the logarithm. */
  human(median: number, spread?: number): number;
  pick<T>(from: readonly T[]): T;
};

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough for crowds. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    roll,
    chance: (share) => roll() < share,
    between: (least, most) => least + Math.floor(roll() * (most - least + 1)),
    gap: (mean) => -Math.log(1 - roll()) * mean,
    // Box and Muller's normal variate.
    human: (median, spread = 0.5) => median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll())),
    pick: (from) => from[Math.floor(roll() * from.length)]!,
  };
}
