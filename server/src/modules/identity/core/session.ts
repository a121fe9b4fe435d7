// When a session is over: ended by hand, idle for too long, or too old however busy.
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export type SessionTimes = { createdAt: EpochMs; seenAt: EpochMs; endedAt: EpochMs | null };
export type SessionLimits = { idleMs: DurationMs; absoluteMs: DurationMs };
export type SessionState = 'live' | 'ended' | 'idle' | 'expired';

export function sessionState(times: SessionTimes, limits: SessionLimits, now: EpochMs): SessionState {
  if (times.endedAt !== null) return 'ended';
  if (now - times.createdAt >= limits.absoluteMs) return 'expired';
  if (now - times.seenAt >= limits.idleMs) return 'idle';
  return 'live';
}
