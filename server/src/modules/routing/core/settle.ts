// What time alone, or a change of presence or configuration, makes happen; and when time will next make something happen.
import type { EpochMs } from '../../../kernel/time.ts';
import { regroup } from './line.ts';
import { seatAnew } from './seats.ts';
import { complete, endOffer, remove } from './decide.ts';
import { notReady } from './eligible.ts';
import { evolve } from './evolve.ts';
import { offerOf, offerTo } from './offers.ts';
import { pop, type Timer } from './timers.ts';
import type { LoggedEvent, RoutingState } from './types.ts';

/**
 * Open offers and wrap-ups that are over, waits that lasted too long, circles that grow. An agent who is no longer ready loses the offer at once instead
 * of at its end. Somebody being rung is not given back to his flow: the ringing ends by itself soon.
 */
export function settle(state: RoutingState, now: EpochMs): LoggedEvent[] {
  const { book } = state;
  book.now = Math.max(book.now, now);
  const events: LoggedEvent[] = [];
  const happens = (event: LoggedEvent | null): void => {
    if (event === null) return;
    evolve(state, event);
    events.push(event);
  };
  for (const event of ofAbsent(state, now)) happens(event);
  while (book.timers.length > 0 && book.timers[0]!.at <= now) happens(due(state, pop(book.timers)!, now));
  const orphans = [...book.orphans];
  for (const id of orphans) happens(remove(state.works.get(id)!, 'system', now));
  return events;
}

function ofAbsent(state: RoutingState, now: EpochMs): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  for (const id of state.book.left) {
    const agent = state.agents.get(id)!;
    for (const held of agent.holds) {
      const work = state.works.get(held);
      const offer = work?.stage === 'offered' ? offerTo(work, id) : undefined;
      if (work && offer && notReady(agent, work.channel) !== null) events.push(endOffer(work, offer, 'withdrawn', now));
    }
  }
  state.book.left.clear();
  return events;
}

/** What a timer leads to, unless its reason is gone. */
function due(state: RoutingState, timer: Timer, now: EpochMs): LoggedEvent | null {
  if (!stands(state, timer)) return null;
  if (timer.what === 'rest') {
    seatAnew(state, timer.agent);
    return null;
  }
  const work = state.works.get(timer.work)!;
  switch (timer.what) {
    case 'offer':
      return endOffer(work, offerOf(work, timer.offer)!, 'no-answer', now);
    case 'wrap-up':
      return complete(work, 'timed-out', now);
    case 'due':
      return { type: 'work.due', at: now, data: { interaction: work.interaction, work: work.id, queue: work.queue } };
    case 'wait':
      return remove(work, 'timed-out', now);
    case 'circle':
      regroup(state, work);
      return null;
  }
}

/** Whether what the timer was set for is still so. */
function stands(state: RoutingState, timer: Timer): boolean {
  if (timer.what === 'rest') {
    const agent = state.agents.get(timer.agent);
    return agent?.pause?.until === timer.at || agent?.restUntil === timer.at;
  }
  const work = state.works.get(timer.work);
  switch (timer.what) {
    case 'offer':
      return work?.stage === 'offered' && offerOf(work, timer.offer) !== undefined;
    case 'wrap-up':
      return work?.stage === 'wrap-up' && (work.wrapUpUntil ?? timer.at) === timer.at;
    case 'due':
      return work?.stage === 'scheduled' && (work.notBefore ?? timer.at) === timer.at;
    case 'wait':
      return work?.stage === 'waiting' && work.waitUntil === timer.at;
    case 'circle':
      return work?.stage === 'waiting';
  }
}

/** When the router must look again though nothing comes in; null where nothing is pending. Forgets timers that stand for nothing any more. */
export function nextTimer(state: RoutingState): EpochMs | null {
  const { timers } = state.book;
  while (timers.length > 0 && !stands(state, timers[0]!)) pop(timers);
  return timers[0]?.at ?? null;
}
