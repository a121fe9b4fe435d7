// Digest authentication as data (RFC 7616): what a verifier is told and what it says.
import type { Request } from '../message/types.ts';

/** A keyed hash (HMAC-SHA-256 and the like), lower-case hex out: nonces are sealed with it. */
export type Mac = (text: string) => string;
/** A plain hash, lower-case hex out. */
export type Hash = (text: string) => string;
export type DigestAlgorithm = 'MD5' | 'SHA-256';

/** Remembers the highest nonce count seen of each nonce, bounded. */
export type NonceLedger = {
  /** False where the count is not above the highest one seen of this nonce: a replay. */
  accept(nonce: string, count: number, expiresAt: number, now: number): boolean;
  readonly size: () => number;
};

export type VerifyOptions = {
  readonly request: Request;
  readonly realm: string;
  /** H(user:realm:password), hex, or null for an unknown user. */
  readonly ha1: (user: string) => string | null;
  readonly mac: Mac;
  readonly now: number;
  /** How long a nonce is good, ms. */
  readonly lifeMs: number;
  readonly nonces: NonceLedger;
  /** `authorization` (default) or `proxy-authorization`. */
  readonly field?: 'authorization' | 'proxy-authorization';
  readonly algorithm?: DigestAlgorithm;
  /** Needed for SHA-256 only. */
  readonly hash?: Hash;
};

export type DigestVerdict =
  | { readonly ok: true; readonly user: string }
  /** `stale`, `replay`: the password was right (or a nonce of before a restart hides it): challenge again with stale=true. `absent`: no credentials for this realm. */
  | {
      readonly ok: false;
      readonly why: 'absent' | 'malformed' | 'stale' | 'replay' | 'unknown-user' | 'wrong';
      readonly user: string | null;
    };
