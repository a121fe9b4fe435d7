// When a customer who was not reached is called again, and when that is given up.

/** After the first, second and third try that did not reach him, ms. */
const BACK_OFF_MS = [5 * 60_000, 15 * 60_000, 60 * 60_000] as const;

/** Epoch ms of the next try; null: it was the last. `attempts`: tries so far. */
export function nextTry(attempts: number, now: number): number | null {
  const wait = BACK_OFF_MS[attempts - 1];
  return wait === undefined ? null : now + wait;
}
