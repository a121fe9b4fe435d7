// Turns telephone-event packets (RFC 4733, section 2.5.2) into key presses: each once, whatever is lost or repeated.
import { timestampDelta } from './sequence.ts';
import { digitOfEvent } from './telephone-event.ts';

export type ReceivedDigit = { digit: string; durationMs: number };

/** Packets of an event come at least every 50 ms; after this long without one its end was lost (section 2.5.1.4 sends ends three times). */
const LOST_END_MS = 150;

export class TelephoneEventReceiver {
  /** Of the clock that durations count in, as agreed. */
  unitsPerMs = 8;
  #active = false;
  #event = -1;
  #timestamp = 0;
  #segment = 0; // longest duration seen of the present segment
  #carried = 0; // of the segments before it
  #duration = 0;
  #lastAtMs = 0;
  #seen = false; // whether #timestamp holds an event that was begun already

  /** One packet's payload. Returns the key press it completes, if any; `nowMs` is any steady clock. */
  packet(payload: Uint8Array, offset: number, length: number, timestamp: number, nowMs: number): ReceivedDigit | null {
    if (length < 4) return null;
    const event = payload[offset]!;
    const end = (payload[offset + 1]! & 0x80) !== 0;
    const duration = (payload[offset + 2]! << 8) | payload[offset + 3]!;
    if (digitOfEvent(event) === undefined) return null;
    let completed: ReceivedDigit | null = null;
    const delta = this.#seen ? timestampDelta(timestamp, this.#timestamp) : 1;
    if (delta === 0) {
      if (!this.#active || event !== this.#event) return null; // a repeat of an end already told
    } else if (delta < 0 && delta > -80_000) {
      return null; // an old event, overtaken by a newer one
    } else if (this.#continues(event, delta)) {
      // Section 2.5.1.3: an event longer than the field goes on as a new segment right where the last one ended.
      this.#carry(timestamp);
    } else {
      completed = this.#finish();
      this.#begin(event, timestamp);
    }
    // Reordered updates may arrive with a smaller duration: it only grows.
    if (duration > this.#segment) this.#segment = duration;
    this.#duration = this.#carried + this.#segment;
    this.#lastAtMs = nowMs;
    // Two presses completed by one packet (the first one's end lost, the second one single-packet): the second follows from `tick`.
    if (end && completed === null) return this.#finish();
    if (end) this.#lastAtMs = nowMs - LOST_END_MS;
    return completed;
  }

  /** To be called regularly: completes a press whose end was lost. */
  tick(nowMs: number): ReceivedDigit | null {
    return this.#active && nowMs - this.#lastAtMs >= LOST_END_MS ? this.#finish() : null;
  }

  #continues(event: number, delta: number): boolean {
    return this.#active && event === this.#event && this.#segment === 0xffff && delta === 0xffff;
  }

  #carry(timestamp: number): void {
    this.#carried += this.#segment;
    this.#segment = 0;
    this.#timestamp = timestamp;
  }

  #begin(event: number, timestamp: number): void {
    this.#active = true;
    this.#seen = true;
    this.#event = event;
    this.#timestamp = timestamp;
    this.#segment = 0;
    this.#carried = 0;
    this.#duration = 0;
  }

  #finish(): ReceivedDigit | null {
    if (!this.#active) return null;
    this.#active = false;
    return { digit: digitOfEvent(this.#event)!, durationMs: Math.round(this.#duration / this.unitsPerMs) };
  }
}
