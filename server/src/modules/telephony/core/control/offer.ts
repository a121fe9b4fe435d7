// An offer to an agent's device: ring it, and bridge the customer when it answers and routing still means it.
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { OfferId } from '@tandem/contract/ids.ts';
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
      const { leg } = state.offer;
      const cause = input.kind === 'offer.withdrawn' ? input.cause : 'withdrawn';
      return { state: { ...state, offer: null, leaving: [...state.leaving, leg] }, effects: [edge({ do: 'hangup', leg, cause })] };
    }
    case 'offer.accepted':
      return accepted(state, input.offer);
  }
}

function made(state: CallState, input: Extract<ControlInput, { kind: 'offer.made' }>): ControlStep {
  // The same offer again, after a restart of routing: it rings already.
  if (state.offer?.offer === input.offer || state.agent?.work === input.work) return unchanged(state);
  if (state.over) return { state, effects: [{ do: 'offer-ended', offer: input.offer, outcome: 'unreachable' }] };
  const { offer, device, leg, ringMs, work, queue, agent } = input;
  return {
    state: { ...state, offer: { offer, device, leg, work, queue, agent } },
    effects: callee(state, { kind: 'device', device, agent }, leg, ringMs, state.caller ?? NOBODY),
  };
}

/** The device answered: ask routing whether the offer still stands. */
export function onAgentAnswered(state: CallState): ControlStep {
  if (state.offer === null) return unchanged(state);
  return {
    state,
    effects: [log('call.answered', { call: state.call, leg: state.offer.leg }), { do: 'offer-answered', offer: state.offer.offer }],
  };
}

function accepted(state: CallState, offer: OfferId): ControlStep {
  if (state.offer?.offer !== offer) return unchanged(state);
  const { leg, device, work, queue, agent } = state.offer;
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
    { do: 'ask-recording', queue },
    log('call.bridged', { call: state.call, legs: [state.customer.leg, leg], agent }),
  );
  return { state: next, effects };
}

/** The agent's leg ended before he had the customer. */
export function onOfferLegEnded(state: CallState, cause: HangupCause): ControlStep {
  if (state.offer === null) return unchanged(state);
  const outcome =
    cause === 'declined' || cause === 'busy' || cause === 'normal'
      ? 'declined'
      : cause === 'no-answer' || cause === 'cancelled'
        ? 'no-answer'
        : 'unreachable';
  return { state: { ...state, offer: null }, effects: [{ do: 'offer-ended', offer: state.offer.offer, outcome }] };
}
