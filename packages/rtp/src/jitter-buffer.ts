// Puts a stream back on an even clock: a ring of decoded samples addressed by RTP timestamp, so any packet length, order or repeat is right.
import { Concealment } from './concealment.ts';
import { DelayEstimate } from './delay-estimate.ts';
import { sequenceDelta, timestampDelta } from './sequence.ts';
import { AHEAD_TO_SHORTEN, findCut, findRepeat, lengthen, shorten } from './time-scale.ts';

/** No sample here yet. G.711 never decodes to it. */
const MISSING = -32_768;
const RING = 8_192; // samples; a power of two, a little over one second
const MASK = RING - 1;
const WINDOW = RING / 2; // further off than this is not reordering but another timeline
/** A second without anything: whatever comes next is a new beginning. */
const GONE = 8_000;
const SEEN = 128;

/** Added to what is measured for what is not: the clock's grain, the way from socket to buffer. 2 ms. */
const SLACK = 16;
/** A delay this far above the most or below the least that is needed is left as it is: 5 ms and 2 ms. */
const TOO_LONG = 40;
const TOO_SHORT = 0;
/** Frames between two corrections: the more there is to correct, the sooner. */
const CALM_FRAMES = 10;
const URGENT_FRAMES = 2;
const URGENT = 320;
/** So many tries without a good place: then anywhere. Noise and music have no period, and hide a seam. */
const PATIENCE = 8;
/** A tick further off than this is a clock that stood still (skipped ticks), not one that was noticed late: 50 ms. */
const STOPPED = 400;

export type JitterOptions = {
  /** Samples that the fastest packet waits before anything has been measured. */
  start: number;
  /** Bounds of that wait afterwards. */
  least: number;
  most: number;
};

export type JitterStats = {
  /** Packets that came after their time to be heard, in whole or in part. */
  late: number;
  duplicates: number;
  /** Samples inside the stream that never came in time. */
  missingSamples: number;
  /** Samples made up for what was missing. */
  concealedSamples: number;
  /** Times that a read found nothing waiting. */
  underruns: number;
  /** Samples left out, and said twice, to come back to the target. */
  droppedSamples: number;
  insertedSamples: number;
  /** New sources or timelines. */
  resyncs: number;
};

/**
 * The delay follows what is measured: it grows when packets come late, and shrinks when they come evenly, by a period of the voice at a
 * time. A far end whose clock runs fast or slow shows as a delay that grows or shrinks, and is corrected alike. What is missing is
 * concealed for 60 ms, then it is silent.
 */
export class JitterBuffer {
  readonly stats: JitterStats = {
    late: 0,
    duplicates: 0,
    missingSamples: 0,
    concealedSamples: 0,
    underruns: 0,
    droppedSamples: 0,
    insertedSamples: 0,
    resyncs: 0,
  };
  readonly #options: JitterOptions;
  readonly #estimate: DelayEstimate;
  readonly #concealment = new Concealment();
  readonly #ring = new Int16Array(RING).fill(MISSING);
  readonly #ahead = new Int16Array(AHEAD_TO_SHORTEN);
  readonly #seen = new Int32Array(SEEN).fill(-1);
  // What changes with each packet is private by word alone: until code is optimized fully, after minutes of few calls, V8 writes a #field ten times slower.
  private state: 'empty' | 'filling' | 'playing' = 'empty';
  #ssrc = 0;
  private playout = 0; // timestamp of the next sample to be read
  private end = 0; // timestamp after the newest sample
  private held = 0; // samples made up or silent since the buffer ran dry
  private suspect = -1;
  private tickAt = Number.NaN; // when the last read was, evened out
  private frame = 160;
  private packet = 160; // samples in the last packet
  private rest = 0; // frames until the next correction may come
  private tries = 0;

  constructor(options: JitterOptions) {
    this.#options = options;
    this.#estimate = new DelayEstimate(options.start - SLACK);
  }

  /** Samples waiting. */
  get fill(): number {
    return this.state === 'empty' ? 0 : Math.max(0, timestampDelta(this.end, this.playout));
  }

  /**
   * How long the fastest packet is to wait, in samples: as much longer as slow ones take, and until the frame is read whose last samples
   * it brings, where frames and packets do not begin together.
   */
  get target(): number {
    const into = timestampDelta(this.end, this.playout) % this.packet;
    return this.#bounded(into > 0 && into < this.frame ? into : 0);
  }

