// Puts a stream back on an even clock: a ring of decoded samples addressed by RTP timestamp, so any packet length, order or repeat is right.
import { sequenceDelta, timestampDelta } from './sequence.ts';

/** No sample here yet. G.711 never decodes to it. */
const MISSING = -32_768;
const RING = 8_192; // samples; a power of two, a little over one second
const MASK = RING - 1;
const WINDOW = RING / 2; // further off than this is not reordering but another timeline
const SHRINK_AFTER_READS = 50;

export type JitterOptions = {
  /** Playing starts once this many samples are there: 320 (40 ms) holds a packet back for 20 to 40 ms. */
  depth: number;
  /** More than this waiting (a burst after a stall) is cut back to `depth`. */
  limit: number;
};

export type JitterStats = {
  /** Packets that came after their time to be heard. */
  late: number;
  duplicates: number;
  /** Samples replaced by silence inside the stream: packets lost. */
  missingSamples: number;
  /** Reads that found nothing waiting. */
  underruns: number;
  /** Samples thrown away to come back to the depth. */
  droppedSamples: number;
  /** New sources or timelines. */
  resyncs: number;
};

/**
 * Fixed depth. An underrun stretches the delay by what was missed if the packet was only late, and not at all if it was lost; what was
 * waiting unused for a whole second is cut away. An adaptive depth only has to move `depth`.
 */
export class JitterBuffer {
  readonly stats: JitterStats = { late: 0, duplicates: 0, missingSamples: 0, underruns: 0, droppedSamples: 0, resyncs: 0 };
  depth: number;
  readonly #limit: number;
  readonly #ring = new Int16Array(RING).fill(MISSING);
  #state: 'empty' | 'filling' | 'playing' = 'empty';
  #ssrc = 0;
  #playout = 0; // timestamp of the next sample to be read
  #end = 0; // timestamp after the newest sample
  #held = 0; // samples of silence given since the buffer ran dry
  #waited = 0; // samples asked for while filling
  #suspect = -1;
  #leastFill = RING;
  #reads = 0;

  constructor(options: JitterOptions) {
    this.depth = options.depth;
    this.#limit = options.limit;
  }

  /** Samples waiting. */
  get fill(): number {
    return this.#state === 'empty' ? 0 : Math.max(0, timestampDelta(this.#end, this.#playout));
  }

  /** Takes one packet: `length` bytes of `packet` from `offset`, a sample each, decoded by `table`. */
  put(ssrc: number, sequence: number, timestamp: number, packet: Uint8Array, offset: number, length: number, table: Int16Array): void {
    if (length === 0 || length > WINDOW) return;
    if (this.#state === 'empty' || ssrc !== this.#ssrc) this.#anchor(ssrc, timestamp);
    let ahead = timestampDelta(timestamp, this.#playout);
    if (this.#held > 0) {
      // The sender's time went on while we gave silence (loss, silence suppression, a telephone-event): follow it, as far as we waited.
      const skip = Math.max(0, Math.min(this.#held, ahead));
      if (ahead >= 0) {
        this.#playout = (this.#playout + skip) >>> 0;
        this.#end = this.#playout;
        this.#held = 0;
        ahead -= skip;
      }
    }
    if (ahead > WINDOW || ahead < -WINDOW) {
      const confirmed = this.#suspect >= 0 && sequenceDelta(sequence, this.#suspect) === 0;
      this.#suspect = (sequence + 1) & 0xffff;
      if (!confirmed) return;
      this.#anchor(ssrc, timestamp);
      ahead = 0;
    }
    this.#suspect = -1;
    if (ahead < 0 && this.#state === 'filling') {
      // Reordered at the very start: begin with the earlier packet.
      this.#playout = timestamp;
      ahead = 0;
    } else if (ahead < 0) {
      this.stats.late++;
      if (ahead + length <= 0) return;
    }
    this.#write(timestamp, Math.max(0, -ahead), packet, offset, length, table);
    this.#bound();
    if (this.#state === 'filling' && this.fill >= this.depth) this.#state = 'playing';
  }

  /** Fills `out` with what is to be heard now; returns how many of its samples are real. */
  read(out: Int16Array): number {
    const wanted = out.length;
    if (this.#state === 'filling') {
      this.#waited += wanted;
      if (this.#waited > this.depth) this.#state = 'playing';
    }
    const available = this.#state === 'playing' ? Math.min(wanted, timestampDelta(this.#end, this.#playout)) : 0;
    let real = 0;
    for (let i = 0; i < available; i++) {
      const at = (this.#playout + i) & MASK;
      const sample = this.#ring[at]!;
      if (sample === MISSING) {
        out[i] = 0;
      } else {
        out[i] = sample;
        this.#ring[at] = MISSING;
        real++;
      }
    }
    if (available < wanted) out.fill(0, Math.max(0, available));
    if (this.#state !== 'playing') return 0;
    this.stats.missingSamples += available - real;
    this.#playout = (this.#playout + available) >>> 0;
    if (available < wanted) {
      if (available === 0 && this.#held === 0) this.stats.underruns++;
      this.#held += wanted - available;
      // A second without anything: whatever comes next is a new beginning.
      if (this.#held > 8_000) this.#state = 'empty';
    }
    this.#shrink(wanted);
    return real;
  }

  #anchor(ssrc: number, timestamp: number): void {
    this.#ring.fill(MISSING);
    this.#ssrc = ssrc;
    this.#playout = timestamp;
    this.#end = timestamp;
    this.#held = 0;
    this.#waited = 0;
    this.#leastFill = RING;
    this.#reads = 0;
    this.#state = 'filling';
    this.#suspect = -1;
    this.stats.resyncs++;
  }

  #write(timestamp: number, from: number, packet: Uint8Array, offset: number, length: number, table: Int16Array): void {
    if (this.#ring[(timestamp + from) & MASK] !== MISSING) {
      this.stats.duplicates++;
      return;
    }
    for (let i = from; i < length; i++) this.#ring[(timestamp + i) & MASK] = table[packet[offset + i]!]!;
    const end = (timestamp + length) >>> 0;
    if (timestampDelta(end, this.#end) > 0) this.#end = end;
  }

  #bound(): void {
    const fill = this.fill;
    if (fill > this.#limit) this.#drop(fill - this.depth);
  }

  #shrink(wanted: number): void {
    const fill = this.fill;
    if (fill < this.#leastFill) this.#leastFill = fill;
    if (++this.#reads < SHRINK_AFTER_READS) return;
    // Right after a read, `depth` less one read is what should be left.
    const excess = this.#leastFill - (this.depth - wanted);
    if (excess >= wanted) this.#drop(excess - (excess % wanted));
    this.#reads = 0;
    this.#leastFill = RING;
  }

  #drop(samples: number): void {
    for (let i = 0; i < samples; i++) this.#ring[(this.#playout + i) & MASK] = MISSING;
    this.#playout = (this.#playout + samples) >>> 0;
    this.stats.droppedSamples += samples;
  }
}
