// An offer to an agent's device: ring it, and bridge the customer when it answers and routing still means it.
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { LegId, OfferId } from '@tandem/contract/ids.ts';
import { answeredAt, silenced, stillRings } from './along.ts';
import { callee, NOBODY } from './dialling.ts';
import { onDigitalAnswer } from './digital.ts';
import { mix } from './mix.ts';
import { dialCustomer } from './own-phone.ts';
import { legsRung, offerAt, offerOf, offersOf, ringsAt, withOffer, withOffers, withoutOffer } from './rung.ts';
import { edge, log, unchanged, type CallState, type ControlInput, type ControlStep } from './state.ts';

export function onOffer(
  state: CallState,
  input: Exclude<Extract<ControlInput, { kind: `offer.${string}` }>, { kind: 'offer.digital' }>,
): ControlStep {
  if (state.asked?.offer === input.offer) return onDigitalAnswer(state, input);
  switch (input.kind) {
    case 'offer.made':
      return made(state, input);
    case 'offer.withdrawn':
    case 'offer.refused': {
      const offer = offerOf(state, input.offer);
      if (offer === undefined) return unchanged(state);
      const cause = input.kind === 'offer.withdrawn' ? input.cause : 'withdrawn';
      return silenced(withoutOffer(state, offer.offer), ringsAt(offer), cause);
    }
    case 'offer.accepted':
      return accepted(state, input.offer);
  }
}

function made(state: CallState, input: Extract<ControlInput, { kind: 'offer.made' }>): ControlStep {
  // The same offer again, after a restart of routing: it rings already.
  if (offerOf(state, input.offer) !== undefined || state.agent?.work === input.work) return unchanged(state);
  if (state.over) return { state, effects: [{ do: 'offer-ended', offer: input.offer, outcome: 'unreachable' }] };
  const { offer, device, leg, ringMs, work, queue, agent, along = [], autoAnswer = false } = input;
  const from = state.caller ?? NOBODY;
  return {
    // Those who ring for the same work already go on: everybody is rung at once.
    state: withOffers(state, [
      ...offersOf(state).filter((each) => each.work === work),
      { offer, device, leg, work, queue, agent, along, autoAnswer },
    ]),
    effects: [
      // Of several only his own phone answers by itself: a desk nobody sits at must not.
      ...callee(state, { kind: 'device', device, agent }, leg, ringMs, from, autoAnswer),
      ...along.flatMap((each) => callee(state, { kind: 'device', device: each.device, agent }, each.leg, ringMs, from)),
    ],
  };
}

/** A device of his answered: ask routing whether the offer still stands. */
export function onAgentAnswered(state: CallState, leg: LegId): ControlStep {
  const offer = offerAt(state, leg);
  if (offer === undefined) return unchanged(state);
  const answered = answeredAt(state, offer, leg);
  return {
    state: answered.state,
    effects: [log('call.answered', { call: state.call, leg }), ...answered.effects, { do: 'offer-answered', offer: offer.offer }],
  };
}

function accepted(before: CallState, id: OfferId): ControlStep {
  const offer = offerOf(before, id);
  if (offer === undefined) return unchanged(before);
  const { leg, device, work, queue, agent, autoAnswer } = offer;
  // Whoever was rung with him falls silent at once; routing has withdrawn their offers.
  const { state, effects } = silenced(withOffers(before, []), legsRung(withoutOffer(before, id)), 'withdrawn');
  const next: CallState = {
    ...state,
    agent: { leg, device, work, queue, agent },
    flow: false,
    queued: false,
    line: null,
    hold: null,
    had: 'agent',
  };
  // A call-back: the customer is called now.
  if (state.out !== null && !state.out.dialled) return also(effects, dialCustomer(next));
  // Whom the flow was calling for him meanwhile is not needed any more.
  if (state.other !== null) {
    effects.push(edge({ do: 'hangup', leg: state.other.leg, cause: 'withdrawn' }));
    next.leaving = [...state.leaving, state.other.leg];
    next.other = null;
  }
  if (state.flow) effects.push({ do: 'flow', input: { kind: 'assigned' } });
  effects.push(
    edge({ do: 'stop', leg: state.customer.leg }),
    mix(next),
    // He did nothing to take it: a tone tells him that he is being heard.
    ...(autoAnswer ? [edge({ do: 'play', leg, play: `taken-${leg}`, items: [{ kind: 'tone', tone: 'beep' }], loop: false })] : []),
    { do: 'ask-recording', queue },
    log('call.bridged', { call: state.call, legs: [state.customer.leg, leg], agent }),
  );
  // He was called back, and is served.
  if (state.out?.first !== undefined) effects.push({ do: 'attempted', outcome: 'reached' });
  return { state: next, effects };
}

const also = (before: ControlStep['effects'], { state, effects }: ControlStep): ControlStep => ({
  state,
  effects: [...before, ...effects],
});

/** The agent's leg ended before he had the customer. */
export function onOfferLegEnded(state: CallState, leg: LegId, cause: HangupCause): ControlStep {
  const offer = offerAt(state, leg);
  if (offer === undefined) return unchanged(state);
  const left = stillRings(offer, leg, cause);
  if (left !== null) return { state: withOffer(state, left), effects: [] };
  const outcome =
    cause === 'declined' || cause === 'busy' || cause === 'normal'
      ? 'declined'
      : cause === 'no-answer' || cause === 'cancelled'
        ? 'no-answer'
        : 'unreachable';
  const others = silenced(
    withoutOffer(state, offer.offer),
    ringsAt(offer).filter((each) => each !== leg),
    'withdrawn',
  );
  return { state: others.state, effects: [...others.effects, { do: 'offer-ended', offer: offer.offer, outcome }] };
}
