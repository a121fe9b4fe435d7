// Opus from and to our 8 kHz (RFC 6716), by libopus in WebAssembly: whose program is loaded elsewhere, and whose memory all coders of a thread share.

/** What libopus, compiled, gives to whom instantiates it; see opus.h and opus_defines.h of libopus. Addresses are numbers. */
export type OpusExports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(address: number): void;
  stackSave(): number;
  stackRestore(stack: number): void;
  opus_encoder_get_size(channels: number): number;
  opus_encoder_init(state: number, rate: number, channels: number, application: number): number;
  opus_encoder_ctl_set(state: number, request: number, value: number): number;
  opus_encode(state: number, samples: number, count: number, packet: number, most: number): number;
  opus_decoder_get_size(channels: number): number;
  opus_decoder_init(state: number, rate: number, channels: number): number;
  opus_decode(state: number, packet: number, length: number, samples: number, most: number, copy: number): number;
};

const RATE = 8_000;
const VOIP = 2_048;
const SET = { bitrate: 4_002, vbr: 4_006, complexity: 4_010, inbandFec: 4_012, packetLoss: 4_014, signal: 4_024 };
const VOICE = 3_001;
/** libopus makes no copies at 16 kbit/s, and no more of them above 24. */
const BITRATE = 24_000;
/** Of 10. Below 2 libopus makes no copies; 5 takes half as much time again. */
const COMPLEXITY = 2;
/** 120 ms at 8 kHz, the longest packet there is. */
export const MOST_OPUS_SAMPLES = 960;
const MOST_BYTES = 1_500;

/** One in each thread that has Opus. Not for two threads, and not re-entrant: neither is what happens in a media thread. */
export class OpusLibrary {
  readonly exports: OpusExports;
  readonly packet: number;
  readonly samples: number;
  #bytes: Uint8Array;
  #sound: Int16Array;

  constructor(exports: OpusExports) {
    this.exports = exports;
    this.packet = exports.malloc(MOST_BYTES);
    this.samples = exports.malloc(2 * MOST_OPUS_SAMPLES);
    this.#bytes = new Uint8Array(exports.memory.buffer);
    this.#sound = new Int16Array(exports.memory.buffer);
  }

  /** Its memory grows when many coders are in use, and views of the smaller one are then empty. */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.exports.memory.buffer);
    return this.#bytes;
  }

  get sound(): Int16Array {
    if (this.#sound.length === 0) this.#sound = new Int16Array(this.exports.memory.buffer);
    return this.#sound;
  }

  /** Throws where there is no memory left for a coder. */
  allocate(bytes: number): number {
    const address = this.exports.malloc(bytes);
    if (address === 0) throw new Error('no memory for an Opus coder');
    return address;
  }

  /** What a call into the library returns, below 0 an error of its; also where it trapped, which then leaves its stack as it was. */
  guarded(call: () => number): number {
    const stack = this.exports.stackSave();
    try {
      return call();
    } catch {
      this.exports.stackRestore(stack);
      return -3; // OPUS_INTERNAL_ERROR
    }
  }
}

export class OpusEncoder {
  readonly #library: OpusLibrary;
  #state: number;
  #lossPercent = -1;

  constructor(library: OpusLibrary) {
    this.#library = library;
    const { exports } = library;
    this.#state = library.allocate(exports.opus_encoder_get_size(1));
    exports.opus_encoder_init(this.#state, RATE, 1, VOIP);
    this.#set(SET.bitrate, BITRATE);
    // With packets all of one length libopus makes copies of half as many, in twice the time. Their lengths tell a little of what is said, also where
    // they are encrypted (RFC 6562, section 4): no more than the browser's own, which vary too.
    this.#set(SET.vbr, 1);
    this.#set(SET.complexity, COMPLEXITY);
    this.#set(SET.signal, VOICE);
    this.#set(SET.inbandFec, 1);
    this.expectLoss(0);
  }

  /** What the far end loses, in percent: the more, the finer the copies. Never none, as who asks for Opus says that his connection is weak. */
  expectLoss(percent: number): void {
    const wanted = Math.max(10, Math.min(50, Math.round(percent)));
    if (wanted !== this.#lossPercent) this.#set(SET.packetLoss, wanted);
    this.#lossPercent = wanted;
  }

  /** Writes 20 ms as one packet to `target` from `offset`; returns its length, 0 where nothing came of it. */
  encode(frame: Int16Array | null, target: Uint8Array, offset: number): number {
    const { sound, samples, packet, exports } = this.#library;
    if (this.#state === 0) return 0;
    const at = samples >> 1;
    if (frame === null) sound.fill(0, at, at + 160);
    else sound.set(frame, at);
    const most = Math.min(MOST_BYTES, target.length - offset);
    const length = this.#library.guarded(() => exports.opus_encode(this.#state, samples, 160, packet, most));
    if (length <= 0) return 0;
    const { bytes } = this.#library;
    for (let i = 0; i < length; i++) target[offset + i] = bytes[packet + i]!;
    return length;
  }

  free(): void {
    if (this.#state !== 0) this.#library.exports.free(this.#state);
    this.#state = 0;
  }

  #set(request: number, value: number): void {
    this.#library.exports.opus_encoder_ctl_set(this.#state, request, value);
  }
}

export class OpusDecoder {
  readonly #library: OpusLibrary;
  #state: number;

  constructor(library: OpusLibrary) {
    this.#library = library;
    this.#state = library.allocate(library.exports.opus_decoder_get_size(1));
    this.restart();
  }

  /** Forgets what it heard. */
  restart(): void {
    if (this.#state !== 0) this.#library.exports.opus_decoder_init(this.#state, RATE, 1);
  }

  /** Decodes a packet into `out` (`MOST_OPUS_SAMPLES`); returns its samples, 0 where it cannot be decoded. */
  decode(packet: Uint8Array, offset: number, length: number, out: Int16Array): number {
    return this.#decode(packet, offset, length, out, MOST_OPUS_SAMPLES, 0);
  }

  /** What was lost before that packet, `samples` long: from the copy in it, or made up where it has none. */
  repair(packet: Uint8Array, offset: number, length: number, out: Int16Array, samples: number): number {
    return this.#decode(packet, offset, length, out, samples, 1);
  }

  free(): void {
    if (this.#state !== 0) this.#library.exports.free(this.#state);
    this.#state = 0;
  }

  #decode(packet: Uint8Array, offset: number, length: number, out: Int16Array, most: number, copy: number): number {
    const library = this.#library;
    const { exports } = library;
    if (this.#state === 0 || length > MOST_BYTES) return 0;
    // By hand: what comes from a socket is a Buffer, and a view of one took longer than decoding (profile of a media thread).
    const { bytes } = library;
    for (let i = 0; i < length; i++) bytes[library.packet + i] = packet[offset + i]!;
    const samples = library.guarded(() => exports.opus_decode(this.#state, library.packet, length, library.samples, most, copy));
    if (samples <= 0) return 0;
    const { sound } = library;
    const at = library.samples >> 1;
    for (let i = 0; i < samples; i++) out[i] = sound[at + i]!;
    return samples;
  }
}
