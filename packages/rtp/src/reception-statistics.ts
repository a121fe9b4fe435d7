// What a receiver knows of a stream: extended sequence number, loss and jitter (RFC 3550, appendices A.1, A.3 and A.8).
import { sequenceDelta } from './sequence.ts';

const MAX_DROPOUT = 3_000;
const MAX_MISORDER = 100;

export class ReceptionStatistics {
  received = 0;
  #expectedBefore = 0; // packets expected from the sources before this one
  #base = 0;
  // Private by word where it changes with each packet: as in JitterBuffer.
  private highest = 0; // extended by the number of wraps
  #started = false;
  private suspect = -1; // the sequence number that would confirm a restarted source
  #ssrc = 0;
  private transit = 0;
  private jitter = 0; // scaled as in A.8: timestamp units
  #unitsPerMs = 8;

  get ssrc(): number {
    return this.#ssrc;
  }

  /** Extended highest sequence number, as a receiver report carries it. */
  get highestSequence(): number {
    return this.highest >>> 0;
  }

  get jitterTimestampUnits(): number {
    return this.jitter;
  }

  get jitterMs(): number {
    return this.jitter / this.#unitsPerMs;
  }

  /** Packets that should have come, from all sources there were. */
  get expected(): number {
    return this.#expectedBefore + (this.#started ? this.highest - this.#base + 1 : 0);
  }

  /** Packets that never came, never below zero (duplicates can make the difference negative, A.3). */
  get lost(): number {
    return Math.max(0, this.expected - this.received);
  }

  /** A packet came. False where it is to be ignored: a sequence jump that the next packet has not yet confirmed. */
  arrived(ssrc: number, sequence: number): boolean {
    if (!this.#started || ssrc !== this.#ssrc) {
      this.#restart(ssrc, sequence);
      this.received++;
      return true;
    }
    const delta = sequenceDelta(sequence, this.highest & 0xffff);
    if (delta > MAX_DROPOUT || delta < -MAX_MISORDER) {
      if (sequence !== this.suspect) {
        this.suspect = (sequence + 1) & 0xffff;
        return false;
      }
      // Two packets in a row: the other side restarted without telling us (A.1).
      this.#restart(ssrc, sequence);
    } else if (delta > 0) {
      this.highest += delta;
    }
    this.suspect = -1;
    this.received++;
    return true;
  }

  /** Interarrival jitter, for audio packets only: telephone-events repeat their timestamp. `arrivalMs` of any clock; a stream's units may change with its codec. */
  timed(arrivalMs: number, timestamp: number, unitsPerMs: number): void {
    if (unitsPerMs !== this.#unitsPerMs) {
      this.jitter *= unitsPerMs / this.#unitsPerMs;
      this.#unitsPerMs = unitsPerMs;
      this.transit = 0;
    }
    const transit = (arrivalMs * unitsPerMs - timestamp) | 0;
    if (this.transit !== 0) {
      const difference = Math.abs((transit - this.transit) | 0);
      // A jump of over a second is a new timeline, not jitter.
      if (difference < 1_000 * unitsPerMs) this.jitter += (difference - this.jitter) / 16;
    }
    this.transit = transit;
  }

  #restart(ssrc: number, sequence: number): void {
    if (this.#started) this.#expectedBefore += this.highest - this.#base + 1;
    this.#started = true;
    this.#ssrc = ssrc;
    this.#base = sequence;
    this.highest = sequence;
    this.transit = 0;
    this.suspect = -1;
  }
}
