// Slows down guessing of passwords. Failures are counted for one account from one address, for an address, and for an account from addresses
// it never signed in from: a stranger can thus not lock the owner out of his usual place.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export const WINDOW_MS: DurationMs = 15 * 60_000;
export const LIMITS = { pair: 5, account: 20, address: 50, familiarAddress: 500 } as const;

/** Attempts not known to have succeeded, since `since`. */
export type Window = { count: number; since: EpochMs };

export function windowAt(window: Window | undefined, now: EpochMs): Window {
  return window && now - window.since < WINDOW_MS ? window : { count: 0, since: now };
}

/** Ms to wait, 0 where the attempt may go on. */
export function waitMs(windows: { pair: Window; account: Window; address: Window }, familiar: boolean, now: EpochMs): DurationMs {
  const waits = [
    over(windows.pair, LIMITS.pair, now),
    // A whole office comes from one address: those who work there are not kept out by their neighbours' mistakes.
    over(windows.address, familiar ? LIMITS.familiarAddress : LIMITS.address, now),
    familiar ? 0 : over(windows.account, LIMITS.account, now),
  ];
  return Math.max(...waits);
}

function over(window: Window, limit: number, now: EpochMs): DurationMs {
  return window.count < limit ? 0 : Math.max(1, window.since + WINDOW_MS - now);
}
