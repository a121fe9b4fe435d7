// The power of one frequency in a block of samples (Goertzel's recurrence): cheaper than a transform where few frequencies matter.

export class Goertzel {
  readonly #coefficient: number;
  #s1 = 0;
  #s2 = 0;
  #count = 0;

  constructor(hz: number, rate = 8_000) {
    this.#coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  }

  add(samples: Int16Array, from = 0, to = samples.length): void {
    let s1 = this.#s1;
    let s2 = this.#s2;
    for (let i = from; i < to; i++) {
      const s0 = samples[i]! + this.#coefficient * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    this.#s1 = s1;
    this.#s2 = s2;
    this.#count += to - from;
  }

  /** Mean power of the frequency since the last reset: amplitude^2 / 2 for a sine, comparable to the mean square of the samples. */
  power(): number {
    if (this.#count === 0) return 0;
    const energy = this.#s1 * this.#s1 + this.#s2 * this.#s2 - this.#coefficient * this.#s1 * this.#s2;
    return (2 * energy) / (this.#count * this.#count);
  }

  reset(): void {
    this.#s1 = 0;
    this.#s2 = 0;
    this.#count = 0;
  }
}
