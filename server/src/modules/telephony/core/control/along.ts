// An offer that rings several phones of one agent: who answers first has it, the others fall silent, and declined at one is declined.
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { ringsAt, withOffer } from './rung.ts';
import { edge, type CallState, type ControlEffect, type ControlStep } from './state.ts';

type Offer = NonNullable<CallState['offer']>;

/** Those legs are let go. */
export function silenced(state: CallState, legs: readonly LegId[], cause: HangupCause): ControlStep {
  const left = legs.filter((leg) => !state.leaving.includes(leg));
  return {
    state: { ...state, leaving: [...state.leaving, ...left] },
    effects: left.map((leg): ControlEffect => edge({ do: 'hangup', leg, cause })),
  };
}

/** Answered there: from now on the offer is that phone's alone. */
export function answeredAt(state: CallState, offer: Offer, leg: LegId): ControlStep {
  const { along = [], ...rest } = offer;
  const phone = along.find((each) => each.leg === leg) ?? { leg: offer.leg, device: offer.device };
  return silenced(
    withOffer(state, { ...rest, ...phone }),
    ringsAt(offer).filter((each) => each !== leg),
    'withdrawn',
  );
}

/** One of several phones rings no more by itself: the others go on. Null where it was the last, or its owner declined. */
export function stillRings(offer: Offer, leg: LegId, cause: HangupCause): Offer | null {
  if (cause === 'declined' || cause === 'busy' || cause === 'normal') return null;
  const { along = [], ...rest } = offer;
  const phones = [{ leg: offer.leg, device: offer.device }, ...along].filter((each) => each.leg !== leg);
  const [first, ...others] = phones;
  return first === undefined ? null : { ...rest, ...first, along: others };
}
