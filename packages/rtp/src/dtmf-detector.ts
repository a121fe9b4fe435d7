// Hears keys in the audio itself (ITU-T Q.23, Q.24), for far ends that did not agree on telephone-event; made to be deaf to speech.
import { Goertzel } from './goertzel.ts';
import type { ReceivedDigit } from './telephone-event-receiver.ts';

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1_209, 1_336, 1_477, 1_633];
const PAD = '123A456B789C*0#D';
/** 12.75 ms: narrow enough to part 697 from 770 Hz, short enough that 40 ms of tone fill two whole blocks. */
const BLOCK = 102;
const MIN_POWER = 2e4; // each tone over about -47 dBFS
const TWIST = 6.3; // column up to 8 dB louder than row (Q.24 allows 4-8)
const REVERSE_TWIST = 2.5; // row up to 4 dB louder
const APART = 6.3; // the best row and column are 8 dB over the others of their group
const SHARE = 0.7; // of the block's whole power is in the two tones: speech spreads its power over harmonics
const BLOCKS_ON = 2;
const BLOCKS_OFF = 2;

export class DtmfDetector {
  readonly #rows = ROWS.map((hz) => new Goertzel(hz));
  readonly #columns = COLUMNS.map((hz) => new Goertzel(hz));
  readonly #powers = new Float64Array(8);
  #square = 0;
  #count = 0;
  #candidate = '';
  #hits = 0;
  #misses = 0;
  #digit = '';
  #blocks = 0;

  /** Listens to a frame; returns the key press that ended in it, if any. */
  frame(samples: Int16Array): ReceivedDigit | null {
    let ended: ReceivedDigit | null = null;
    let from = 0;
    while (from < samples.length) {
      const to = Math.min(samples.length, from + BLOCK - this.#count);
      for (let i = 0; i < 4; i++) {
        this.#rows[i]!.add(samples, from, to);
        this.#columns[i]!.add(samples, from, to);
      }
      for (let i = from; i < to; i++) this.#square += samples[i]! * samples[i]!;
      this.#count += to - from;
      from = to;
      if (this.#count === BLOCK) ended = this.#block() ?? ended;
    }
    return ended;
  }

  #block(): ReceivedDigit | null {
    const heard = this.#classify();
    if (this.#digit !== '') {
      if (heard === this.#digit) {
        this.#blocks += 1 + this.#misses;
        this.#misses = 0;
        return null;
      }
      if (++this.#misses < BLOCKS_OFF) return null;
      const press = { digit: this.#digit, durationMs: Math.round((this.#blocks * BLOCK) / 8) };
      this.#digit = '';
      this.#candidate = heard;
      this.#hits = heard === '' ? 0 : 1;
      return press;
    }
    this.#hits = heard !== '' && heard === this.#candidate ? this.#hits + 1 : heard === '' ? 0 : 1;
    this.#candidate = heard;
    if (this.#hits >= BLOCKS_ON) {
      this.#digit = heard;
      this.#blocks = this.#hits;
      this.#misses = 0;
    }
    return null;
  }

  /** The key whose tones fill this block, or ''. Begins the next block. */
  #classify(): string {
    const mean = this.#square / BLOCK;
    let row = 0;
    let column = 0;
    for (let i = 0; i < 4; i++) {
      this.#powers[i] = this.#rows[i]!.power();
      this.#powers[4 + i] = this.#columns[i]!.power();
      this.#rows[i]!.reset();
      this.#columns[i]!.reset();
      if (this.#powers[i]! > this.#powers[row]!) row = i;
      if (this.#powers[4 + i]! > this.#powers[4 + column]!) column = i;
    }
    this.#square = 0;
    this.#count = 0;
    const low = this.#powers[row]!;
    const high = this.#powers[4 + column]!;
    if (low < MIN_POWER || high < MIN_POWER || high > low * TWIST || low > high * REVERSE_TWIST) return '';
    for (let i = 0; i < 4; i++) {
      if (i !== row && this.#powers[i]! * APART > low) return '';
      if (i !== column && this.#powers[4 + i]! * APART > high) return '';
    }
    return low + high < SHARE * mean ? '' : PAD[row * 4 + column]!;
  }
}
