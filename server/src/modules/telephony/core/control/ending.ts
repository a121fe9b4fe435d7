// The end of a leg, and with the customer's leg the end of the call.
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { bySystem } from '../hangup.ts';
import { carryFailed } from './carry.ts';
import { agentLeftConsult, withoutConsult } from './consult.ts';
import { outcomeOfFirst } from './customer-first.ts';
import { mix } from './mix.ts';
import { monitorEnded, staysWith, takeOver } from './monitor.ts';
import { givenEnded } from './moving.ts';
import { legsRung, offerAt, withOffers } from './rung.ts';
import { onOfferLegEnded } from './offer.ts';
import { onOtherFailed } from './other.ts';
import { notDialled, onCalledFailed } from './own-phone.ts';
import { fetchFailed } from './park.ts';
import { uncarried } from './parting.ts';
import { stopTaking } from './taking.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';

type Ended = Extract<ControlInput, { kind: 'leg.ended' }>;

export function onLegEnded(before: CallState, input: Ended, at: number): ControlStep {
  // Told again, or of a leg that is another call's by now.
  if (!legsOf(before).includes(input.leg)) return unchanged(before);
  const given = givenEnded(before, input.leg);
  const state = given.state;
  const { leg, cause, by, sipStatus, quality } = input;
  if (leg === state.monitor?.leg) return monitorEnded(state, cause, quality);
  const told = log('call.leg-ended', { call: state.call, leg, cause, by, sipStatus, ...(quality === undefined ? {} : { quality }) });
  const known: CallState = { ...state, leaving: state.leaving.filter((leg) => leg !== input.leg) };
  const { state: next, effects } = byParty(known, state, input, at);
  return { state: next, effects: [told, ...given.effects, ...effects] };
}

/** Every leg that the call answers for. */
export function legsOf(state: CallState): LegId[] {
  const { customer, ringing, agent, other, consult, monitor, giving, tone, leaving, over, out } = state;
  const there = !over && (out === null || out.dialled) ? customer.leg : undefined;
  const parts = [ringing, agent, other, consult, monitor, giving, tone, state.carrying].map((part) => part?.leg);
  const legs = [there, ...legsRung(state), ...parts, ...leaving];
  return [...new Set(legs.filter((leg) => leg !== undefined))];
}

function byParty(state: CallState, before: CallState, input: Ended, at: number): ControlStep {
  const { leg, cause } = input;
  if (leg === state.customer.leg) return state.over ? { state, effects: [] } : customerEnded(state, before, input, at);
  if (leg === state.tone?.leg) return { state: { ...state, tone: null }, effects: [] };
  if (offerAt(state, leg) !== undefined) return onOfferLegEnded(state, leg, cause);
  if (leg === state.carrying?.leg) return carryFailed(state);
  if (leg === state.ringing?.leg) {
    if (state.ringing.why !== 'dial-out') return fetchFailed(state);
    return notDialled({ ...state, ringing: null }, cause, bySystem(cause) ? 'system' : (state.letGo ?? 'agent'));
  }
  if (staysWith(state, leg)) return takeOver(state, true);
  if (leg === state.agent?.leg) return agentLeft(state, input);
  if (leg === state.consult?.leg) return withoutConsult(state);
  if (leg === state.other?.leg) {
    if (!state.other.up) return onOtherFailed(state, cause, input.sipStatus);
    const next: CallState = { ...state, other: null };
    if (state.other.flow && state.flow) return { state: next, effects: [mix(next), { do: 'flow', input: { kind: 'dial-ended' } }] };
    return letCustomerGo(next, cause, []);
  }
  return { state, effects: [] };
}

