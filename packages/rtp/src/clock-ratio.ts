// The timestamps of a stream with a faster clock as those of an 8 kHz one, on and on through every wrap of either.
import { timestampDelta } from './sequence.ts';

export class ClockRatio {
  readonly #ratio: number;
  #last = 0;
  /** Units since the first packet, unwrapped: exact for longer than any call (2^53). */
  #since = 0;
  #origin = 0;
  #ssrc: number | null = null;

  /** `ratio`: units of the stream in one of ours, 6 for Opus (RFC 7587, section 4.1). */
  constructor(ratio: number) {
    this.#ratio = ratio;
  }

  /** Another source begins a time of its own. */
  convert(ssrc: number, timestamp: number): number {
    if (ssrc !== this.#ssrc) {
      this.#ssrc = ssrc;
      this.#origin = Math.floor(timestamp / this.#ratio);
      this.#since = timestamp % this.#ratio;
    } else {
      this.#since += timestampDelta(timestamp, this.#last);
    }
    this.#last = timestamp;
    return (this.#origin + Math.floor(this.#since / this.#ratio)) >>> 0;
  }
}
