// A histogram of waits that can be added up over queues and days, so that a percentile of a month is not a mean of percentiles.
import type { DurationMs } from '../../../kernel/time.ts';

/** Count by bin; bins without a count are left out. */
export type Histogram = Readonly<Record<string, number>>;

/** Bins to each power of two: a bin is at most 1/32 of its value wide, so the middle of one is off by 1.6 % at most. */
const BITS = 5;
const STEPS = 1 << BITS;
/** 24 days: nobody waits longer, and a bin index stays a 32-bit number. */
const LONGEST = 2 ** 31 - 1;

/** Log-linear: one bin a millisecond up to 32 ms, then 32 bins for each doubling. */
export function binOf(ms: DurationMs): number {
  const value = Math.min(Math.max(0, Math.round(ms)), LONGEST);
  if (value < STEPS) return value;
  const shift = 31 - Math.clz32(value) - BITS;
  return shift * STEPS + (value >> shift);
}

/** Lowest and highest whole millisecond of a bin. */
export function boundsOf(bin: number): { low: DurationMs; high: DurationMs } {
  if (bin < STEPS) return { low: bin, high: bin };
  const shift = Math.floor(bin / STEPS) - 1;
  const low = (bin - shift * STEPS) * 2 ** shift;
  return { low, high: low + 2 ** shift - 1 };
}

export function histogramOf(values: readonly DurationMs[]): Histogram {
  const counts: Record<string, number> = {};
  for (const value of values) counts[binOf(value)] = (counts[binOf(value)] ?? 0) + 1;
  return counts;
}

/** How many values it was made of. */
export const countOf = (histogram: Histogram): number => Object.values(histogram).reduce((sum, count) => sum + count, 0);

/** `sign` -1 takes `b` out of `a`. */
export function combine(a: Histogram, b: Histogram, sign: 1 | -1): Histogram {
  const counts: Record<string, number> = { ...a };
  for (const [bin, count] of Object.entries(b)) {
    const sum = (counts[bin] ?? 0) + sign * count;
    if (sum === 0) delete counts[bin];
    else counts[bin] = sum;
  }
  return counts;
}

/** The value that `share` (0..1) of all are at or below, by nearest rank; null where there is none. Never above `max`, the greatest value seen. */
export function quantile(histogram: Histogram, share: number, max: DurationMs): DurationMs | null {
  const bins = Object.entries(histogram)
    .map(([bin, count]) => ({ bin: Number(bin), count }))
    .toSorted((a, b) => a.bin - b.bin);
  const total = bins.reduce((sum, each) => sum + each.count, 0);
  if (total <= 0) return null;
  let rank = Math.max(1, Math.ceil(share * total));
  for (const { bin, count } of bins) {
    rank -= count;
    if (rank > 0) continue;
    const { low, high } = boundsOf(bin);
    return Math.min(max, Math.floor((low + high) / 2));
  }
  return max;
}
