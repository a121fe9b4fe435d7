// Whom routing has ring for the customer: one agent as a rule, several where his queue rings everybody at once. Who answers first has him.
import type { LegId, OfferId } from '@tandem/contract/ids.ts';
import type { CallState } from './state.ts';

type Offer = NonNullable<CallState['offer']>;
type Rung = Pick<CallState, 'offer' | 'beside'>;

/** Every leg that rings for one: several phones of his may. */
export function ringsAt({ leg, along = [] }: Offer): LegId[] {
  return [leg, ...along.map((each) => each.leg)];
}

/** In the order in which they were made. */
export const offersOf = ({ offer, beside = [] }: Rung): readonly Offer[] => (offer === null ? [] : [offer, ...beside]);

export const legsRung = (state: Rung): LegId[] => offersOf(state).flatMap(ringsAt);

/** The offer that a leg rings for. */
export const offerAt = (state: Rung, leg: LegId): Offer | undefined => offersOf(state).find((offer) => ringsAt(offer).includes(leg));

export const offerOf = (state: Rung, id: OfferId): Offer | undefined => offersOf(state).find(({ offer }) => offer === id);

/** The call with these offers and no others. */
export function withOffers({ beside: _, ...state }: CallState, [first, ...others]: readonly Offer[]): CallState {
  return { ...state, offer: first ?? null, ...(others.length === 0 ? {} : { beside: others }) };
}

export const withOffer = (state: CallState, changed: Offer): CallState =>
  withOffers(
    state,
    offersOf(state).map((each) => (each.offer === changed.offer ? changed : each)),
  );

export const withoutOffer = (state: CallState, id: OfferId): CallState =>
  withOffers(
    state,
    offersOf(state).filter(({ offer }) => offer !== id),
  );
