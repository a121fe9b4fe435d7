// What time alone, or a change of presence or configuration, makes happen; and when time will next make something happen.
import type { EpochMs } from '../../../kernel/time.ts';
import { complete, endOffer, remove } from './decide.ts';
import { notReady } from './eligible.ts';
import type { LoggedEvent, RoutingState, Work } from './types.ts';

/**
 * Open offers and wrap-ups that are over. An agent who is no longer ready loses the offer at once instead of at its end.
 * Waiting that lasted too long is `overdue`: it is asked afterwards, as an offer that just ended puts its customer back in the line.
 */
export function settle(state: RoutingState, now: EpochMs): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  for (const work of state.works.values()) {
    if (work.stage === 'offered' && work.offer) {
      const agent = state.agents.get(work.offer.agent);
      if (!agent || notReady(agent)) events.push(endOffer(work, 'withdrawn', now));
      else if (work.offer.expiresAt <= now) events.push(endOffer(work, 'no-answer', now));
    } else if (work.stage === 'wrap-up' && (work.wrapUpUntil ?? 0) <= now) {
      events.push(complete(work, 'timed-out', now));
    } else if (work.stage === 'scheduled' && (work.notBefore ?? 0) <= now) {
      events.push({ type: 'work.due', at: now, data: { interaction: work.interaction, work: work.id, queue: work.queue } });
    }
  }
  return events;
}

/** Waiting work whose time is up, or whose queue was taken away. Somebody being rung is not taken back: the ringing ends by itself soon. */
export function overdue(state: RoutingState, now: EpochMs): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  for (const id of state.line) {
    const work = state.works.get(id)!;
    if (!state.queues.has(work.queue)) events.push(remove(work, 'system', now));
    else if (work.waitUntil !== null && work.waitUntil <= now) events.push(remove(work, 'timed-out', now));
  }
  return events;
}

/** When the router must look again though nothing comes in; null where nothing is pending. */
export function nextTimer(state: RoutingState, now: EpochMs): EpochMs | null {
  let next = Infinity;
  for (const work of state.works.values()) {
    if (work.stage === 'waiting') next = Math.min(next, work.waitUntil ?? Infinity, nextOverflow(state, work, now));
    else if (work.stage === 'scheduled') next = Math.min(next, work.notBefore ?? now);
    else if (work.stage === 'offered') next = Math.min(next, work.offer?.expiresAt ?? Infinity);
    else if (work.stage === 'wrap-up') next = Math.min(next, work.wrapUpUntil ?? now);
  }
  if (state.line.length > 0) {
    for (const { pause } of state.agents.values()) if (pause && pause.until > now) next = Math.min(next, pause.until);
  }
  return next === Infinity ? null : next;
}

/** When the next queue's agents are asked for it too. */
function nextOverflow(state: RoutingState, work: Work, now: EpochMs): EpochMs {
  const times = (state.queues.get(work.queue)?.overflow ?? []).map((each) => work.queuedAt + each.afterMs).filter((at) => at > now);
  return Math.min(Infinity, ...times);
}
