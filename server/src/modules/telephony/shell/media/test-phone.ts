// A telephone for tests of media: sends a tone or keys as RTP, keeps what it hears. Not for product code.
import dgram, { type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  createRtpHeader,
  decodeTable,
  encodeAudio,
  FRAME_MS,
  FRAME_SAMPLES,
  Goertzel,
  OpusDecoder,
  OpusEncoder,
  parseRtp,
  powerToDb,
  TelephoneEventSender,
  writeRtpHeader,
} from '@tandem/rtp';
import type { AudioCodec } from '../../core/codecs.ts';
import type { RemoteMedia } from '../../ports.ts';
import { loadOpus } from './opus-source.ts';

const EVENT_TYPE = 101;
const AUDIO_TYPE: Record<AudioCodec, number> = { PCMU: 0, PCMA: 8, OPUS: 111 };

type Opus = { encoder: OpusEncoder; decoder: OpusDecoder };

export class TestPhone {
  readonly codec: AudioCodec;
  heardEvents: number[] = [];
  markers = 0;
  packets = 0;
  sequenceJumps = 0;
  /** One packet in so many never leaves it. */
  losesEvery = Infinity;
  /** Its tone comes and goes as speech does: Opus makes no copies of what goes on as it was. */
  swells = false;
  /** Bytes of the payloads it got. */
  lengths: number[] = [];
  readonly #socket: Socket;
  readonly #heard: Int16Array[] = [];
  readonly #keys: TelephoneEventSender;
  readonly #opus: Opus | null;
  /** Timestamp units of a packet. */
  readonly #step: number;
  readonly #header = createRtpHeader();
  #lastSequence = -1;
  #timer: NodeJS.Timeout | undefined;
  #hz: number[] = [];
  #sent = 0;
  #due = 0;

  private constructor(socket: Socket, codec: AudioCodec, opus: Opus | null) {
    this.#socket = socket;
    this.codec = codec;
    this.#opus = opus;
    this.#step = codec === 'OPUS' ? 960 : FRAME_SAMPLES;
    this.#keys = new TelephoneEventSender(this.#step);
    socket.on('message', (bytes) => this.#receive(bytes));
  }

  static async create(codec: AudioCodec = 'PCMU', ip = '127.0.0.1'): Promise<TestPhone> {
    const library = codec === 'OPUS' ? await loadOpus() : null;
    const socket = dgram.createSocket('udp4');
    socket.bind(0, ip);
    await once(socket, 'listening');
    return new TestPhone(socket, codec, library && { encoder: new OpusEncoder(library), decoder: new OpusDecoder(library) });
  }

  /** What the other side should know of it. */
  remote(changes: Partial<RemoteMedia> = {}): RemoteMedia {
    const { address, port } = this.#socket.address();
    return {
      ip: address,
      port,
      codec: this.codec,
      payloadType: AUDIO_TYPE[this.codec],
      telephoneEvent: EVENT_TYPE,
      eventClock: this.#step * 50,
      send: true,
      receive: true,
      ...changes,
    };
  }

  /** Talks to that port from now on: the sum of these tones, silence where there are none. */
  talk(to: number, ...hz: number[]): void {
    this.#hz = hz;
    if (this.#timer !== undefined) return;
    this.#due = performance.now();
    const step = (): void => {
      this.#send(to);
      this.#due += FRAME_MS;
      this.#timer = setTimeout(step, Math.max(0, this.#due - performance.now()));
    };
    step();
  }

  hush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  sendRaw(to: number, packet: Uint8Array): void {
    this.#socket.send(Uint8Array.from(packet), to, '127.0.0.1');
  }

  press(digit: string, ms = 100): void {
    this.#keys.press(digit, ms);
  }

  /** Forgets what was heard so far. */
  forget(): void {
    this.#heard.length = 0;
  }

  heard(): Int16Array {
    const all = new Int16Array(this.#heard.length * FRAME_SAMPLES);
    this.#heard.forEach((frame, index) => all.set(frame.subarray(0, FRAME_SAMPLES), index * FRAME_SAMPLES));
    return all;
  }

  /** Level of a frequency in what it heard since the last `forget`, dBFS; -96 where absent. */
  level(hz: number): number {
    return toneLevel(this.heard(), hz);
  }

  close(): void {
    this.hush();
    this.#socket.close();
  }

  #send(to: number): void {
    const packet = new Uint8Array(12 + FRAME_SAMPLES);
    const timestamp = this.#sent * this.#step;
    let length = packet.length;
    if (this.#keys.next(packet, 12, timestamp)) {
      writeRtpHeader(packet, this.#keys.first, EVENT_TYPE, this.#sent & 0xffff, this.#keys.timestamp, 4_711);
      length = 16;
    } else {
      writeRtpHeader(packet, this.#sent === 0, AUDIO_TYPE[this.codec], this.#sent & 0xffff, timestamp, 4_711);
      const samples = sines(this.#hz, this.#sent * FRAME_SAMPLES, FRAME_SAMPLES);
      if (this.swells)
        for (const [i, sample] of samples.entries()) samples[i] = sample * (0.6 + 0.4 * Math.sin((this.#sent * FRAME_SAMPLES + i) / 900));
      if (this.codec === 'OPUS') length = 12 + this.#opus!.encoder.encode(samples, packet, 12);
      else encodeAudio(this.codec, samples, packet, 12);
    }
    if (++this.#sent % this.losesEvery === 0) return;
    this.#socket.send(packet.subarray(0, length), to, '127.0.0.1');
  }

  #receive(bytes: Uint8Array): void {
    const header = this.#header;
    if (!parseRtp(bytes, header)) return;
    this.packets++;
    if (this.#lastSequence >= 0 && header.sequence !== ((this.#lastSequence + 1) & 0xffff)) this.sequenceJumps++;
    this.#lastSequence = header.sequence;
    if (header.marker && header.payloadType !== EVENT_TYPE) this.markers++;
    if (header.payloadType === EVENT_TYPE) {
      this.heardEvents.push(bytes[header.payloadOffset]!);
      return;
    }
    this.lengths.push(header.payloadLength);
    if (this.codec === 'OPUS') {
      const decoded = new Int16Array(960);
      const samples = this.#opus!.decoder.decode(bytes, header.payloadOffset, header.payloadLength, decoded);
      this.#heard.push(decoded.subarray(0, samples));
      return;
    }
    const table = decodeTable(this.codec);
    this.#heard.push(
      Int16Array.from(bytes.subarray(header.payloadOffset, header.payloadOffset + header.payloadLength), (byte) => table[byte]!),
    );
  }
}

/** Each tone at -13 dBFS. */
export function sines(hz: readonly number[], from: number, length: number): Int16Array {
  return Int16Array.from({ length }, (_, i) =>
    Math.round(hz.reduce((sum, frequency) => sum + 10_000 * Math.sin((2 * Math.PI * frequency * (from + i)) / 8_000), 0)),
  );
}

export function toneLevel(samples: Int16Array, hz: number): number {
  const filter = new Goertzel(hz);
  filter.add(samples);
  return powerToDb(filter.power());
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `condition` holds, at most `ms`; false where it never did. */
export async function until(condition: () => boolean, ms = 5_000): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(10)) if (condition()) return true;
  return condition();
}