  /** How long the fastest packet of the last ten seconds waits now, in samples; 0 where nothing plays. */
  get delay(): number {
    if (this.state !== 'playing' || !this.#estimate.known) return 0;
    return this.#waits(Math.round(this.tickAt) + this.frame) - this.held;
  }

  /**
   * Takes one packet: `length` bytes of `packet` from `offset`, a sample each, decoded by `table`. `arrival` is when it came, in samples
   * of any clock, the same as `read`'s.
   */
  put(
    ssrc: number,
    sequence: number,
    timestamp: number,
    packet: Uint8Array,
    offset: number,
    length: number,
    table: Int16Array,
    arrival: number,
  ): void {
    const from = this.#place(ssrc, sequence, timestamp, length, arrival);
    if (from < 0) return;
    this.#write(timestamp, from, packet, offset, length, table);
    this.#keepShort(length);
  }

  /** Takes a packet that was decoded elsewhere, as `put`: the first `length` of `samples`. False where nothing of it came in time, or it was there before. */
  putSamples(ssrc: number, sequence: number, timestamp: number, samples: Int16Array, length: number, arrival: number): boolean {
    const from = this.#place(ssrc, sequence, timestamp, length, arrival);
    if (from < 0) return false;
    for (let i = from; i < length; i++) this.#ring[(timestamp + i) & MASK] = Math.max(samples[i]!, MISSING + 1);
    this.#extend(timestamp, length);
    this.#keepShort(length);
    return true;
  }

  /** Whether that packet of the present source is in already. */
  has(ssrc: number, sequence: number): boolean {
    return this.state !== 'empty' && ssrc === this.#ssrc && this.#seen[sequence % SEEN] === sequence;
  }

  /** Finds a packet's place in time: the first of its samples that is not too late, or -1 where it is of no use. */
  #place(ssrc: number, sequence: number, timestamp: number, length: number, arrival: number): number {
    if (length === 0 || length > WINDOW) return -1;
    if (this.state === 'empty' || ssrc !== this.#ssrc) this.#anchor(ssrc, timestamp);
    if (this.#seen[sequence % SEEN] === sequence) {
      this.stats.duplicates++;
      return -1;
    }
    let ahead = timestampDelta(timestamp, this.playout);
    // Also late: what comes after its time into a buffer that ran dry, and is played after all.
    const late = this.held > 0 ? ahead < this.held : ahead < 0 && this.state === 'playing';
    if (this.held > 0 && ahead >= 0) {
      // The sender's time went on while we had nothing (loss, silence suppression, a telephone-event): follow it, as far as we waited.
      const skip = Math.min(this.held, ahead);
      this.playout = (this.playout + skip) >>> 0;
      this.end = this.playout;
      this.held = 0;
      ahead -= skip;
    }
    if (ahead > WINDOW || ahead < -WINDOW) {
      const confirmed = this.suspect >= 0 && sequenceDelta(sequence, this.suspect) === 0;
      this.suspect = (sequence + 1) & 0xffff;
      if (!confirmed) return -1;
      this.#anchor(ssrc, timestamp);
      ahead = 0;
    }
    this.suspect = -1;
    this.packet = length;
    this.#seen[sequence % SEEN] = sequence;
    if (ahead < 0 && this.state === 'filling') {
      // Reordered at the very start: begin with the earlier packet.
      this.playout = timestamp;
      ahead = 0;
    }
    this.#estimate.add((Math.round(arrival) - timestamp) | 0, late);
    if (ahead < 0) {
      this.stats.late++;
      if (ahead + length <= 0) return -1;
    }
    return Math.max(0, -ahead);
  }

  #keepShort(length: number): void {
    const most = this.#options.most + 2 * this.frame;
    if (this.fill > Math.max(most, length + this.#options.start)) this.#drop(this.fill - this.target);
  }

  /** Fills `out` with what is to be heard at `now` (samples, the clock of `put`); returns how many of its samples are sound, made up ones included. */
  read(out: Int16Array, now: number): number {
    this.#tick(out.length, now);
    if (this.state === 'filling' && this.#waits(Math.round(this.tickAt)) >= this.target) this.state = 'playing';
    if (this.state !== 'playing') {
      out.fill(0);
      this.#concealment.remember(out);
      return 0;
    }
    const sound = this.#corrected(out) ? out.length : this.#play(out);
    this.#concealment.remember(out);
    return sound;
  }

  /** Reads come evenly by their nature; the moments at which they are noticed do not. */
  #tick(wanted: number, now: number): void {
    this.frame = wanted;
    const expected = this.tickAt + wanted;
    const off = now - expected;
    this.tickAt = Math.abs(off) < STOPPED ? expected + off / 32 : now;
  }

  /** How long the fastest packet waits where the next sample is heard at that time. */
  #waits(heardAt: number): number {
    return (heardAt - this.playout - this.#estimate.fastest) | 0;
  }

  #play(out: Int16Array): number {
    const wanted = out.length;
    if (this.#playWhole(out)) return wanted;
    const available = Math.max(0, Math.min(wanted, timestampDelta(this.end, this.playout)));
    let sound = 0;
    for (let at = 0; at < wanted;) {
      const present = at < available && this.#sampleAt(at) !== MISSING;
      let to = at + 1;
      while (to < available && (this.#sampleAt(to) !== MISSING) === present) to++;
      if (!present && to >= available) to = wanted;
      if (present) sound += this.#take(out, at, to);
      else sound += this.#makeUp(out, at, to, available);
      at = to;
    }
    this.playout = (this.playout + available) >>> 0;
    if (available < wanted) {
      if (this.held === 0) this.stats.underruns++;
      this.held += wanted - available;
      if (this.held > GONE) this.state = 'empty';
    }
    return sound;
  }

  /** The usual case, in one pass: everything is there. */
  #playWhole(out: Int16Array): boolean {
    const ring = this.#ring;
    let at = this.playout & MASK;
    for (let i = 0; i < out.length; i++) {
      const sample = ring[at]!;
      if (sample === MISSING) return false;
      out[i] = sample;
      at = (at + 1) & MASK;
    }
    this.#concealment.resume(out, 0, out.length);
    this.#forward(out.length);
    return true;
  }

  #sampleAt(at: number): number {
    return this.#ring[(this.playout + at) & MASK]!;
  }

  #take(out: Int16Array, from: number, to: number): number {
    for (let i = from; i < to; i++) {
      const at = (this.playout + i) & MASK;
      out[i] = this.#ring[at]!;
      this.#ring[at] = MISSING;
    }
    this.#concealment.resume(out, from, to);
    return to - from;
  }

  #makeUp(out: Int16Array, from: number, to: number, available: number): number {
    this.stats.missingSamples += Math.max(0, Math.min(to, available) - from);
    if (!this.#concealment.conceal(out, from, to)) return 0;
    this.stats.concealedSamples += to - from;
    return to - from;
  }

  /** Brings the delay a little closer to its target, where the audio allows it: `out` is filled from more or fewer samples than it has. */
  #corrected(out: Int16Array): boolean {
    if (this.rest > 0) {
      this.rest--;
      return false;
    }
    if (this.held > 0 || this.#concealment.active) return false;
    const excess = this.#excess(this.#waits(Math.round(this.tickAt)));
    if (excess === 0) return false;
    const ahead = this.#peek(excess > 0 ? AHEAD_TO_SHORTEN : out.length);
    if (ahead === null) return false;
    const anyhow = ++this.tries > PATIENCE;
    const by = excess > 0 ? findCut(ahead, Math.min(excess, 120), anyhow) : findRepeat(this.#concealment.history, 120, anyhow);
    if (by === 0) {
      // A voice whose period is longer than what is too much goes on so for a while, and a search is dear: a few ms too many can wait.
      this.rest = excess > 0 && excess <= URGENT ? CALM_FRAMES : URGENT_FRAMES;
      return false;
    }
    if (excess > 0) {
      shorten(out, ahead, by);
      this.stats.droppedSamples += by;
    } else {
      lengthen(out, this.#concealment.history, ahead, by);
      this.stats.insertedSamples += by;
    }
    this.#forward(out.length + (excess > 0 ? by : -by));
    this.tries = 0;
    this.rest = Math.abs(excess) > URGENT ? URGENT_FRAMES : CALM_FRAMES;
    return true;
  }

  /** What is to be left out of a delay (or, below zero, added to it). Between the two bounds lies more than a correction, or they would alternate. */
  #excess(delay: number): number {
    const { target } = this;
    if (delay < target - TOO_SHORT) return delay - target;
    if (delay > this.#bounded(this.frame) + TOO_LONG) return delay - this.#bounded(this.frame / 2);
    return 0;
  }

  #bounded(more: number): number {
    return Math.max(this.#options.least, Math.min(this.#options.most, this.#estimate.variation + SLACK + more));
  }

  /** The next samples, without taking them; null where one is missing. */
  #peek(count: number): Int16Array | null {
    if (this.fill < count) return null;
    const ahead = this.#ahead;
    const ring = this.#ring;
    let at = this.playout & MASK;
    for (let i = 0; i < count; i++) {
      const sample = ring[at]!;
      if (sample === MISSING) return null;
      ahead[i] = sample;
      at = (at + 1) & MASK;
    }
    return ahead;
  }

  #forward(samples: number): void {
    const start = this.playout & MASK;
    this.#ring.fill(MISSING, start, Math.min(RING, start + samples));
    if (start + samples > RING) this.#ring.fill(MISSING, 0, start + samples - RING);
    this.playout = (this.playout + samples) >>> 0;
  }

  #anchor(ssrc: number, timestamp: number): void {
    this.#ring.fill(MISSING);
    this.#seen.fill(-1);
    this.#estimate.restart();
    this.#ssrc = ssrc;
    this.playout = timestamp;
    this.end = timestamp;
    this.held = 0;
    this.state = 'filling';
    this.suspect = -1;
    this.stats.resyncs++;
  }

  #write(timestamp: number, from: number, packet: Uint8Array, offset: number, length: number, table: Int16Array): void {
    const ring = this.#ring;
    let at = (timestamp + from) & MASK;
    for (let i = offset + from; i < offset + length; i++) {
      ring[at] = table[packet[i]!]!;
      at = (at + 1) & MASK;
    }
    this.#extend(timestamp, length);
  }

  #extend(timestamp: number, length: number): void {
    const end = (timestamp + length) >>> 0;
    if (timestampDelta(end, this.end) > 0) this.end = end;
  }

  #drop(samples: number): void {
    this.#forward(samples);
    this.stats.droppedSamples += samples;
  }
}
