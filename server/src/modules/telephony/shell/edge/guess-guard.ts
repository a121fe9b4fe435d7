// Who guesses passwords of devices is turned away for a while: by address, and by the user name that is guessed at.
import { BY_ADDRESS, BY_USER, forgotten, waits, wrong, type Bucket, type BucketRule } from '../../core/throttle.ts';
import type { Log } from './context.ts';

export type GuessGuard = {
  /** How long a request is still turned away, ms; 0: its proof may be looked at. */
  waitMs(ip: string, user: string | null): number;
  wrong(ip: string, user: string | null): void;
  /** The user has proven himself from this address: what others guess at his name from elsewhere does not shut him out. */
  right(ip: string, user: string): void;
  stats(): { digestsRefused: number; digestsTurnedAway: number };
};

/** Addresses and names remembered: an attacker has many of both. */
const MOST = 20_000;

export function createGuessGuard(now: () => number, log: Log): GuessGuard {
  const addresses = new Map<string, Bucket>();
  const users = new Map<string, Bucket>();
  const known = new Map<string, true>();
  let refused = 0;
  let turnedAway = 0;
  const pair = (ip: string, user: string): string => `${ip} ${user}`;

  function count(buckets: Map<string, Bucket>, key: string, rule: BucketRule, what: string): void {
    const before = buckets.get(key);
    const bucket = wrong(before, rule, now());
    // The newest last, so that the oldest go first where there is no room.
    buckets.delete(key);
    buckets.set(key, bucket);
    if (bucket.until > now() && bucket.until !== before?.until)
      log.warn('passwords are being guessed', { by: what, [what === 'user' ? 'pii.user' : 'pii.ip']: key, waitMs: bucket.until - now() });
    if (buckets.size > MOST) makeRoom(buckets, rule, now());
  }

  return {
    waitMs(ip, user) {
      const byUser = user === null || known.has(pair(ip, user)) ? 0 : waits(users.get(user), now());
      const wait = Math.max(waits(addresses.get(ip), now()), byUser);
      if (wait > 0) turnedAway += 1;
      return wait;
    },
    wrong(ip, user) {
      refused += 1;
      count(addresses, ip, BY_ADDRESS, 'address');
      if (user !== null) count(users, user, BY_USER, 'user');
    },
    right(ip, user) {
      const key = pair(ip, user);
      known.delete(key);
      known.set(key, true);
      if (known.size > MOST) known.delete(known.keys().next().value!);
    },
    stats: () => ({ digestsRefused: refused, digestsTurnedAway: turnedAway }),
  };
}

function makeRoom(buckets: Map<string, Bucket>, rule: BucketRule, now: number): void {
  for (const [key, bucket] of buckets) if (forgotten(bucket, rule, now)) buckets.delete(key);
  for (const key of buckets.keys()) {
    if (buckets.size <= MOST) return;
    buckets.delete(key);
  }
}
