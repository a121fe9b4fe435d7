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
  parseRtp,
  powerToDb,
  TelephoneEventSender,
  writeRtpHeader,
  type G711,
} from '@tandem/rtp';
import type { RemoteMedia } from '../../ports.ts';

const EVENT_TYPE = 101;

export class TestPhone {
  readonly codec: G711;
  heardEvents: number[] = [];
  markers = 0;
  packets = 0;
  sequenceJumps = 0;
  readonly #socket: Socket;
  readonly #heard: Int16Array[] = [];
  readonly #keys = new TelephoneEventSender(FRAME_SAMPLES);
  readonly #header = createRtpHeader();
  #lastSequence = -1;
  #timer: NodeJS.Timeout | undefined;
  #hz: number[] = [];
  #sent = 0;
  #due = 0;

  private constructor(socket: Socket, codec: G711) {
    this.#socket = socket;
    this.codec = codec;
    socket.on('message', (bytes) => this.#receive(bytes));
  }

  static async create(codec: G711 = 'PCMU', ip = '127.0.0.1'): Promise<TestPhone> {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, ip);
    await once(socket, 'listening');
    return new TestPhone(socket, codec);
  }

  /** What the other side should know of it. */
  remote(changes: Partial<RemoteMedia> = {}): RemoteMedia {
    const { address, port } = this.#socket.address();
    return {
      ip: address,
      port,
      codec: this.codec,
      payloadType: this.codec === 'PCMU' ? 0 : 8,
      telephoneEvent: EVENT_TYPE,
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
    const timestamp = this.#sent * FRAME_SAMPLES;
    let length = packet.length;
    if (this.#keys.next(packet, 12, timestamp)) {
      writeRtpHeader(packet, this.#keys.first, EVENT_TYPE, this.#sent & 0xffff, this.#keys.timestamp, 4_711);
      length = 16;
    } else {
      writeRtpHeader(packet, this.#sent === 0, this.codec === 'PCMU' ? 0 : 8, this.#sent & 0xffff, timestamp, 4_711);
      encodeAudio(this.codec, sines(this.#hz, timestamp, FRAME_SAMPLES), packet, 12);
    }
    this.#sent++;
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
