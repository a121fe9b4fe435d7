// What matching is worth, from the items that were held out of it: the difference of the two groups, how sure it is, and whether predictions come true.

/**
 * Sums over the contacts of one group: handling times y, and what was expected x, in ms: of the matched the average of all agents, of the held-out the
 * prediction for the agent who took it. `judged` are those of which it is known whether they were resolved.
 */
export type Arm = { n: number; y: number; yy: number; x: number; xx: number; xy: number; judged: number; resolved: number };
/** `halfWidth`: of the 95 % interval. `always`: of the one that holds at every look at once. */
export type Measured = { value: number; halfWidth: number; always: number };
export type Uplift = {
  matched: number;
  heldOut: number;
  /** Share by which matching cuts the mean handling time, had anybody taken any contact; below 0 it makes it longer. Null while a group is too small. */
  cut: Measured | null;
  /** The plain difference of the two means: too large, as held-out contacts come to those whom the matched ones left over. */
  plain: Measured | null;
  /** Difference of the shares resolved. */
  resolved: Measured | null;
};

/**
 * Sums over contacts, of x = predicted/average - 1 and z = actual/average - 1. Predictions that come true give z the mean x: `share` 1; where it
 * does not matter whom one asks it is 0, and below one half the plain average would have predicted better.
 */
export type Errors = { n: number; xx: number; xz: number; xxzz: number; xxxz: number; xxxx: number };

/** Fewer in a group and the normal law is a guess. */
export const LEAST_IN_GROUP = 100;
const Z = 1.959964;
const RISK = 0.05;
/** The size of effect that the interval for all looks is narrowest at. */
const USUAL = { cut: 0.1, resolved: 0.05, share: 0.5 };

export function upliftOf(matched: Arm, heldOut: Arm): Uplift {
  const enough = Math.min(matched.n, heldOut.n) >= LEAST_IN_GROUP;
  const plain = (arm: Arm): Arm => ({ ...arm, x: arm.n, xx: arm.n, xy: arm.y });
  return {
    matched: matched.n,
    heldOut: heldOut.n,
    cut: enough ? cutOf(matched, heldOut) : null,
    plain: enough ? cutOf(plain(matched), plain(heldOut)) : null,
    resolved: resolvedOf(matched, heldOut),
  };
}

/**
 * One minus the ratio of what a group took to what was expected of it. The held-out group tells how far predictions are from the truth, agent by agent,
 * so that who took its contacts does not matter; where predictions are chance alone, it says that matching harms. Ratio estimator and delta method.
 */
function cutOf(matched: Arm, heldOut: Arm): Measured | null {
  const [one, other] = [ratioOf(matched), ratioOf(heldOut)];
  if (one === null || other === null || other.ratio <= 0) return null;
  const ratio = one.ratio / other.ratio;
  return measured(1 - ratio, Math.sqrt(one.variance + ratio ** 2 * other.variance) / other.ratio, USUAL.cut);
}

function ratioOf({ n, y, yy, x, xx, xy }: Arm): { ratio: number; variance: number } | null {
  if (x <= 0) return null;
  const ratio = y / x;
  const left = Math.max(0, yy - 2 * ratio * xy + ratio ** 2 * xx);
  return { ratio, variance: ((n / (n - 1)) * left) / x ** 2 };
}

function resolvedOf(matched: Arm, heldOut: Arm): Measured | null {
  if (Math.min(matched.judged, heldOut.judged) < LEAST_IN_GROUP) return null;
  // With one yes and one no more in each group, so that all or nothing is not taken for certain (Agresti & Caffo, The American Statistician 54, 2000).
  const [a, b] = [matched, heldOut].map(({ judged, resolved }) => ({ n: judged + 2, p: (resolved + 1) / (judged + 2) })) as [P, P];
  return measured(a.p - b.p, Math.sqrt((a.p * (1 - a.p)) / a.n + (b.p * (1 - b.p)) / b.n), USUAL.resolved);
}
type P = { n: number; p: number };

/** Which share of the predicted differences comes true. */
export function shareComingTrue({ n, xx, xz, xxzz, xxxz, xxxx }: Errors): Measured | null {
  if (n < LEAST_IN_GROUP || xx <= 1e-9) return null;
  const share = xz / xx;
  const left = Math.max(0, xxzz - 2 * share * xxxz + share ** 2 * xxxx);
  return measured(share, Math.sqrt(left) / xx, USUAL.share);
}

/**
 * Whoever looks every hour until something is there finds something. `always` is wide enough for all looks together: the normal mixture of
 * Robbins (Annals of Mathematical Statistics 41, 1970) as used for tests that are peeked at (Johari et al., Operations Research 70(3), 2022).
 */
function measured(value: number, error: number, usual: number): Measured {
  const [v, t] = [error ** 2, usual ** 2];
  const always = v === 0 ? 0 : Math.sqrt(((v * (v + t)) / t) * (Math.log((v + t) / v) + 2 * Math.log(1 / RISK)));
  return { value, halfWidth: Z * error, always };
}