function agentLeft(before: CallState, input: Ended): ControlStep {
  const agent = before.agent!;
  const { state, effects: withdrawn } = uncarried(before);
  const system = input.cause === 'system-crash' || input.cause === 'system-restart';
  // He who had the customer called and left before that was answered.
  if (state.out !== null && !state.customer.up && !state.out.dialled) return notDialled({ ...state, agent: null }, input.cause, 'agent');
  if (state.consult !== null) return agentLeftConsult(state);
  // A transfer goes on without the one who asked for it.
  const handing = state.transfer !== null || state.coming !== null;
  const unheard = state.out?.callback === true && !state.customer.up;
  const effects: ControlEffect[] = [...withdrawn];
  if (agent.work !== null)
    effects.push({ do: 'release', work: agent.work, reason: handing ? 'transferred' : system || unheard ? 'system' : 'ended' });
  if (state.recording !== null) effects.push(edge({ do: 'stop-recording', recording: state.recording }));
  const next: CallState = { ...state, agent: null, hold: null, recording: null };
  if (state.transfer !== null) return { state: { ...next, transfer: { ...state.transfer, refer: null } }, effects };
  if (state.coming !== null) return { state: next, effects };
  return letCustomerGo(next, bySystem(input.cause) ? input.cause : 'normal', effects);
}

function letCustomerGo(state: CallState, cause: HangupCause, effects: ControlEffect[]): ControlStep {
  const { leg } = state.customer;
  if (state.leaving.includes(leg)) return { state, effects };
  const uncalled = state.out !== null && !state.customer.up;
  return {
    state: { ...state, leaving: [...state.leaving, leg] },
    effects: [...effects, edge({ do: 'hangup', leg, cause: cause === 'system-crash' ? cause : uncalled ? 'cancelled' : 'normal' })],
  };
}

function customerEnded(state: CallState, before: CallState, input: Ended, at: number): ControlStep {
  if (state.out !== null && !state.customer.up) return onCalledFailed(state, input.cause, whoEnded(before, input), at);
  return customerLeft(state, before, input, at);
}

function customerLeft(state: CallState, before: CallState, input: Ended, at: number): ControlStep {
  const effects: ControlEffect[] = [];
  const system = input.cause === 'system-crash' || input.cause === 'system-restart';
  if (state.flow && state.taking === null) effects.push({ do: 'flow', input: { kind: 'customer-left' } });
  if (state.agent !== null && state.agent.work !== null)
    effects.push({ do: 'release', work: state.agent.work, reason: system ? 'system' : 'ended' });
  if (state.line !== null) effects.push({ do: 'leave', work: state.line.work });
  const { ringing, agent, other, consult, parked } = state;
  // What is on its way to another call is that call's.
  const calling = [...legsRung(state), ringing?.leg, state.carrying?.leg];
  const rest = [...calling, agent?.leg, other?.leg, consult?.leg].filter(
    (leg): leg is LegId => leg !== undefined && !state.leaving.includes(leg) && leg !== state.giving?.leg,
  );
  const silent = (leg: LegId): boolean => calling.includes(leg);
  effects.push(...rest.map((leg) => edge({ do: 'hangup', leg, cause: silent(leg) ? 'withdrawn' : 'normal' })));
  if (state.recording !== null) effects.push(edge({ do: 'stop-recording', recording: state.recording }));
  if (parked !== null)
    effects.push(log('call.unparked', { call: state.call, leg: state.customer.leg, place: parked.place, by: null, reason: 'left' }));
  // Called back and gone before an agent had him: the call is over, the contact is not.
  const untalked = state.had === null && state.agent === null ? state.out?.first : undefined;
  if (untalked !== undefined) effects.push({ do: 'attempted', outcome: outcomeOfFirst(untalked) });
  else effects.push({ do: 'end-interaction', cause: input.cause, by: whoEnded(before, input), stage: stageOf(state) });
  const next: CallState = {
    ...withOffers(state, []),
    over: true,
    caller: null,
    flow: false,
    ringing: null,
    agent: null,
    carrying: null,
    other: null,
    consult: null,
    parked: null,
    line: null,
    joining: null,
    transfer: null,
    leaving: [...state.leaving, ...rest],
  };
  const taken = stopTaking(next, 'left', at);
  return { state: taken.state, effects: [...effects, ...taken.effects] };
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
  if (state.agent !== null || state.digital) return 'agent';
  if (state.offer !== null) return 'ring';
  if (state.other !== null || state.parked !== null) return 'other';
  if (state.line !== null) return 'queue';
  if (state.queued) return 'queue';
  return state.flow ? 'flow' : (state.had ?? 'flow');
}
