// What is heard in place of audio that is missing: the last periods of the voice again, fading out (after ITU-T G.711 Appendix I).
import { findPeriod, LONGEST_PERIOD } from './pitch.ts';

/** Three of the longest periods and a quarter of one to blend with. */
const HISTORY = 3 * LONGEST_PERIOD + LONGEST_PERIOD / 4;
/** Above it; whole frames, so that one seldom lies across the end. */
const KEPT = 480;
const TEN_MS = 80;
/** From 10 ms on a fifth is taken away every 10 ms: after 60 ms nothing is left (Appendix I, section I.2.6). */
export const FADED_AFTER = 6 * TEN_MS;

/**
 * Our own form of the Appendix: it holds the output back by 3.75 ms in order to bend the end of what was heard towards what is
 * made up; here the step between the two is carried over and let go within a quarter of a period, so that it costs no delay.
 */
export class Concealment {
  readonly #kept = new Int16Array(KEPT);
  // Private by word where it changes with each packet: as in JitterBuffer.
  private at = 0;
  readonly #history = new Int16Array(HISTORY);
  readonly #source = new Int16Array(HISTORY);
  #period = 0;
  #step = 0;
  /** Samples made up since the last real one. */
  #made = 0;

  get active(): boolean {
    return this.#made > 0;
  }

  /** Fills `out[from..to)`; false where everything has faded out. */
  conceal(out: Int16Array, from: number, to: number): boolean {
    if (this.#made === 0) this.#begin(out, from);
    const audible = this.#made < FADED_AFTER;
    for (let i = from; i < to; i++) out[i] = this.#next();
    return audible;
  }

  /** The first real samples after a gap stand in `out[from..to)`: what was made up is blended into them. */
  resume(out: Int16Array, from: number, to: number): void {
    if (this.#made === 0) return;
    // 4 ms, and 4 more for every 10 ms that were missing, 10 at most (section I.2.7).
    const overlap = Math.min(to - from, TEN_MS, 32 + 32 * Math.floor(this.#made / TEN_MS));
    for (let i = 0; i < overlap; i++) {
      const share = (i + 1) / (overlap + 1);
      out[from + i] = Math.round(out[from + i]! * share + this.#next() * (1 - share));
    }
    this.#made = 0;
  }

  /** A whole frame was put out: at most 480 samples. Every frame comes by here, so it costs a copy and no more. */
  remember(frame: Int16Array): void {
    const room = KEPT - this.at;
    if (frame.length <= room) {
      this.#kept.set(frame, this.at);
    } else {
      this.#kept.set(frame.subarray(0, room), this.at);
      this.#kept.set(frame.subarray(room), 0);
    }
    this.at = (this.at + frame.length) % KEPT;
  }

  /** What was put out last, the newest at its end; valid until the next frame. */
  get history(): Int16Array {
    const first = (this.at + KEPT - HISTORY) % KEPT;
    const tail = Math.min(HISTORY, KEPT - first);
    this.#history.set(this.#kept.subarray(first, first + tail));
    if (tail < HISTORY) this.#history.set(this.#kept.subarray(0, HISTORY - tail), tail);
    return this.#history;
  }

  /** The gap begins inside a frame: what stands before it in `out` belongs to what was heard. */
  #begin(out: Int16Array, from: number): void {
    const source = this.#source;
    source.set(this.history.subarray(from));
    source.set(out.subarray(0, from), HISTORY - from);
    this.#period = findPeriod(source, HISTORY - 160, 160).samples;
    this.#step = source[HISTORY - 1]! - source[HISTORY - 1 - this.#period]!;
  }

  #next(): number {
    const at = this.#made++;
    if (at >= FADED_AFTER) return 0;
    const quarter = this.#period >> 2;
    // One period for 10 ms, two for the next, then three: one alone soon sounds like a whistle.
    const periods = Math.min(3, 1 + Math.floor(at / TEN_MS));
    let value = this.#sourceAt(at, periods);
    const since = at - (periods - 1) * TEN_MS;
    if (periods > 1 && since < quarter) {
      const share = since / quarter;
      value = value * share + this.#sourceAt(at, periods - 1) * (1 - share);
    }
    if (at < quarter) value += this.#step * (1 - at / quarter);
    const gain = at < TEN_MS ? 1 : 1 - (at - TEN_MS) / (FADED_AFTER - TEN_MS);
    return clamp(Math.round(value * gain));
  }

  /** The last periods round and round, the seam blended over a quarter of a period. */
  #sourceAt(at: number, periods: number): number {
    const length = periods * this.#period;
    const start = HISTORY - length;
    const place = at % length;
    const value = this.#source[start + place]!;
    const quarter = this.#period >> 2;
    const left = length - place;
    if (left > quarter) return value;
    const share = left / (quarter + 1);
    return value * share + this.#source[start + place - length]! * (1 - share);
  }
}

function clamp(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_767 ? -32_767 : value;
}
