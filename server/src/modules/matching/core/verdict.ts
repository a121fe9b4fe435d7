// Whether a queue is matched by prediction now: what people asked for, whether enough was learned, and whether it does any good.
import type { EpochMs } from '../../../kernel/time.ts';
import type { Measured, Uplift } from './uplift.ts';

/** `automatic`: falls back to longest idle where matching harms. `always`: a person took that upon himself. */
export type Mode = 'off' | 'automatic' | 'always';
export type FallBack = { reason: 'longer' | 'less-resolved' | 'drift'; at: EpochMs; value: number; bound: number };
export type State = 'off' | 'learning' | 'matching' | 'fallen-back';

/** Below this share of what they promise, predictions are worse than everybody's average: see uplift.ts. */
const LEAST_TRUE = 0.5;

export function stateOf({ mode, learned, fallBack }: { mode: Mode; learned: boolean; fallBack: FallBack | null }): State {
  if (mode === 'off') return 'off';
  if (!learned) return 'learning';
  return mode === 'automatic' && fallBack !== null ? 'fallen-back' : 'matching';
}

/** Why matching should stop, by intervals that hold at every look; null where there is no reason. */
export function harmOf({ cut, resolved }: Uplift, share: Measured | null, at: EpochMs): FallBack | null {
  const top = ({ value, always }: Measured): number => value + always;
  if (cut && top(cut) < 0) return { reason: 'longer', at, value: cut.value, bound: top(cut) };
  if (resolved && top(resolved) < 0) return { reason: 'less-resolved', at, value: resolved.value, bound: top(resolved) };
  if (share && top(share) < LEAST_TRUE) return { reason: 'drift', at, value: share.value, bound: top(share) };
  return null;
}
