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
import type { ReceivedDigit } from '@tandem/rtp';
import { MediaLatch } from '../../core/media-latch.ts';
import type { RemoteMedia } from '../../ports.ts';

/** Starts at 40 ms, which holds a packet back for 20 to 40 ms; a burst is cut at 160 ms. */
const JITTER = { depth: 320, limit: 1_280 };
const SILENT_MS = 30_000;
const UNITS_PER_MS = 8;

export type HeardDigit = ReceivedDigit & { via: 'rfc4733' | 'inband' };

export class LegReceiver {
  readonly statistics = new ReceptionStatistics();
  readonly jitter = new JitterBuffer(JITTER);
  readonly #header = createRtpHeader();
  readonly #events = new TelephoneEventReceiver();
  readonly #inband = new DtmfDetector();
  readonly #level = new LevelMeter();
  #remote: RemoteMedia | null = null;
  #latch: MediaLatch | null = null;
  #lastPacketMs = 0;
  #told = false;

  get levelDb(): number {
    return this.#level.db;
  }

  /** Where to send: the agreed place, or where packets really come from. */
  get latch(): MediaLatch | null {
    return this.#latch;
  }

  setRemote(remote: RemoteMedia, nowMs: number): void {
    const moved = remote.ip !== this.#remote?.ip || remote.port !== this.#remote.port;
    if (moved) this.#latch = new MediaLatch(remote);
    if (moved || (remote.receive && !this.#remote?.receive)) {
      this.#lastPacketMs = nowMs;
      this.#told = false;
    }
    this.#remote = remote;
  }

  /** A datagram came; returns the key press it completes, if any. */
  packet(bytes: Uint8Array, ip: string, port: number, nowMs: number): HeardDigit | null {
    const remote = this.#remote;
    const header = this.#header;
    if (remote === null || !parseRtp(bytes, header)) return null;
    if (!this.#latch!.accept(ip, port, header.ssrc, nowMs)) return null;
    this.#lastPacketMs = nowMs;
    this.#told = false;
    if (!this.statistics.arrived(header.ssrc, header.sequence)) return null;
    if (header.payloadType === remote.telephoneEvent) {
      return via(this.#events.packet(bytes, header.payloadOffset, header.payloadLength, header.timestamp, nowMs), 'rfc4733');
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
    this.statistics.timed(nowMs * UNITS_PER_MS, header.timestamp);
    this.jitter.put(header.ssrc, header.sequence, header.timestamp, bytes, header.payloadOffset, header.payloadLength, decodeTable(codec));
    return null;
  }

  /** Fills the frame of this tick; true where it holds sound. */
  read(frame: Int16Array): boolean {
    const real = this.jitter.read(frame);
    this.#level.add(frame);
    return real > 0;
  }

  /** Key presses that end with time: in the frame just read, or because their last packets were lost. */
  digit(frame: Int16Array, nowMs: number): HeardDigit | null {
    if (this.#remote?.telephoneEvent === null) return via(this.#inband.frame(frame), 'inband');
    return via(this.#events.tick(nowMs), 'rfc4733');
  }

  /** How long nothing came although something should, once for each such silence; else 0. */
  silentMs(nowMs: number): number {
    if (this.#told || this.#remote === null || !this.#remote.receive) return 0;
    const silent = nowMs - this.#lastPacketMs;
    if (silent < SILENT_MS + FRAME_MS) return 0;
    this.#told = true;
    return Math.round(silent);
  }
}

function via(digit: ReceivedDigit | null, how: HeardDigit['via']): HeardDigit | null {
  return digit === null ? null : { ...digit, via: how };
}
