// When a customer who was not reached is called again, and when it is given up; whose turn it is to be rung first; and whose call-backs an agent is to see.
import type { CallbackRules } from '@tandem/contract/api/queue-callbacks.ts';
import type { QueueId, UserId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';

/** Epoch ms of the next try; null: it was the last. `attempts`: tries so far. */
export function nextTry(attempts: number, now: number, rules: Pick<CallbackRules, 'attempts' | 'backOffMs'>): number | null {
  const { backOffMs } = rules;
  const wait = backOffMs[Math.min(attempts, backOffMs.length) - 1];
  return attempts >= rules.attempts || wait === undefined ? null : now + wait;
}

/** Epoch ms from which on it is given up; null: not by its age. `agreed`: the hour that was agreed on. */
export function expiryOf(requestedAt: number, agreed: number | null, { expiresMs }: Pick<CallbackRules, 'expiresMs'>): number | null {
  return expiresMs === null ? null : Math.max(requestedAt, agreed ?? requestedAt) + expiresMs;
}

/** The line as somebody meets it who has waited so long: who is ahead of him, and who could take him now. Times in ms. */
export type Turn = { ahead: number; free: number; staffed: boolean; estimateMs: number | null };

/**
 * Whether he is rung now. An agent must be free for him and for each whose phone rings or who holds already; or he is the next, nobody else is under
 * way, and an agent is expected before he would have waited too long.
 */
export function mayRing({ ahead, free, staffed, estimateMs }: Turn, underWay: number, holdMs: number): boolean {
  if (!staffed) return false;
  if (free > ahead + underWay) return true;
  return ahead + underWay === 0 && estimateMs !== null && estimateMs <= holdMs;
}

/** Which call-backs a caller may see and take: all, or those of his queues and those he asked for himself. */
export type CallbackReach = 'all' | { queues: readonly QueueId[]; user: UserId };

export function callbackReach(scope: Scope | null, caller: { queues: readonly string[]; user: UserId }): CallbackReach {
  if (scope === 'tenant') return 'all';
  return { queues: scope === null ? [] : (caller.queues as readonly QueueId[]), user: caller.user };
}

export function reachesCallback(reach: CallbackReach, { queue, askedBy }: { queue: QueueId; askedBy: UserId | null }): boolean {
  return reach === 'all' || reach.queues.includes(queue) || askedBy === reach.user;
}
