// When a threshold raises its alarm and when it takes it back: a limit must have been crossed, or left, for a while first, so that a value
// that dances around the limit is told once.
import type { AlarmLevel, Comparison } from '@tandem/contract/api/thresholds.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export type Limits = { comparison: Comparison; warn: number | null; alarm: number | null };

/**
 * `warn` and `alarm`: since when the value has stood on the other side of that limit than what was told; null where it stands on the same.
 */
export type Watch = { level: AlarmLevel; warn: EpochMs | null; alarm: EpochMs | null };

const RANK: Readonly<Record<AlarmLevel, number>> = { ok: 0, warn: 1, alarm: 2 };

/** Whether `level` is worse than `than`. */
export const worse = (level: AlarmLevel, than: AlarmLevel): boolean => RANK[level] > RANK[than];

export const calm = (level: AlarmLevel): Watch => ({ level, warn: null, alarm: null });

/** Whether the limits are in order: one of them is there, and the alarm is not milder than the warning. */
export function inOrder({ comparison, warn, alarm }: Limits): boolean {
  if (warn === null || alarm === null) return warn !== alarm;
  return comparison === 'at-least' ? warn <= alarm : warn >= alarm;
}

/** The level the value has by itself. No value crosses no limit. */
export function levelOf(value: number | null, { comparison, warn, alarm }: Limits): AlarmLevel {
  if (value === null) return 'ok';
  const crossed = (limit: number | null) => limit !== null && (comparison === 'at-least' ? value >= limit : value <= limit);
  return crossed(alarm) ? 'alarm' : crossed(warn) ? 'warn' : 'ok';
}

/** One look at the value. The limits are held each by itself: a value that goes on from warning to alarm does not begin its warning anew. */
export function look(watch: Watch, reading: AlarmLevel, now: EpochMs, holdMs: DurationMs): Watch {
  const warn = side(watch, 'warn', reading, now);
  const alarm = side(watch, 'alarm', reading, now);
  const held = (since: EpochMs | null) => since !== null && now - since >= holdMs;
  const beyond = (limit: 'warn' | 'alarm', since: EpochMs | null) => RANK[watch.level] >= RANK[limit] !== held(since);
  const level = beyond('alarm', alarm) ? 'alarm' : beyond('warn', warn) ? 'warn' : 'ok';
  return { level, warn: held(warn) ? null : warn, alarm: held(alarm) ? null : alarm };
}

function side(watch: Watch, limit: 'warn' | 'alarm', reading: AlarmLevel, now: EpochMs): EpochMs | null {
  const differs = RANK[reading] >= RANK[limit] !== RANK[watch.level] >= RANK[limit];
  // A clock that was set back begins anew.
  return differs ? Math.min(watch[limit] ?? now, now) : null;
}
