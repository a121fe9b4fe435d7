// Made speech kept in memory, the longest unheard dropped first.
import { createHash } from 'node:crypto';
import type { Language } from '@tandem/contract/texts.ts';
import type { Speech } from '../ports.ts';

export class SpeechCache {
  readonly #room: number;
  /** Oldest use first. */
  readonly #kept = new Map<string, Speech>();
  #bytes = 0;

  constructor(roomBytes: number) {
    this.#room = roomBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Speech | undefined {
    const speech = this.#kept.get(key);
    if (speech === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, speech);
    return speech;
  }

  /** What alone would fill the room is not kept. */
  keep(key: string, speech: Speech): void {
    if (speech.wav.byteLength > this.#room || this.#kept.has(key)) return;
    this.#kept.set(key, speech);
    this.#bytes += speech.wav.byteLength;
    for (const [oldest, { wav }] of this.#kept) {
      if (this.#bytes <= this.#room) return;
      this.#kept.delete(oldest);
      this.#bytes -= wav.byteLength;
    }
  }
}

/** The text itself is no key: it may hold a customer's name, and memory is dumped when a process dies. */
export function speechKey(language: Language, voice: string, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([language, voice, text]))
    .digest('hex');
}
