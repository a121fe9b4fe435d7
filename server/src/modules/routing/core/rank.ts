// The order of the line: whoever has waited longest comes first, and each point of priority counts as some more minutes of waiting.
// As everybody grows older at the same pace, the order of two never changes while they wait, so a place is found once, and nobody starves: only who
// came at most `priorityMs` x (difference in points) later can pass him.
import type { WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { RoutingRules, Work } from './types.ts';

/** `rank` is the time at which somebody without priority would have had to come to stand here. */
export type Place = { id: WorkId; rank: EpochMs };

export function placeOf({ id, queuedAt, priority }: Pick<Work, 'id' | 'queuedAt' | 'priority'>, { priorityMs }: RoutingRules): Place {
  return { id, rank: queuedAt - priority * priorityMs };
}

export function before(a: Place, b: Place): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** How many of an ordered list come before the item: where it stands, or would stand. Binary search. */
export function countBefore<T>(list: readonly T[], item: T, order: (a: T, b: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(list[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function insert<T>(list: T[], item: T, order: (a: T, b: T) => number): void {
  list.splice(countBefore(list, item, order), 0, item);
}

/** False where it did not stand there. */
export function takeOut<T extends { id: string }>(list: T[], item: T, order: (a: T, b: T) => number): boolean {
  const at = countBefore(list, item, order);
  if (list[at]?.id !== item.id) return false;
  // `shift` is much cheaper than `splice` at the head of a long list, and that is where most leave.
  if (at === 0) list.shift();
  else list.splice(at, 1);
  return true;
}
