// Speech made at run time, kept for plays: by the SHA-256 of its WAV, in memory that all media workers share, the longest unheard dropped first.
import { createHash } from 'node:crypto';
import type { PlayItem } from '@tandem/contract/edge.ts';
import { readWav, SAMPLE_RATE } from '@tandem/rtp';
import { AppError } from '../../../../platform/errors/types.ts';

/** A little over half an hour of speech. What is dropped is handed over again when it is next needed. */
const ROOM_BYTES = 32 * 1_024 * 1_024;

export class ClipStore {
  readonly #room: number;
  /** Oldest use first. */
  readonly #clips = new Map<string, Int16Array>();
  #bytes = 0;

  constructor(room = ROOM_BYTES) {
    this.#room = room;
  }

  /** Throws AppError `media.failed` where the WAV is not mono, 16 bit, 8 kHz, or not the one that is named. */
  keep(clip: string, wav: Uint8Array): void {
    if (this.#clips.has(clip)) return void this.#used(clip);
    if (createHash('sha256').update(wav).digest('hex') !== clip) throw failed('the clip is not the one it is called');
    const samples = samplesOf(wav);
    if (samples.byteLength > this.#room) throw failed('the clip is too long to be kept');
    const shared = new Int16Array(new SharedArrayBuffer(samples.byteLength));
    shared.set(samples);
    this.#clips.set(clip, shared);
    this.#bytes += shared.byteLength;
    for (const [oldest, { byteLength }] of this.#clips) {
      if (this.#bytes <= this.#room) break;
      this.#clips.delete(oldest);
      this.#bytes -= byteLength;
    }
  }

  /** Whether it is here; it counts as used. */
  keeps(clip: string): boolean {
    return this.#used(clip) !== undefined;
  }

  /** The clips that the items name, as far as they are here; sent to a worker without being copied. */
  of(items: readonly PlayItem[]): Map<string, Int16Array> {
    const found = new Map<string, Int16Array>();
    for (const item of items) {
      const samples = item.kind === 'clip' ? this.#used(item.clip) : undefined;
      if (item.kind === 'clip' && samples !== undefined) found.set(item.clip, samples);
    }
    return found;
  }

  #used(clip: string): Int16Array | undefined {
    const samples = this.#clips.get(clip);
    if (samples === undefined) return undefined;
    this.#clips.delete(clip);
    this.#clips.set(clip, samples);
    return samples;
  }
}

function samplesOf(bytes: Uint8Array): Int16Array {
  try {
    const wav = readWav(bytes);
    if (wav.sampleRate === SAMPLE_RATE && wav.channels === 1) return wav.samples;
  } catch (error) {
    throw failed('the clip cannot be read', error);
  }
  throw failed('the clip is not mono at 8 kHz');
}

function failed(detail: string, cause?: unknown): AppError {
  return new AppError('media.failed', { detail }, cause === undefined ? {} : { cause });
}
