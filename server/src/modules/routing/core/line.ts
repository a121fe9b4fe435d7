// The line: waiting work in the order it is served, by priority (more first), then by arrival, then by id.
import type { WorkId } from '@tandem/contract/ids.ts';
import type { Work } from './types.ts';

type Ranked = Pick<Work, 'id' | 'priority' | 'queuedAt'>;

export function before(a: Ranked, b: Ranked): number {
  return b.priority - a.priority || a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Where the item stands, or would stand, in the line: binary search, as a line may hold thousands. */
function place(line: readonly WorkId[], works: ReadonlyMap<WorkId, Work>, item: Ranked): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(works.get(line[middle]!)!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both change the given line, which must be the caller's own copy; `works` must know every item in it. */
export function enter(line: WorkId[], works: ReadonlyMap<WorkId, Work>, item: Ranked): void {
  const at = place(line, works, item);
  if (line[at] !== item.id) line.splice(at, 0, item.id);
}

export function leave(line: WorkId[], works: ReadonlyMap<WorkId, Work>, item: Ranked): void {
  const at = place(line, works, item);
  if (line[at] === item.id) line.splice(at, 1);
}
