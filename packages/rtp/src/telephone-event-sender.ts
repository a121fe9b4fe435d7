// Sends key presses as telephone-event payloads (RFC 4733, section 2.5.1): one timestamp, a growing duration, the end three times.
import { eventOfDigit, writeTelephoneEvent } from './telephone-event.ts';

const END_PACKETS = 3;
/** Silence between two keys, in ticks: 80 ms, over the 50 ms that receivers ask for. */
const GAP_TICKS = 4;
const VOLUME = 10; // -10 dBm0
const MAX_QUEUE = 64;

export class TelephoneEventSender {
  /** Timestamp of the event being sent, and whether the packet now written is its first (marker bit, section 2.5.1.2). */
  timestamp = 0;
  first = false;
  readonly #queue: { event: number; ticks: number }[] = [];
  readonly #frame: number;
  #event = -1;
  #ticksLeft = 0;
  #endsLeft = 0;
  #gap = 0;
  #duration = 0;

  /** `frame` is the number of timestamp units of a tick. */
  constructor(frame: number) {
    this.#frame = frame;
  }

  /** Queues a key; false where it is none or too many wait. */
  press(digit: string, durationMs: number): boolean {
    const event = eventOfDigit(digit);
    if (event < 0 || this.#queue.length >= MAX_QUEUE) return false;
    // A key sent by us is never held longer than 6 s, nor than the duration field counts: 65535 units are 8.19 s at 8 kHz, 1.36 s at 48 kHz.
    const most = Math.min(300, Math.floor(0xffff / this.#frame));
    const ticks = Math.max(2, Math.min(most, Math.round(durationMs / 20)));
    this.#queue.push({ event, ticks });
    return true;
  }

  get busy(): boolean {
    return this.#event >= 0 || this.#queue.length > 0;
  }

  /** Once a tick: writes the payload to send in place of audio, or returns false where audio goes on. `now` is the stream's timestamp. */
  next(target: Uint8Array, offset: number, now: number): boolean {
    if (this.#event < 0) {
      if (this.#gap > 0) {
        this.#gap--;
        return false;
      }
      const press = this.#queue.length === 0 ? undefined : this.#queue.shift();
      if (press === undefined) return false;
      this.#event = press.event;
      this.#ticksLeft = press.ticks;
      this.#endsLeft = END_PACKETS;
      this.#duration = 0;
      this.timestamp = now;
      this.first = true;
    } else {
      this.first = false;
    }
    if (this.#ticksLeft > 0) {
      this.#ticksLeft--;
      this.#duration += this.#frame;
    }
    const end = this.#ticksLeft === 0;
    writeTelephoneEvent(target, offset, this.#event, end, VOLUME, this.#duration);
    if (end && --this.#endsLeft === 0) {
      this.#event = -1;
      this.#gap = GAP_TICKS;
    }
    return true;
  }
}
