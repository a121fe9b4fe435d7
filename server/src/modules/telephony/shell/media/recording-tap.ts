// Takes a recording's two channels from the room, tick by tick, and hands them on in pieces: customer left, agent right, mu-law.
import type { LegId, RecordingId } from '@tandem/contract/ids.ts';
import { FRAME_SAMPLES, muLawEncode } from '@tandem/rtp';
import type { MessagePort } from 'node:worker_threads';
import type { RecordingSpec } from '../../ports.ts';
import type { MediaLeg } from './leg.ts';
import type { ToRecording } from './messages.ts';

/** 400 ms: what a crash can lose of a recording, with room to spare under a second. */
export const RECORDING_CHUNK_BYTES = 20 * FRAME_SAMPLES * 2;

export class RecordingTap {
  readonly recording: RecordingId;
  readonly #port: MessagePort;
  #left: ReadonlySet<LegId>;
  #right: ReadonlySet<LegId>;
  #bytes = new Uint8Array(RECORDING_CHUNK_BYTES);
  #filled = 0;
  readonly #sums = [new Int32Array(FRAME_SAMPLES), new Int32Array(FRAME_SAMPLES)] as const;

  constructor(spec: RecordingSpec, port: MessagePort) {
    this.recording = spec.recording;
    this.#port = port;
    this.#left = new Set(spec.left);
    this.#right = new Set(spec.right);
    const { recording, path, dataKey, wrappedKey } = spec;
    this.#post({ do: 'begin', recording, path, dataKey, wrappedKey });
  }

  change(spec: RecordingSpec): void {
    this.#left = new Set(spec.left);
    this.#right = new Set(spec.right);
  }

  /** One tick: what every leg says now. `skipped` ticks before it become silence, so that the file stays on the wall clock. */
  tick(legs: Iterable<MediaLeg>, frameOf: (leg: MediaLeg) => Int16Array | null, skipped: number): void {
    const [left, right] = this.#sums;
    left.fill(0);
    right.fill(0);
    for (let i = 0; i < skipped; i++) this.#append(left, right);
    for (const leg of legs) {
      const frame = frameOf(leg);
      if (frame === null) continue;
      if (this.#left.has(leg.id)) for (let i = 0; i < FRAME_SAMPLES; i++) left[i]! += frame[i]!;
      if (this.#right.has(leg.id)) for (let i = 0; i < FRAME_SAMPLES; i++) right[i]! += frame[i]!;
    }
    this.#append(left, right);
  }

  end(): void {
    this.#flush();
    this.#post({ do: 'end', recording: this.recording });
  }

  #append(left: Int32Array, right: Int32Array): void {
    const bytes = this.#bytes;
    let at = this.#filled;
    for (let i = 0; i < FRAME_SAMPLES; i++) {
      bytes[at++] = muLawEncode(clamp(left[i]!));
      bytes[at++] = muLawEncode(clamp(right[i]!));
    }
    this.#filled = at;
    if (at === bytes.length) this.#flush();
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const bytes = this.#bytes.subarray(0, this.#filled);
    this.#bytes = new Uint8Array(RECORDING_CHUNK_BYTES);
    this.#filled = 0;
    this.#post({ do: 'append', recording: this.recording, bytes }, [bytes.buffer]);
  }

  #post(message: ToRecording, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

function clamp(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
}
