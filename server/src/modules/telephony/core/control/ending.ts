// The end of a leg, and with the customer's leg the end of the call.
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { bySystem } from '../hangup.ts';
import { onOfferLegEnded } from './offer.ts';
import { onOtherFailed } from './other.ts';
import { edge, log, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';

type Ended = Extract<ControlInput, { kind: 'leg.ended' }>;

export function onLegEnded(state: CallState, input: Ended): ControlStep {
  const told = log('call.leg-ended', { call: state.call, leg: input.leg, cause: input.cause, by: input.by, sipStatus: input.sipStatus });
  const known: CallState = { ...state, leaving: state.leaving.filter((leg) => leg !== input.leg) };
  const { state: next, effects } = byParty(known, state, input);
  return { state: next, effects: [told, ...effects] };
}

function byParty(state: CallState, before: CallState, input: Ended): ControlStep {
  if (input.leg === state.customer.leg) return state.over ? { state, effects: [] } : customerLeft(state, before, input);
  if (input.leg === state.offer?.leg) return onOfferLegEnded(state, input.cause);
  if (input.leg === state.agent?.leg) return agentLeft(state, input);
  if (input.leg === state.other?.leg) {
    if (!state.other.up) return onOtherFailed(state, input.sipStatus);
    return letCustomerGo({ ...state, other: null }, input.cause, []);
  }
  return { state, effects: [] };
}

function agentLeft(state: CallState, input: Ended): ControlStep {
  const agent = state.agent!;
  const system = input.cause === 'system-crash' || input.cause === 'system-restart';
  const effects: ControlEffect[] = [
    { do: 'release', work: agent.work, reason: state.transfer ? 'transferred' : system ? 'system' : 'ended' },
  ];
  if (state.recording !== null) effects.push(edge({ do: 'stop-recording', recording: state.recording }));
  const next: CallState = { ...state, agent: null, hold: null, recording: null };
  // A blind transfer goes on without the one who asked for it.
  if (state.transfer !== null) return { state: { ...next, transfer: { ...state.transfer, refer: null } }, effects };
  return letCustomerGo(next, bySystem(input.cause) ? input.cause : 'normal', effects);
}

function letCustomerGo(state: CallState, cause: HangupCause, effects: ControlEffect[]): ControlStep {
  const { leg } = state.customer;
  if (state.leaving.includes(leg)) return { state, effects };
  return {
    state: { ...state, leaving: [...state.leaving, leg] },
    effects: [...effects, edge({ do: 'hangup', leg, cause: cause === 'system-crash' ? cause : 'normal' })],
  };
}

function customerLeft(state: CallState, before: CallState, input: Ended): ControlStep {
  const effects: ControlEffect[] = [];
  const system = input.cause === 'system-crash' || input.cause === 'system-restart';
  const hangUp: LegId[] = [];
  if (state.flow) effects.push({ do: 'flow', input: { kind: 'customer-left' } });
  if (state.offer !== null) hangUp.push(state.offer.leg);
  if (state.agent !== null) {
    hangUp.push(state.agent.leg);
    effects.push({ do: 'release', work: state.agent.work, reason: system ? 'system' : 'ended' });
  }
  if (state.other !== null) hangUp.push(state.other.leg);
  const rest = hangUp.filter((leg) => !state.leaving.includes(leg));
  const silent = state.offer !== null ? 'withdrawn' : 'normal';
  effects.push(...rest.map((leg) => edge({ do: 'hangup', leg, cause: leg === state.offer?.leg ? silent : 'normal' })));
  if (state.recording !== null) effects.push(edge({ do: 'stop-recording', recording: state.recording }));
  effects.push({ do: 'end-interaction', cause: input.cause, by: whoEnded(before, input), stage: stageOf(state) });
  return {
    state: {
      ...state,
      over: true,
      caller: null,
      flow: false,
      offer: null,
      agent: null,
      other: null,
      transfer: null,
      leaving: [...state.leaving, ...rest],
    },
    effects,
  };
}

function whoEnded(before: CallState, input: Ended): 'customer' | 'agent' | 'flow' | 'system' | 'api' {
  if (input.by === 'remote') return 'customer';
  if (input.by === 'system') return 'system';
  if (before.letGo !== null) return before.letGo;
  // We hung up on him: because a flow said so, or because the one he talked with left.
  return before.flow ? 'flow' : 'agent';
}

/** Where the customer was. */
function stageOf(state: CallState): 'flow' | 'queue' | 'ring' | 'agent' | 'other' {
  if (state.agent !== null) return 'agent';
  if (state.offer !== null) return 'ring';
  if (state.other !== null) return 'other';
  if (state.queued) return 'queue';
  return state.flow ? 'flow' : (state.had ?? 'flow');
}
