// Counts attempts at passwords and codes, and says when to wait. The rule is core/throttle.ts; the counters are of this process: with n API
// processes a guesser has n times the tries, which the limits bear.
import { AppError } from '../../../platform/errors/types.ts';
import { waitMs, windowAt, WINDOW_MS, type Window } from '../core/throttle.ts';
import type { Context } from './context.ts';

const MOST_WINDOWS = 100_000;

export type Attempt = {
  /** It was right: it counts for nothing, and with `whole` neither do the failures before it from the same place. */
  good(whole: boolean): void;
};
export type Attempts = {
  /** Counts before anything is looked at, so that many tries at once are many tries. Throws `auth.throttled`. */
  begin(email: string, ip: string, familiar: boolean): Attempt;
};

export function createAttempts({ clock }: Pick<Context, 'clock'>, throttled: () => void = () => undefined): Attempts {
  const counters = new Map<string, Window>();
  const read = (key: string): Window => windowAt(counters.get(key), clock.now());

  function count(keys: readonly string[], by: 1 | -1): void {
    for (const key of keys) {
      const window = read(key);
      counters.delete(key);
      if (window.count + by > 0) counters.set(key, { ...window, count: window.count + by });
    }
    for (const [key, window] of counters) {
      if (counters.size <= MOST_WINDOWS && clock.now() - window.since < WINDOW_MS) break;
      counters.delete(key);
    }
  }

  return {
    begin(email, ip, familiar) {
      const keys = { pair: `pair:${email}:${ip}`, account: `account:${email}`, address: `address:${ip}` };
      const windows = { pair: read(keys.pair), account: read(keys.account), address: read(keys.address) };
      const wait = waitMs(windows, familiar, clock.now());
      if (wait > 0) {
        throttled();
        throw new AppError('auth.throttled', { retryAfterSeconds: Math.ceil(wait / 1000) });
      }
      count(Object.values(keys), 1);
      return {
        good(whole) {
          count(Object.values(keys), -1);
          if (whole) counters.delete(keys.pair);
        },
      };
    },
  };
}
