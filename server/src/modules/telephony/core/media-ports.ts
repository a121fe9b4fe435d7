// Which pairs of ports are free: RTP on the even one, RTCP on the next (RFC 3550, section 11). Each is used again only after a rest, so
// that a late packet of the last call is not heard in the next.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export class MediaPorts {
  readonly #free: number[] = [];
  /** Oldest first. */
  readonly #resting: { port: number; until: EpochMs }[] = [];
  readonly #quarantineMs: DurationMs;
  readonly size: number;

  /** `start` (0 to below 1): where in the range to begin. By chance, as after a crash the far ends of its calls still send to where those were. */
  constructor(range: { from: number; to: number }, quarantineMs: DurationMs, start = 0) {
    this.#quarantineMs = quarantineMs;
    for (let port = range.from + (range.from & 1); port < range.to; port += 2) this.#free.push(port);
    this.size = this.#free.length;
    this.#free.push(...this.#free.splice(0, Math.floor(start * this.size)));
  }

  /** The port that rested longest, or undefined where all are in use or resting. */
  take(now: EpochMs): number | undefined {
    while (this.#resting.length > 0 && this.#resting[0]!.until <= now) this.#free.push(this.#resting.shift()!.port);
    return this.#free.shift();
  }

  release(port: number, now: EpochMs): void {
    this.#resting.push({ port, until: now + this.#quarantineMs });
  }
}
