// What time alone will do, soonest first: a binary heap. An entry whose reason is gone is not looked for; it is passed over when its time comes.
import type { AgentId, OfferId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';

export type Timer =
  | { at: EpochMs; what: 'offer'; work: WorkId; offer: OfferId }
  | { at: EpochMs; what: 'wrap-up' | 'due' | 'wait' | 'circle'; work: WorkId }
  | { at: EpochMs; what: 'rest'; agent: AgentId };

export type Timers = Timer[];

export function set(timers: Timers, timer: Timer): void {
  let at = timers.push(timer) - 1;
  while (at > 0) {
    const above = (at - 1) >>> 1;
    if (sooner(timers[above]!, timer)) break;
    timers[at] = timers[above]!;
    at = above;
  }
  timers[at] = timer;
}

/** Takes the first one out. */
export function pop(timers: Timers): Timer | undefined {
  const first = timers[0];
  const last = timers.pop();
  if (last === undefined || timers.length === 0) return first;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= timers.length) break;
    if (below + 1 < timers.length && sooner(timers[below + 1]!, timers[below]!)) below++;
    if (sooner(last, timers[below]!)) break;
    timers[at] = timers[below]!;
    at = below;
  }
  timers[at] = last;
  return first;
}

/** Of two at the same time the one with the lesser name: a rebuilt heap goes the same way. */
function sooner(a: Timer, b: Timer): boolean {
  if (a.at !== b.at) return a.at < b.at;
  const [left, right] = [a.what === 'rest' ? a.agent : a.work, b.what === 'rest' ? b.agent : b.work];
  if (left !== right) return left < right;
  // Several offers of one item end at the same time, where everybody is rung.
  return a.what === 'offer' && b.what === 'offer' ? a.offer < b.offer : a.what < b.what;
}
