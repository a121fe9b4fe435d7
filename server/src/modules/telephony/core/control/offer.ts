// An offer to an agent's device: ring it, and bridge the customer when it answers and routing still means it.
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { LegId, OfferId } from '@tandem/contract/ids.ts';
import { answeredAt, ringsAt, silenced, stillRings } from './along.ts';
import { callee, NOBODY } from './dialling.ts';
import { mix } from './mix.ts';
import { dialCustomer } from './own-phone.ts';
import { edge, log, unchanged, type CallState, type ControlInput, type ControlStep } from './state.ts';

export function onOffer(state: CallState, input: Extract<ControlInput, { kind: `offer.${string}` }>): ControlStep {
  switch (input.kind) {
    case 'offer.made':
      return made(state, input);
    case 'offer.withdrawn':
    case 'offer.refused': {
      if (state.offer?.offer !== input.offer) return unchanged(state);
      const cause = input.kind === 'offer.withdrawn' ? input.cause : 'withdrawn';
      return silenced({ ...state, offer: null }, ringsAt(state.offer), cause);
    }
    case 'offer.accepted':
      return accepted(state, input.offer);
  }
}

function made(state: CallState, input: Extract<ControlInput, { kind: 'offer.made' }>): ControlStep {
  // The same offer again, after a restart of routing: it rings already.
  if (state.offer?.offer === input.offer || state.agent?.work === input.work) return unchanged(state);
  if (state.over) return { state, effects: [{ do: 'offer-ended', offer: input.offer, outcome: 'unreachable' }] };
  const { offer, device, leg, ringMs, work, queue, agent, along = [], autoAnswer = false } = input;
  const from = state.caller ?? NOBODY;
  return {
    state: { ...state, offer: { offer, device, leg, work, queue, agent, along, autoAnswer } },
    effects: [
      // Of several only his own phone answers by itself: a desk nobody sits at must not.
      ...callee(state, { kind: 'device', device, agent }, leg, ringMs, from, autoAnswer),
      ...along.flatMap((each) => callee(state, { kind: 'device', device: each.device, agent }, each.leg, ringMs, from)),
    ],
  };
}

/** A device of his answered: ask routing whether the offer still stands. */
export function onAgentAnswered(state: CallState, leg: LegId): ControlStep {
  if (state.offer === null) return unchanged(state);
  const answered = answeredAt(state, state.offer, leg);
  return {
    state: answered.state,
    effects: [log('call.answered', { call: state.call, leg }), ...answered.effects, { do: 'offer-answered', offer: state.offer.offer }],
  };
}

function accepted(state: CallState, offer: OfferId): ControlStep {
  if (state.offer?.offer !== offer) return unchanged(state);
  const { leg, device, work, queue, agent, autoAnswer } = state.offer;
  const next: CallState = {
    ...state,
    offer: null,
    agent: { leg, device, work, queue, agent },
    flow: false,
    queued: false,
    line: null,
    hold: null,
    had: 'agent',
  };
  // A call-back: the customer is called now.
  if (state.out !== null && !state.out.dialled) return dialCustomer(next);
  const effects: ControlStep['effects'] = [];
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
  return { state: next, effects };
}

/** The agent's leg ended before he had the customer. */
export function onOfferLegEnded(state: CallState, leg: LegId, cause: HangupCause): ControlStep {
  if (state.offer === null) return unchanged(state);
  const left = stillRings(state.offer, leg, cause);
  if (left !== null) return { state: { ...state, offer: left }, effects: [] };
  const outcome =
    cause === 'declined' || cause === 'busy' || cause === 'normal'
      ? 'declined'
      : cause === 'no-answer' || cause === 'cancelled'
        ? 'no-answer'
        : 'unreachable';
  const others = silenced(
    { ...state, offer: null },
    ringsAt(state.offer).filter((each) => each !== leg),
    'withdrawn',
  );
  return { state: others.state, effects: [...others.effects, { do: 'offer-ended', offer: state.offer.offer, outcome }] };
}
