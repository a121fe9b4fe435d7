// How the circle of those who are asked grows while somebody waits: a queue's rings and its overflow, in one order of time.
import type { QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { AS_WRITTEN, type Relaxed } from './skills.ts';
import { MAX_RINGS, type QueueConfig, type Ring, type SkillId, type Work } from './types.ts';

/** All in the order in which they open. */
export function ringsOf({ rings = [], overflow = [] }: Pick<QueueConfig, 'rings' | 'overflow'>): readonly Ring[] {
  if (rings.length === 0 && overflow.length === 0) return NO_RINGS;
  const wider = overflow.map(({ queue, afterMs }): Ring => ({ afterMs, skills: [], queues: [queue] }));
  return [...rings.slice(0, MAX_RINGS), ...wider].sort((a, b) => a.afterMs - b.afterMs);
}
const NO_RINGS: readonly Ring[] = [];

/** How many rings are open to it by now. */
export function ringAt(rings: readonly Ring[], { queuedAt }: Pick<Work, 'queuedAt'>, now: EpochMs): number {
  let open = 0;
  while (open < rings.length && now - queuedAt >= rings[open]!.afterMs) open++;
  return open;
}

/** When the next one opens; null where all are open. */
export function nextRing(rings: readonly Ring[], work: Pick<Work, 'queuedAt'>, now: EpochMs): EpochMs | null {
  const next = rings[ringAt(rings, work, now)];
  return next ? work.queuedAt + next.afterMs : null;
}

/** What the first rings allow together: queues in the order in which they were opened, and the lowest level of each skill. */
export function allowed(rings: readonly Ring[], open: number): { queues: readonly QueueId[]; relaxed: Relaxed } {
  if (open === 0) return { queues: [], relaxed: AS_WRITTEN };
  const relaxed = new Map<SkillId, number>();
  const queues = new Set<QueueId>();
  for (const ring of rings.slice(0, open)) {
    for (const queue of ring.queues) queues.add(queue);
    for (const { skill, level } of ring.skills) relaxed.set(skill, Math.min(level, relaxed.get(skill) ?? level));
  }
  return { queues: [...queues], relaxed };
}
