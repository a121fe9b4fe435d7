// Guessing of passwords is made slow: wrong proofs fill a bucket that leaks; while it is over the rim, nothing is even checked.

export type Bucket = {
  /** Wrong proofs, less what leaked since `at`. */
  level: number;
  at: number;
  /** UTC epoch ms until which requests are turned away; 0: they are not. */
  until: number;
  /** How often in a row it overflowed: each time the wait doubles. */
  times: number;
};

export type BucketRule = { rim: number; leakMs: number };

/** A whole office may sit behind one address, with one phone whose password is old. */
export const BY_ADDRESS: BucketRule = { rim: 30, leakMs: 4_000 };
export const BY_USER: BucketRule = { rim: 10, leakMs: 10_000 };

const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 300_000;
/** Quiet for so long, an address begins anew. */
const FORGIVE_MS = 900_000;

export function wrong(bucket: Bucket | undefined, rule: BucketRule, now: number): Bucket {
  const level = leaked(bucket, rule, now) + 1;
  const times = bucket !== undefined && now - bucket.at < FORGIVE_MS ? bucket.times : 0;
  if (level <= rule.rim) return { level, at: now, until: bucket?.until ?? 0, times };
  const wait = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** times);
  // Half full afterwards: a few more wrong ones and the next wait begins.
  return { level: rule.rim / 2, at: now, until: now + wait, times: times + 1 };
}

/** How long requests are still turned away, ms; 0: they are not. */
export const waits = (bucket: Bucket | undefined, now: number): number => Math.max(0, (bucket?.until ?? 0) - now);

/** Nothing of it is left to remember. */
export const forgotten = (bucket: Bucket, rule: BucketRule, now: number): boolean =>
  now - bucket.at > FORGIVE_MS && bucket.until <= now && leaked(bucket, rule, now) === 0;

function leaked(bucket: Bucket | undefined, rule: BucketRule, now: number): number {
  return bucket === undefined ? 0 : Math.max(0, bucket.level - (now - bucket.at) / rule.leakMs);
}
