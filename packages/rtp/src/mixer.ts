// One call's mixer: every listener hears a weighted sum of the speakers. Bridge, conference, listen, whisper and barge are only other gains.

export class Mixer {
  readonly #frame: number;
  #capacity: number;
  #used: boolean[];
  #inputs: Int16Array[];
  #active: Uint8Array; // whether a speaker's frame holds anything
  #now: Float32Array; // gains heard at the end of the last frame, row per listener
  #target: Float32Array;
  #sum: Float32Array;

  /** `frame` is the number of samples of a frame. */
  constructor(frame: number, capacity = 4) {
    this.#frame = frame;
    this.#capacity = capacity;
    this.#used = new Array<boolean>(capacity).fill(false);
    this.#inputs = Array.from({ length: capacity }, () => new Int16Array(frame));
    this.#active = new Uint8Array(capacity);
    this.#now = new Float32Array(capacity * capacity);
    this.#target = new Float32Array(capacity * capacity);
    this.#sum = new Float32Array(frame);
  }

  /** Takes a free place and returns its number. */
  join(): number {
    let slot = this.#used.indexOf(false);
    if (slot < 0) {
      slot = this.#capacity;
      this.#grow();
    }
    this.#used[slot] = true;
    this.#active[slot] = 0;
    return slot;
  }

  leave(slot: number): void {
    this.#used[slot] = false;
    this.#active[slot] = 0;
    for (let i = 0; i < this.#capacity; i++) {
      for (const cell of [slot * this.#capacity + i, i * this.#capacity + slot]) {
        this.#now[cell] = 0;
        this.#target[cell] = 0;
      }
    }
  }

  /** The frame that `slot` speaks; to be filled before mixing. It moves when the mixer grows: ask anew after each join. */
  input(slot: number): Int16Array {
    return this.#inputs[slot]!;
  }

  /** Says whether the frame in `input(slot)` holds sound; silent speakers cost nothing. */
  setActive(slot: number, active: boolean): void {
    this.#active[slot] = active ? 1 : 0;
  }

  /** How loud `listener` hears `speaker` from the next frame on; reached over one frame so that nothing clicks. */
  setGain(listener: number, speaker: number, gain: number): void {
    this.#target[listener * this.#capacity + speaker] = gain;
  }

  clearGains(): void {
    this.#target.fill(0);
  }

  /** Fills `out` with what `listener` hears; false where that is silence. */
  mix(listener: number, out: Int16Array): boolean {
    const row = listener * this.#capacity;
    const sum = this.#sum;
    let only: Int16Array | null = null;
    let summed = false;
    for (let speaker = 0; speaker < this.#capacity; speaker++) {
      const from = this.#now[row + speaker]!;
      const to = this.#target[row + speaker]!;
      if (from === 0 && to === 0) continue;
      this.#now[row + speaker] = to;
      if (this.#active[speaker] === 0) continue;
      const input = this.#inputs[speaker]!;
      // Two people who talk, the usual call: what the one says is what the other hears, and no sum is needed.
      if (!summed && only === null && from === 1 && to === 1) {
        only = input;
        continue;
      }
      if (!summed) sum.fill(0);
      summed = true;
      if (only !== null) add(sum, only, 1, 1);
      only = null;
      add(sum, input, from, to);
    }
    if (summed) saturate(sum, out);
    else if (only !== null) out.set(only);
    else out.fill(0);
    return summed || only !== null;
  }

  #grow(): void {
    const old = this.#capacity;
    const next = old * 2;
    const widen = (matrix: Float32Array): Float32Array => {
      const wide = new Float32Array(next * next);
      for (let row = 0; row < old; row++) wide.set(matrix.subarray(row * old, (row + 1) * old), row * next);
      return wide;
    };
    this.#now = widen(this.#now);
    this.#target = widen(this.#target);
    const active = new Uint8Array(next);
    active.set(this.#active);
    this.#active = active;
    for (let slot = old; slot < next; slot++) {
      this.#used.push(false);
      this.#inputs.push(new Int16Array(this.#frame));
    }
    this.#capacity = next;
  }
}

function add(sum: Float32Array, input: Int16Array, from: number, to: number): void {
  if (from === 1 && to === 1) {
    for (let i = 0; i < sum.length; i++) sum[i]! += input[i]!;
  } else if (from === to) {
    for (let i = 0; i < sum.length; i++) sum[i]! += input[i]! * to;
  } else {
    const step = (to - from) / sum.length;
    for (let i = 0; i < sum.length; i++) sum[i]! += input[i]! * (from + step * (i + 1));
  }
}

function saturate(sum: Float32Array, out: Int16Array): void {
  for (let i = 0; i < out.length; i++) {
    const value = sum[i]!;
    out[i] = value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : Math.round(value);
  }
}
