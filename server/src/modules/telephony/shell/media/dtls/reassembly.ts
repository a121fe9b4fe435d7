// Handshake messages from their fragments, each once and in order (RFC 6347, section 4.2.3).
import { ByteReader, uint } from './bytes.ts';

export type HandshakeMessage = { readonly type: number; readonly sequence: number; readonly body: Buffer };

/** A ClientHello with a post-quantum key share has under 2 kB, a certificate with its chain a few. */
const MAX_BYTES = 16_384;
/** Fragments of one message, repetitions included. */
const MAX_FRAGMENTS = 128;
/** How far ahead of its turn a message may come. */
const AHEAD = 8;

type Partial = { type: number; body: Buffer; have: [number, number][] };

/** As it counts for the transcript: with the header of an unfragmented message (section 4.2.6). */
export function wholeMessage({ type, sequence, body }: HandshakeMessage): Buffer {
  return Buffer.concat([uint(1, type), uint(3, body.length), uint(2, sequence), uint(3, 0), uint(3, body.length), body]);
}

export class Reassembly {
  /** A message that had its turn already came again: the far end did not get our answer. */
  repeated = false;
  #next = 0;
  readonly #partial = new Map<number, Partial>();

  /** Takes the fragments of one record; returns the messages whose turn it is now. Malformed ones are left out. */
  add(record: Buffer): HandshakeMessage[] {
    const reader = new ByteReader(record);
    try {
      while (reader.left > 0) this.#fragment(reader);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    const ready: HandshakeMessage[] = [];
    for (let one = this.#partial.get(this.#next); one !== undefined && isWhole(one); one = this.#partial.get(this.#next)) {
      ready.push({ type: one.type, sequence: this.#next, body: one.body });
      this.#partial.delete(this.#next++);
    }
    return ready;
  }

  #fragment(reader: ByteReader): void {
    const type = reader.number(1);
    const length = reader.number(3);
    const sequence = reader.number(2);
    const offset = reader.number(3);
    const part = reader.vector(3);
    if (sequence < this.#next) this.repeated = true;
    if (sequence < this.#next || sequence > this.#next + AHEAD || length > MAX_BYTES || offset + part.length > length) return;
    const message = this.#partial.get(sequence) ?? { type, body: Buffer.alloc(length), have: [] };
    if (message.type !== type || message.body.length !== length || message.have.length >= MAX_FRAGMENTS) return;
    part.copy(message.body, offset);
    message.have.push([offset, offset + part.length]);
    this.#partial.set(sequence, message);
  }
}

function isWhole({ body, have }: Partial): boolean {
  let until = 0;
  for (const [from, to] of have.toSorted(([a], [b]) => a - b)) {
    if (from > until) return false;
    until = Math.max(until, to);
  }
  return until === body.length;
}
