// Keys pressed on somebody's behalf, one after another as a person would, as telephone-events.
import type { EdgeContext, Leg } from './context.ts';

/** RFC 4733 sets no least length; 160 ms on and 90 ms off satisfies every receiver after ITU-T Q.24 (40 ms each). */
const KEY_MS = 160;
const PACE_MS = 250;
/** More than any menu asks for. */
const MOST = 128;

export function sendDigits(context: EdgeContext, leg: Leg, digits: string): void {
  leg.digits.left.push(...[...digits].slice(0, MOST - leg.digits.left.length));
  if (leg.digits.timer === null) press(context, leg);
}

function press(context: EdgeContext, leg: Leg): void {
  const digit = leg.digits.left.shift();
  leg.digits.timer = null;
  if (digit === undefined) return;
  context.media.sendDigit(leg.id, digit, KEY_MS);
  leg.digits.timer = setTimeout(() => press(context, leg), PACE_MS);
}

export function endDigits(leg: Leg): void {
  if (leg.digits.timer !== null) clearTimeout(leg.digits.timer);
  leg.digits = { left: [], timer: null };
}
