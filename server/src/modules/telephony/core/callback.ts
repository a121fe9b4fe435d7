// When a customer who was not reached is called again, and when that is given up; and whose call-backs they are to see.
import type { QueueId, UserId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';

/** After the first, second and third try that did not reach him, ms. */
const BACK_OFF_MS = [5 * 60_000, 15 * 60_000, 60 * 60_000] as const;

/** Epoch ms of the next try; null: it was the last. `attempts`: tries so far. */
export function nextTry(attempts: number, now: number): number | null {
  const wait = BACK_OFF_MS[attempts - 1];
  return wait === undefined ? null : now + wait;
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
