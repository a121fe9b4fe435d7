// How long a stream must be held back so that its late packets still come in time: from how much later than the fastest they come.

/** Ten seconds of 20 ms packets. */
const WINDOW = 512;
/** One packet in five hundred may be missed: by the E-model its loss costs as much as 30 ms more delay for all would. */
const ONE_MAY_BE_MISSED = 500;
const RECKON_EVERY = 25;
/** All in samples. Transit is arrival time less RTP timestamp: only its differences mean anything. */
export class DelayEstimate {
  /** How much longer than the fastest packet the slowest ones take that are not to be missed. */
  variation: number;
  readonly #transits = new Int32Array(WINDOW);
  // Private by word where it changes with each packet: as in JitterBuffer.
  private count = 0;
  private next = 0;
  #origin = 0;
  #fastest = 0;
  private sinceReckoned = 0;

  /** `variation` is believed until something has been measured. */
  constructor(variation: number) {
    this.variation = variation;
  }

  /** Transit of the fastest packet of the window. */
  get fastest(): number {
    return (this.#origin + this.#fastest) | 0;
  }

  get known(): boolean {
    return this.count > 0;
  }

  /** A packet came; `late` where it missed its time: then it counts at once. */
  add(transit: number, late: boolean): void {
    if (this.count === 0) this.#origin = transit;
    const relative = (transit - this.#origin) | 0;
    if (this.count === 0 || relative < this.#fastest) this.#fastest = relative;
    this.#transits[this.next] = relative;
    this.next = (this.next + 1) % WINDOW;
    this.count = Math.min(this.count + 1, WINDOW);
    if (late) this.variation = Math.max(this.variation, relative - this.#fastest);
    if (++this.sinceReckoned >= RECKON_EVERY) this.#reckon();
  }

  /** Another source or timeline. The variation stays: the way is the same. */
  restart(): void {
    this.count = 0;
    this.next = 0;
    this.sinceReckoned = 0;
  }

  #reckon(): void {
    this.sinceReckoned = 0;
    let [fastest, slowest, next] = [Infinity, -Infinity, -Infinity];
    for (let i = 0; i < this.count; i++) {
      const transit = this.#transits[i]!;
      if (transit < fastest) fastest = transit;
      if (transit > slowest) {
        next = slowest;
        slowest = transit;
      } else if (transit > next) {
        next = transit;
      }
    }
    this.#fastest = fastest;
    const measured = (this.count < ONE_MAY_BE_MISSED ? slowest : next) - fastest;
    // Up at once, down by 10 ms each half second: the next burst comes soon.
    this.variation = Math.max(measured, this.variation - 80);
  }
}
