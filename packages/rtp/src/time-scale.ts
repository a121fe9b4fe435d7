// A frame a little shorter or longer than its audio, by one period of the voice: heard as the same, played sooner or later.
import { findPeriod, LONGEST_PERIOD } from './pitch.ts';

/** How much audio must lie ahead for a frame to be shortened. */
export const AHEAD_TO_SHORTEN = 2 * LONGEST_PERIOD + 40;
/** Below this mean square (-50 dBFS) nobody hears a cut. */
const QUIET = 10_000;
const ALIKE = 0.6;

/** How many samples may be left out at the start of `ahead` (at least `AHEAD_TO_SHORTEN` of it), at most `most`; 0 where it would be heard. */
export function findCut(ahead: Int16Array, most: number, anyhow: boolean): number {
  if (isQuiet(ahead.subarray(0, 160))) return Math.min(most, LONGEST_PERIOD);
  const { samples, likeness } = findPeriod(ahead, LONGEST_PERIOD, 160);
  return samples <= most && (anyhow || likeness >= ALIKE) ? samples : 0;
}

/** How many samples may be said twice between `history` and what follows it. */
export function findRepeat(history: Int16Array, most: number, anyhow: boolean): number {
  if (isQuiet(history.subarray(history.length - 160))) return Math.min(most, LONGEST_PERIOD);
  const { samples, likeness } = findPeriod(history, history.length - 160, 160);
  return samples <= most && (anyhow || likeness >= ALIKE) ? samples : 0;
}

/** Fills `out` from `out.length + cut` samples of `ahead`: the first period melts into the second. */
export function shorten(out: Int16Array, ahead: Int16Array, cut: number): void {
  const blended = Math.min(cut, out.length);
  for (let i = 0; i < blended; i++) {
    const share = (i + 1) / (blended + 1);
    out[i] = Math.round(ahead[i]! * (1 - share) + ahead[i + cut]! * share);
  }
  for (let i = blended; i < out.length; i++) out[i] = ahead[i + cut]!;
}

/** Fills `out` from `out.length - repeat` samples of `ahead` (which holds `repeat` too): the period just heard once more. */
export function lengthen(out: Int16Array, history: Int16Array, ahead: Int16Array, repeat: number): void {
  const last = history.length - repeat;
  for (let i = 0; i < repeat; i++) {
    const share = (i + 1) / (repeat + 1);
    out[i] = Math.round(ahead[i]! * (1 - share) + history[last + i]! * share);
  }
  for (let i = repeat; i < out.length; i++) out[i] = ahead[i - repeat]!;
}

function isQuiet(samples: Int16Array): boolean {
  let square = 0;
  for (let i = 0; i < samples.length; i++) square += samples[i]! * samples[i]!;
  return square < QUIET * samples.length;
}
