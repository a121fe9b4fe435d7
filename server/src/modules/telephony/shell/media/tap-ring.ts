// Audio from a media worker to another thread, through memory that both see: the writer never waits, the reader notices what it missed.
import { FRAME_SAMPLES } from '@tandem/rtp';

/** 1.28 s. */
const FRAMES = 64;
const COUNT_BYTES = 8;

export function createTapRing(): SharedArrayBuffer {
  return new SharedArrayBuffer(COUNT_BYTES + FRAMES * FRAME_SAMPLES * 2);
}

/** The one who writes: a copy and one atomic store a frame, whatever the reader does. */
export class TapWriter {
  readonly #count: Int32Array;
  readonly #frames: Int16Array;
  #written = 0;

  constructor(ring: SharedArrayBuffer) {
    this.#count = new Int32Array(ring, 0, 1);
    this.#frames = new Int16Array(ring, COUNT_BYTES);
  }

  /** Null is silence. */
  write(frame: Int16Array | null): void {
    const at = (this.#written % FRAMES) * FRAME_SAMPLES;
    if (frame === null) this.#frames.fill(0, at, at + FRAME_SAMPLES);
    else this.#frames.set(frame, at);
    Atomics.store(this.#count, 0, ++this.#written);
  }

  /** Time went by without frames. More than the ring holds would only write the same silence again. */
  skip(frames: number): void {
    for (let i = Math.min(frames, FRAMES); i > 0; i--) this.write(null);
  }
}

/** The one who reads. */
export class TapReader {
  dropped = 0;
  readonly #count: Int32Array;
  readonly #frames: Int16Array;
  #read = 0;

  constructor(ring: SharedArrayBuffer) {
    this.#count = new Int32Array(ring, 0, 1);
    this.#frames = new Int16Array(ring, COUNT_BYTES);
  }

  /** Copies the oldest frame that is still whole; false where none waits. */
  read(into: Int16Array): boolean {
    for (;;) {
      const written = Atomics.load(this.#count, 0);
      if (written === this.#read) return false;
      // The slot after the newest frame may be half written.
      const oldest = written - FRAMES + 1;
      if (this.#read < oldest) {
        this.dropped += oldest - this.#read;
        this.#read = oldest;
      }
      const at = (this.#read % FRAMES) * FRAME_SAMPLES;
      into.set(this.#frames.subarray(at, at + FRAME_SAMPLES));
      // Overtaken while copying: what was copied may be two frames in one.
      if (Atomics.load(this.#count, 0) - FRAMES + 1 > this.#read) continue;
      this.#read++;
      return true;
    }
  }
}
