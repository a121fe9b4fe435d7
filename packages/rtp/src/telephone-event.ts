// Named telephone events (RFC 4733): the four-byte payload and the numbers of the sixteen keys (section 3.2).

export const TELEPHONE_EVENT_BYTES = 4;
const KEYS = '0123456789*#ABCD';

/** The key of an event number, or undefined for events that are not keys (flash, tones). */
export function digitOfEvent(event: number): string | undefined {
  return KEYS[event];
}

/** The event number of a key, or -1. */
export function eventOfDigit(digit: string): number {
  return digit.length === 1 ? KEYS.indexOf(digit.toUpperCase()) : -1;
}

/** Writes one payload: `duration` in timestamp units, `volume` in -dBm0 (0-63). */
export function writeTelephoneEvent(
  target: Uint8Array,
  offset: number,
  event: number,
  end: boolean,
  volume: number,
  duration: number,
): void {
  target[offset] = event;
  target[offset + 1] = (end ? 0x80 : 0) | (volume & 0x3f);
  target[offset + 2] = duration >>> 8;
  target[offset + 3] = duration;
}
