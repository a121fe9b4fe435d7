// One leg's way in: RTP packets become an even stream of frames, key presses and statistics.
import {
  createRtpHeader,
  decodeTable,
  DtmfDetector,
  FRAME_MS,
  JitterBuffer,
  LevelMeter,
  parseRtp,
  ReceptionStatistics,
  TelephoneEventReceiver,
} from '@tandem/rtp';
import type { OpusReception, ReceivedDigit } from '@tandem/rtp';
import { MediaLatch, type Latch } from '../../core/media-latch.ts';
import type { RemoteMedia } from '../../ports.ts';

/** In samples: 25 ms to begin with, then what the network needs between 20 and 200 ms. */
const JITTER = { start: 200, least: 160, most: 1_600 };
/** Reads between two looks at the delay, for its mean. */
const LOOK_EVERY = 50;
const SILENT_MS = 30_000;
const UNITS_PER_MS = 8;
const OPUS_UNITS_PER_MS = 48;

export type HeardDigit = ReceivedDigit & { via: 'rfc4733' | 'inband' };

/** A stream's way into that buffer; null where Opus is not loaded (yet). */
export type OpenOpus = (jitter: JitterBuffer) => OpusReception | null;

export class LegReceiver {
  readonly statistics = new ReceptionStatistics();
  readonly jitter = new JitterBuffer(JITTER);
  readonly #header = createRtpHeader();
  readonly #events = new TelephoneEventReceiver();
  readonly #inband = new DtmfDetector();
  readonly #level = new LevelMeter();
  readonly #openOpus: OpenOpus;
  #opus: OpusReception | null = null;
  #remote: RemoteMedia | null = null;
  #latch: Latch | null = null;
  // Private by word where it changes with each packet: as in JitterBuffer.
  private lastPacketMs = 0;
  private told = false;
  private reads = 0;
  #looks = 0;
  #delays = 0;

  constructor(openOpus: OpenOpus) {
    this.#openOpus = openOpus;
  }

  get levelDb(): number {
    return this.#level.db;
  }

  /** Packets that came after their time; of what was lost and came again as a copy, only the loss counts. */
  get late(): number {
    return this.jitter.stats.late - (this.#opus?.late ?? 0);
  }

  /** Packets that were lost and, from their copies, heard all the same. */
  get repaired(): number {
    return this.#opus?.repaired ?? 0;
  }

  /** Mean time a packet waited in the jitter buffer. */
  get bufferMs(): number {
    return (this.#looks === 0 ? this.jitter.delay : this.#delays / this.#looks) / UNITS_PER_MS;
  }

  /** Where to send: the agreed place, or where packets really come from. */
  get latch(): Latch | null {
    return this.#latch;
  }

  /** `latch`: who says what is heard, where it is not plain RTP. */
  setRemote(remote: RemoteMedia, nowMs: number, latch: Latch | null = null): void {
    const moved = remote.ip !== this.#remote?.ip || remote.port !== this.#remote.port;
    if (latch !== null) this.#latch = latch;
    else if (moved) this.#latch = new MediaLatch(remote);
    if (moved || (remote.receive && !this.#remote?.receive)) {
      this.lastPacketMs = nowMs;
      this.told = false;
    }
    this.#events.unitsPerMs = (remote.eventClock ?? 8_000) / 1_000;
    this.#remote = remote;
  }

  /** A datagram came, whose first `length` bytes are RTP; returns the key press it completes, if any. */
  packet(bytes: Uint8Array, length: number, ip: string, port: number, nowMs: number): HeardDigit | null {
    const remote = this.#remote;
    const header = this.#header;
    if (remote === null || !parseRtp(bytes, header, length)) return null;
    if (!this.#latch!.accept(ip, port, header.ssrc, nowMs)) return null;
    this.lastPacketMs = nowMs;
    this.told = false;
    if (!this.statistics.arrived(header.ssrc, header.sequence)) return null;
    if (header.payloadType === remote.telephoneEvent) {
      this.#opus?.pass(header.sequence);
      return via(this.#events.packet(bytes, header.payloadOffset, header.payloadLength, header.timestamp, nowMs), 'rfc4733');
    }
    if (remote.codec === 'OPUS') {
      if (header.payloadType === remote.payloadType && remote.receive) this.#opusPacket(bytes, nowMs);
      return null;
    }
    // The agreed number, or a static one: some phones change between the laws of the offer without a new SDP.
    const codec =
      header.payloadType === remote.payloadType
        ? remote.codec
        : header.payloadType === 0
          ? 'PCMU'
          : header.payloadType === 8
            ? 'PCMA'
            : null;
    if (codec === null || !remote.receive) return null;
    this.statistics.timed(nowMs, header.timestamp, UNITS_PER_MS);
    this.jitter.put(
      header.ssrc,
      header.sequence,
      header.timestamp,
      bytes,
      header.payloadOffset,
      header.payloadLength,
      decodeTable(codec),
      nowMs * UNITS_PER_MS,
    );
    return null;
  }

  /** Nothing is heard until there is a decoder, which takes the first leg of a thread some milliseconds. */
  #opusPacket(bytes: Uint8Array, nowMs: number): void {
    this.statistics.timed(nowMs, this.#header.timestamp, OPUS_UNITS_PER_MS);
    this.#opus ??= this.#openOpus(this.jitter);
    this.#opus?.packet(bytes, this.#header, nowMs * UNITS_PER_MS);
  }

  /** Fills the frame of this tick; true where it holds sound. */
  read(frame: Int16Array, nowMs: number): boolean {
    const sound = this.jitter.read(frame, nowMs * UNITS_PER_MS);
    this.#level.add(frame);
    if (++this.reads % LOOK_EVERY === 0 && this.jitter.delay > 0) {
      this.#delays += this.jitter.delay;
      this.#looks++;
    }
    return sound > 0;
  }

  /** Key presses that end with time: in the frame just read, or because their last packets were lost. */
  digit(frame: Int16Array, nowMs: number): HeardDigit | null {
    if (this.#remote?.telephoneEvent === null) return via(this.#inband.frame(frame), 'inband');
    return via(this.#events.tick(nowMs), 'rfc4733');
  }

  close(): void {
    this.#opus?.free();
  }

  /** How long nothing has come although something should, ms. */
  quietMs(nowMs: number): number {
    return this.#remote?.receive ? nowMs - this.lastPacketMs : 0;
  }

  /** How long nothing came although something should, once for each such silence; else 0. */
  silentMs(nowMs: number): number {
    if (this.told || this.#remote === null || !this.#remote.receive) return 0;
    const silent = nowMs - this.lastPacketMs;
    if (silent < SILENT_MS + FRAME_MS) return 0;
    this.told = true;
    return Math.round(silent);
  }
}

function via(digit: ReceivedDigit | null, how: HeardDigit['via']): HeardDigit | null {
  return digit === null ? null : { ...digit, via: how };
}
