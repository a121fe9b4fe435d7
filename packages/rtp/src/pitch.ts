// The length of one period of a voice: where a signal looks most like itself a little later.

/** 66 to 200 Hz at 8 kHz, the voices that ITU-T G.711 Appendix I reckons with. */
export const SHORTEST_PERIOD = 40;
export const LONGEST_PERIOD = 120;

export type Period = {
  samples: number;
  /** Normalised correlation at that distance: 1 is a perfect repetition, 0 none. */
  likeness: number;
};

/** The longest signal that is compared, and what lies before it, every second sample of each. */
const LONGEST_LENGTH = 160;
/** Before it, zeros: the last distances are taken side by side with three that are too long. */
const MARGIN = 3;
const thinned = new Float64Array(MARGIN + (LONGEST_PERIOD + LONGEST_LENGTH) / 2);
const products = new Float64Array(4);

/**
 * Compares `signal[from..from+length)` (an even length, at most 160) with what lies 40 to 120 samples before it. Every second sample first,
 * then the neighbours of the best: a fifth of the work, and the same answer. A hot path where packets are lost or come unevenly: sums of
 * whole numbers are exact in any order, so four distances are taken side by side.
 */
export function findPeriod(signal: Int16Array, from: number, length: number): Period {
  const now = powerOf(signal, from, length);
  const half = length >> 1;
  const start = MARGIN + (LONGEST_PERIOD >> 1);
  for (let i = MARGIN, at = from - LONGEST_PERIOD; i < start + half; i++, at += 2) thinned[i] = signal[at]!;
  let before = powerOf(signal, from - SHORTEST_PERIOD, length);
  let best = SHORTEST_PERIOD;
  let likeness = -1;
  for (let lag = SHORTEST_PERIOD; lag <= LONGEST_PERIOD; lag += 2) {
    const place = ((lag - SHORTEST_PERIOD) >> 1) & 3;
    if (place === 0) fourProducts(start, half, lag >> 1);
    if (lag > SHORTEST_PERIOD) {
      // The window moved by one of its samples: one came in at the front, one left at the end.
      const [came, left] = [signal[from - lag]!, signal[from - lag + length]!];
      before += came * came - left * left;
    }
    const found = before <= 0 ? 0 : products[place]! / Math.sqrt(before);
    if (found > likeness) {
      likeness = found;
      best = lag;
    }
  }
  const coarse = best;
  likeness = -1;
  for (let lag = Math.max(SHORTEST_PERIOD, coarse - 1); lag <= Math.min(LONGEST_PERIOD, coarse + 1); lag++) {
    const power = powerOf(signal, from - lag, length);
    const found = power === 0 ? 0 : productAt(signal, from, length, lag) / Math.sqrt(power);
    if (found > likeness) {
      likeness = found;
      best = lag;
    }
  }
  return { samples: best, likeness: now === 0 ? 0 : likeness / Math.sqrt(now) };
}

/** At a distance of `back` thinned samples and the next three. */
function fourProducts(start: number, half: number, back: number): void {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const end = start + half;
  for (let i = start; i < end; i++) {
    const sample = thinned[i]!;
    const at = i - back;
    first += sample * thinned[at]!;
    second += sample * thinned[at - 1]!;
    third += sample * thinned[at - 2]!;
    fourth += sample * thinned[at - 3]!;
  }
  products[0] = first;
  products[1] = second;
  products[2] = third;
  products[3] = fourth;
}

/** Of every second sample. */
function powerOf(signal: Int16Array, from: number, length: number): number {
  let [even, odd] = [0, 0];
  const end = from + length;
  let at = from;
  for (; at + 2 < end; at += 4) {
    even += signal[at]! * signal[at]!;
    odd += signal[at + 2]! * signal[at + 2]!;
  }
  if (at < end) even += signal[at]! * signal[at]!;
  return even + odd;
}

function productAt(signal: Int16Array, from: number, length: number, lag: number): number {
  let [even, odd] = [0, 0];
  const end = from + length;
  let at = from;
  for (; at + 2 < end; at += 4) {
    even += signal[at]! * signal[at - lag]!;
    odd += signal[at + 2]! * signal[at + 2 - lag]!;
  }
  if (at < end) even += signal[at]! * signal[at - lag]!;
  return even + odd;
}
