// Where in a recording a mark stands.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

/** Never before its beginning, nor after what there is of it: its end, or this moment where it still runs. Whole ms. */
export function placeOf(
  wanted: DurationMs,
  { startedAt, durationMs }: { startedAt: EpochMs; durationMs: DurationMs | null },
  now: EpochMs,
): DurationMs {
  const end = durationMs ?? Math.max(0, now - startedAt);
  return Math.round(Math.min(Math.max(0, wanted), end));
}
