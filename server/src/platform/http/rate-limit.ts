// Token buckets: each key may do `perSecond` requests a second, and as many at once. Time comes in as data.
import type { EpochMs } from '../../kernel/time.ts';

export type Verdict = { allowed: boolean; limit: number; remaining: number; retryAfterMs: number };

export type RateLimiter = {
  take(key: string, perSecond: number, now: EpochMs): Verdict;
  readonly size: number;
};

type Bucket = { tokens: number; at: EpochMs };

/** Keeps at most `maxKeys` buckets: the longest unused go first, which are the full ones. */
export function createRateLimiter(maxKeys = 50_000): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, perSecond, now) {
      const known = buckets.get(key);
      const tokens = known ? Math.min(perSecond, known.tokens + (Math.max(0, now - known.at) / 1000) * perSecond) : perSecond;
      // Fractions of a token add up to a hair less than one after exactly the wait that was told.
      const allowed = tokens >= 1 - 1e-9;
      const left = allowed ? Math.max(0, tokens - 1) : tokens;
      buckets.delete(key); // to the end of the map's order
      buckets.set(key, { tokens: left, at: now });
      if (buckets.size > maxKeys) {
        for (const oldest of buckets.keys()) {
          buckets.delete(oldest);
          break;
        }
      }
      return {
        allowed,
        limit: perSecond,
        remaining: Math.floor(left),
        retryAfterMs: allowed ? 0 : Math.ceil(((1 - left) / perSecond) * 1000),
      };
    },
    get size() {
      return buckets.size;
    },
  };
}

/** Header fields of draft-ietf-httpapi-ratelimit-headers. */
export function rateHeaders(policy: string, verdict: Verdict): Record<string, string> {
  const reset = Math.max(1, Math.ceil(verdict.retryAfterMs / 1000));
  return {
    'ratelimit-policy': `"${policy}";q=${verdict.limit};w=1`,
    ratelimit: `"${policy}";r=${verdict.remaining};t=${reset}`,
    ...(verdict.allowed ? {} : { 'retry-after': String(reset) }),
  };
}
