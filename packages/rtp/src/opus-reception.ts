// An Opus stream on its way into the jitter buffer: each packet decoded as it comes, one that was lost made good from the copy in the next.
import { ClockRatio } from './clock-ratio.ts';
import type { JitterBuffer } from './jitter-buffer.ts';
import { MOST_OPUS_SAMPLES, type OpusDecoder } from './opus-coder.ts';
import { hasCopy, opusSamples } from './opus-packet.ts';
import type { RtpHeader } from './packet.ts';
import { sequenceDelta } from './sequence.ts';

/** RFC 7587, section 4.1: the clock runs at 48 kHz, whatever is in the packet. */
const UNITS_PER_SAMPLE = 6;
/** Further away than this it is another stream, which knows nothing of what was before. */
const FAR = 100;

/**
 * Packets are decoded in the order they come. One that was overtaken by the next is there already, from that one's copy; without a copy it is decoded late,
 * which is a click at worst. A copy comes a packet later than what it is of: the jitter buffer takes it for that packet, late, and waits longer where that happens.
 */
export class OpusReception {
  /** Packets that were lost and heard all the same. */
  repaired = 0;
  /** Copies that came too late to be heard, which the jitter buffer counts among what came late. */
  late = 0;
  readonly #decoder: OpusDecoder;
  readonly #jitter: JitterBuffer;
  readonly #clock = new ClockRatio(UNITS_PER_SAMPLE);
  readonly #samples = new Int16Array(MOST_OPUS_SAMPLES);
  #ssrc: number | null = null;
  #next = 0;

  constructor(decoder: OpusDecoder, jitter: JitterBuffer) {
    this.#decoder = decoder;
    this.#jitter = jitter;
  }

  /** A packet of this stream's sequence that holds no audio (telephone-event): what follows it lost nothing. */
  pass(sequence: number): void {
    if (sequence === this.#next) this.#next = (sequence + 1) & 0xffff;
  }

  /** Takes one packet; `arrival` as `JitterBuffer.put`. What is torn is as if it had not come. */
  packet(bytes: Uint8Array, header: RtpHeader, arrival: number): void {
    const { ssrc, sequence, payloadOffset: offset, payloadLength: length } = header;
    const lasts = opusSamples(bytes, offset, length);
    if (lasts === 0) return;
    const timestamp = this.#clock.convert(ssrc, header.timestamp);
    const ahead = ssrc === this.#ssrc ? sequenceDelta(sequence, this.#next) : 0;
    if (ssrc !== this.#ssrc || ahead > FAR || ahead < -FAR) {
      this.#decoder.restart();
      this.#ssrc = ssrc;
    } else if (this.#jitter.has(ssrc, sequence)) {
      return;
    } else if (ahead > 0) {
      this.#repair(bytes, header, timestamp, arrival, lasts);
    }
    if (ahead >= 0 || ahead < -FAR) this.#next = (sequence + 1) & 0xffff;
    const samples = this.#decoder.decode(bytes, offset, length, this.#samples);
    if (samples > 0) this.#jitter.putSamples(ssrc, sequence, timestamp, this.#samples, samples, arrival);
  }

  free(): void {
    this.#decoder.free();
  }

  #repair(bytes: Uint8Array, header: RtpHeader, timestamp: number, arrival: number, lasts: number): void {
    const { ssrc, sequence, payloadOffset: offset, payloadLength: length } = header;
    const copied = hasCopy(bytes, offset, length);
    // Without one the decoder makes something up: it is not put in, as the jitter buffer has done so by then, but the decoder goes on from it.
    const samples = this.#decoder.repair(bytes, offset, length, this.#samples, lasts);
    const before = (sequence - 1) & 0xffff;
    if (!copied || samples === 0 || this.#jitter.has(ssrc, before)) return;
    const lateBefore = this.#jitter.stats.late;
    const heard = this.#jitter.putSamples(ssrc, before, (timestamp - samples) >>> 0, this.#samples, samples, arrival);
    if (heard) this.repaired++;
    this.late += this.#jitter.stats.late - lateBefore;
  }
}
