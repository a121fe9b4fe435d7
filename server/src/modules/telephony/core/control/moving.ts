// A leg goes over from one call to another: the far end of an agent's second call into the customer's (attended transfer, RFC 5589
// section 7), or a phone that dialled a parked customer's place. Both calls tell each other, and neither forgets the leg before one has it.
import type { CallId, LegId } from '@tandem/contract/ids.ts';
import { mix } from './mix.ts';
import { mayFetch, unparked } from './park.ts';
import { agentParts } from './parting.ts';
import { mayConsult } from './consult.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';

type Moved = Extract<ControlInput, { kind: 'leg.moved' }>;

const tell = (call: CallId, input: ControlInput): ControlEffect => ({ do: 'tell', call, input });

/** The customer's call hears of the wish first. */
export function onAttended(state: CallState, input: Extract<ControlInput, { kind: 'attended' }>): ControlStep {
  const { refer, far, farAgent, from, text } = input;
  if (state.agent === null || !mayConsult(state))
    return { state, effects: [edge({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: 491 })] };
  return {
    state: { ...state, coming: { for: 'transfer', leg: far, from, agent: farAgent, refer, text, by: state.agent.agent } },
    effects: [tell(from, { kind: 'give', leg: far, to: state.call })],
  };
}

/** A phone that dialled the place wants its customer. */
export function onJoinAsked(state: CallState, input: Extract<ControlInput, { kind: 'join.asked' }>): ControlStep {
  const { leg, from, device, agent } = input;
  if (!mayFetch(state)) return { state, effects: [tell(from, { kind: 'hang-up', cause: 'not-found', by: 'system' })] };
  return {
    state: { ...state, coming: { for: 'fetch', leg, from, device, agent } },
    effects: [tell(from, { kind: 'give', leg, to: state.call })],
  };
}

/** The call that has the leg lets it go over, if it is there and can talk. */
export function onGive(state: CallState, { leg, to }: Extract<ControlInput, { kind: 'give' }>): ControlStep {
  const ours =
    (state.other?.leg === leg && state.other.up) || state.agent?.leg === leg || (state.customer.leg === leg && state.customer.up);
  if (!ours || state.giving !== null || state.over || state.leaving.includes(leg))
    return { state, effects: [tell(to, { kind: 'leg.moved', leg, call: state.call, done: false })] };
  return { state: { ...state, giving: { leg, to } }, effects: [edge({ do: 'move', leg, call: to })] };
}

/** The phone that dialled a place is answered. */
export function onJoinerUp(state: CallState): ControlStep {
  const { joining, customer } = state;
  if (joining === null) return unchanged(state);
  const { call, device, agent } = joining;
  return { state, effects: [tell(call, { kind: 'join.asked', leg: customer.leg, from: state.call, device, agent })] };
}

export function onMoved(state: CallState, input: Moved): ControlStep {
  if (state.coming?.leg === input.leg) return came(state, input);
  if (state.giving?.leg === input.leg) return gave(state, input);
  return unchanged(state);
}

function came(state: CallState, input: Moved): ControlStep {
  const coming = state.coming!;
  const next: CallState = { ...state, coming: null };
  const told = [tell(coming.from, input)];
  if (!input.done) {
    if (coming.for === 'fetch') return { state: next, effects: told };
    const { refer, text, by } = coming;
    told.push(
      edge({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: 480 }),
      log('call.transferred', { call: state.call, kind: 'attended', by, target: text, accepted: false, detail: 'not moved' }),
    );
    // The agent left in the meantime, in the belief that it would go well.
    if (!state.over && state.agent === null && !state.leaving.includes(state.customer.leg)) {
      told.push(edge({ do: 'hangup', leg: state.customer.leg, cause: 'normal' }));
      return { state: { ...next, leaving: [...next.leaving, state.customer.leg] }, effects: told };
    }
    return { state: next, effects: told };
  }
  if (state.over) {
    told.push(edge({ do: 'hangup', leg: coming.leg, cause: 'normal' }));
    return { state: { ...next, leaving: [...next.leaving, coming.leg] }, effects: told };
  }
  if (coming.for === 'fetch') {
    const taken = unparked(next, { leg: coming.leg, device: coming.device, agent: coming.agent }, 'fetched');
    return { state: taken.state, effects: [...told, ...taken.effects] };
  }
  return handedOver(next, coming, told);
}

function handedOver(
  state: CallState,
  coming: Extract<NonNullable<CallState['coming']>, { for: 'transfer' }>,
  told: ControlEffect[],
): ControlStep {
  const { refer, text, by, agent, leg } = coming;
  const parted = agentParts(state, false);
  const next: CallState = { ...parted.state, other: { leg, up: true, agent }, hold: null, had: 'other' };
  return {
    state: next,
    effects: [
      ...told,
      edge({ do: 'stop', leg: state.customer.leg }),
      edge({ do: 'stop', leg }),
      mix(next),
      log('call.transferred', { call: state.call, kind: 'attended', by, target: text, accepted: true }),
      log('call.bridged', { call: state.call, legs: [state.customer.leg, leg], ...(agent ? { agent } : {}) }),
      edge({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: 200 }),
      ...parted.effects,
    ],
  };
}

function gave(state: CallState, input: Moved): ControlStep {
  const { leg, to } = state.giving!;
  const next: CallState = { ...state, giving: null };
  if (!input.done) {
    const effects = [tell(to, input)];
    // It stayed, and there is nobody here for it any more.
    const lost = state.over || state.joining !== null;
    if (!lost || state.leaving.includes(leg)) return { state: next, effects };
    effects.push(edge({ do: 'hangup', leg, cause: 'normal' }));
    return { state: { ...next, leaving: [...next.leaving, leg] }, effects };
  }
  if (state.over) return { state: next, effects: [] };
  if (leg === state.customer.leg) {
    // This call was only the way there.
    return {
      state: { ...next, over: true, caller: null, joining: null },
      effects: [{ do: 'end-interaction', cause: 'transferred', by: 'agent', stage: 'other' }],
    };
  }
  const parted = state.agent?.leg === leg ? agentParts(next, true) : { state: { ...next, other: null }, effects: [] };
  const { customer } = state;
  if (parted.state.leaving.includes(customer.leg)) return parted;
  return {
    state: { ...parted.state, leaving: [...parted.state.leaving, customer.leg] },
    effects: [...parted.effects, edge({ do: 'hangup', leg: customer.leg, cause: 'transferred' })],
  };
}

/** A leg that was to go over has ended here: the other call need not wait for it. */
export function givenEnded(state: CallState, leg: LegId): ControlStep {
  if (state.giving?.leg !== leg) return unchanged(state);
  return {
    state: { ...state, giving: null },
    effects: [tell(state.giving.to, { kind: 'leg.moved', leg, call: state.call, done: false })],
  };
}
