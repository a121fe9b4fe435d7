// When a leg counts as sounding badly: not for a moment, but for as long as a talk suffers from it; and when it is well again.

/** `mos`: what is still good enough; `afterMs`: how long it may be worse before anybody is told. */
export type QualityRule = { mos: number; afterMs: number };

/** Since when it is worse than the rule wants, epoch ms; null while it is not. `told`: the call took notice of it, and not yet that it is well. */
export type QualityWatch = { since: number | null; told: boolean };

/** A score just above the limit is not yet better: it would come and go. */
const MARGIN = 0.2;

/** Looks come a few milliseconds early or late: what lasts as many looks as the rule wants is not told a whole look later for that. */
const EARLY_MS = 500;

/** `at`: the end of the `spanMs` that the score is of. `tell`: what is to be told now, if anything. */
export function lookAt(
  watch: QualityWatch,
  { mos, spanMs, at }: { mos: number | null; spanMs: number; at: number },
  rule: QualityRule,
): { watch: QualityWatch; tell: { poor: true; belowMs: number } | { poor: false } | null } {
  // Nothing was heard either way: that is another trouble than bad sound.
  if (mos === null) return { watch, tell: null };
  const poor = watch.told ? mos < rule.mos + MARGIN : mos < rule.mos;
  if (!poor) return { watch: { since: null, told: false }, tell: watch.told ? { poor: false } : null };
  const since = watch.since ?? at - spanMs;
  const belowMs = at - since;
  const tell = !watch.told && belowMs + EARLY_MS >= rule.afterMs;
  return { watch: { since, told: watch.told || tell }, tell: tell ? { poor: true, belowMs } : null };
}
