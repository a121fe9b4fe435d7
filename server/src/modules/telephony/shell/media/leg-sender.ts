// One leg's way out: a packet every tick, silence included, so that phones and NATs stay awake; keys in place of audio.
import { randomBytes } from 'node:crypto';
import {
  audioSilenceByte,
  encodeAudio,
  FRAME_MS,
  FRAME_SAMPLES,
  renderDigit,
  RTP_HEADER_BYTES,
  TELEPHONE_EVENT_BYTES,
  TelephoneEventSender,
  writeRtpHeader,
  type OpusEncoder,
  type Sending,
} from '@tandem/rtp';
import type { AudioCodec } from '../../core/codecs.ts';
import type { RemoteMedia } from '../../ports.ts';
import { Player } from './player.ts';

/** Timestamp units of a tick. Opus counts at 48 kHz (RFC 7587, section 4.1). */
const OPUS_TICK = 960;

/** A datagram may wait in the kernel's queue while the next ones are written. */
const BUFFERS = 8;

export type SendPacket = (packet: Uint8Array, port: number, ip: string) => void;

export class LegSender {
  packetsSent = 0;
  // Private by word where it changes with each packet: as in JitterBuffer.
  private octetsSent = 0;
  readonly #out: SendPacket;
  readonly #buffers = Array.from({ length: BUFFERS }, () => new Uint8Array(RTP_HEADER_BYTES + FRAME_SAMPLES));
  readonly #openOpus: () => OpusEncoder | null;
  #opus: OpusEncoder | null = null;
  #tick = FRAME_SAMPLES;
  #eventTick = FRAME_SAMPLES;
  #events = new TelephoneEventSender(FRAME_SAMPLES);
  readonly ssrc: number;
  readonly #frame = new Int16Array(FRAME_SAMPLES);
  #inband: Player | null = null;
  #inbandQueue: Int16Array[] = [];
  private sequence: number;
  private timestamp: number;
  private marker = true;
  private next = 0;

  /** `openOpus` gives null where it is not loaded (yet). */
  constructor(out: SendPacket, openOpus: () => OpusEncoder | null) {
    this.#out = out;
    this.#openOpus = openOpus;
    // Random beginnings: RFC 3550, section 5.1.
    const random = randomBytes(10);
    this.ssrc = random.readUInt32BE(0);
    this.timestamp = random.readUInt32BE(4);
    this.sequence = random.readUInt16BE(8) & 0x7fff;
  }

  /** What a sender report tells. */
  get sending(): Sending {
    return { packets: this.packetsSent, octets: this.octetsSent, timestamp: this.timestamp };
  }

  get unitsPerMs(): number {
    return this.#tick / FRAME_MS;
  }

  /** What is agreed from now on; the timestamps go on from where they are, whatever their clock. */
  setRemote(remote: RemoteMedia): void {
    this.#tick = remote.codec === 'OPUS' ? OPUS_TICK : FRAME_SAMPLES;
    const eventTick = ((remote.eventClock ?? 8_000) * FRAME_MS) / 1_000;
    if (eventTick !== this.#eventTick) this.#events = new TelephoneEventSender(eventTick);
    this.#eventTick = eventTick;
    if (remote.codec === 'OPUS') this.#opus ??= this.#openOpus();
  }

  /** What the far end says that it loses, 0 to 1: it decides how much is sent twice. */
  expectLoss(share: number): void {
    this.#opus?.expectLoss(100 * share);
  }

  close(): void {
    this.#opus?.free();
  }

  /** Queues a key, as telephone-event or, where none was agreed, as tones. */
  press(remote: RemoteMedia | null, digit: string, durationMs: number): void {
    if (remote?.telephoneEvent !== null && remote !== null) {
      this.#events.press(digit, durationMs);
      return;
    }
    const tones = renderDigit(digit, Math.max(50, Math.min(6_000, durationMs)));
    if (tones !== undefined && this.#inbandQueue.length < 64) this.#inbandQueue.push(tones);
  }

  /** Time went by without a packet: the stream's clock goes on. */
  skip(ticks: number): void {
    this.timestamp = (this.timestamp + ticks * this.#tick) >>> 0;
  }

  /** The leg may not be sent to; the next packet begins a talk spurt (marker bit, RFC 3551 section 4.1). */
  pause(): void {
    this.skip(1);
    this.marker = true;
  }

  /** Sends this tick's packet: a key in progress, else `frame`, else silence. */
  send(remote: RemoteMedia, ip: string, port: number, frame: Int16Array | null): void {
    const packet = this.#buffers[this.next]!;
    this.next = (this.next + 1) % BUFFERS;
    let length: number;
    if (remote.telephoneEvent !== null && this.#events.next(packet, RTP_HEADER_BYTES, this.timestamp)) {
      length = RTP_HEADER_BYTES + TELEPHONE_EVENT_BYTES;
      writeRtpHeader(packet, this.#events.first, remote.telephoneEvent, this.sequence, this.#events.timestamp, this.ssrc);
    } else {
      const payload = this.#encode(remote.codec, this.#keyTones() ?? frame, packet);
      if (payload === 0) return this.pause();
      length = RTP_HEADER_BYTES + payload;
      writeRtpHeader(packet, this.marker, remote.payloadType, this.sequence, this.timestamp, this.ssrc);
      this.marker = false;
    }
    this.sequence = (this.sequence + 1) & 0xffff;
    this.timestamp = (this.timestamp + this.#tick) >>> 0;
    this.packetsSent++;
    this.octetsSent += length - RTP_HEADER_BYTES;
    // A whole buffer goes as it is; of a part the socket would make two views.
    this.#out(length === packet.length ? packet : packet.subarray(0, length), port, ip);
  }

  /** Returns the payload's length; 0 where it cannot be encoded, or not yet. */
  #encode(codec: AudioCodec, audio: Int16Array | null, packet: Uint8Array): number {
    if (codec === 'OPUS') {
      this.#opus ??= this.#openOpus();
      return this.#opus?.encode(audio, packet, RTP_HEADER_BYTES) ?? 0;
    }
    if (audio === null) packet.fill(audioSilenceByte(codec), RTP_HEADER_BYTES);
    else encodeAudio(codec, audio, packet, RTP_HEADER_BYTES);
    return FRAME_SAMPLES;
  }

  #keyTones(): Int16Array | null {
    if (this.#inband === null) {
      if (this.#inbandQueue.length === 0) return null;
      this.#inband = new Player('', false);
      this.#inband.start(this.#inbandQueue);
      this.#inbandQueue = [];
    }
    if (this.#inband.read(this.#frame)) return this.#frame;
    this.#inband = null;
    return null;
  }
}
