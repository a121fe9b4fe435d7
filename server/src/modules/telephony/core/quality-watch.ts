// When a leg counts as sounding badly: not for a moment, but for as long as a talk suffers from it; and when it is well again.

/** `mos`: what is still good enough; `afterMs`: how long it may be worse before anybody is told. */
export type QualityRule = { mos: number; afterMs: number };

/** Since when it is worse than the rule wants, epoch ms; null while it is not. `told`: of this time it was told. */
export type QualityWatch = { since: number | null; told: boolean };

export const WELL: QualityWatch = { since: null, told: false };

/** A score just above the limit is not yet better: it would come and go. */
const MARGIN = 0.2;

/** `at`: the end of the `spanMs` that the score is of. `tell`: what is to be told now, if anything. */
export function lookAt(
  watch: QualityWatch,
  { mos, spanMs, at }: { mos: number | null; spanMs: number; at: number },
  rule: QualityRule,
): { watch: QualityWatch; tell: { poor: true; belowMs: number } | { poor: false } | null } {
  // Nothing was heard either way: that is another trouble than bad sound.
  if (mos === null) return { watch, tell: null };
  const poor = watch.told ? mos < rule.mos + MARGIN : mos < rule.mos;
  if (!poor) return { watch: WELL, tell: watch.told ? { poor: false } : null };
  const since = watch.since ?? at - spanMs;
  const belowMs = at - since;
  const tell = !watch.told && belowMs >= rule.afterMs;
  return { watch: { since, told: watch.told || tell }, tell: tell ? { poor: true, belowMs } : null };
}
