// The call follows its agent: another phone of his rings, and when it is answered it has the talk instead of the one before.
import { recordAnew } from './channels.ts';
import { mayConsult } from './consult.ts';
import { callee, NOBODY } from './dialling.ts';
import { holdMusic } from './hold.ts';
import { mix } from './mix.ts';
import { uncarried } from './parting.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';

/** How long the other phone rings. */
const RING_MS = 20_000;

/** He talks, and nothing is under way that would move him or the customer. */
export function mayCarry(state: CallState): boolean {
  return mayConsult(state) && (state.monitor === null || state.monitor.mode !== 'take-over');
}

export function onCarry(state: CallState, { leg, device }: Extract<ControlInput, { kind: 'carry' }>): ControlStep {
  const { agent } = state;
  if (agent === null || !mayCarry(state) || agent.device === device) return unchanged(state);
  return {
    state: { ...state, carrying: { leg, device } },
    effects: callee(state, { kind: 'device', device, agent: agent.agent }, leg, RING_MS, state.caller ?? NOBODY),
  };
}

export function onCarryCancel(state: CallState): ControlStep {
  return uncarried(state);
}

/** The other phone was answered. */
export function onCarried(state: CallState): ControlStep {
  const { agent, carrying, customer, call } = state;
  if (agent === null || !carrying) return unchanged(state);
  // A hold by the phone he leaves goes with it; the others stand, and their music is heard where it was.
  const hold = state.hold === 'agent' ? null : state.hold;
  const next: CallState = { ...state, carrying: null, hold, agent: { ...agent, ...carrying }, leaving: [...state.leaving, agent.leg] };
  const effects: ControlEffect[] = [log('call.answered', { call, leg: carrying.leg })];
  if (state.hold === 'agent')
    effects.push(log('call.resumed', { call, leg: customer.leg, by: 'agent' }), edge({ do: 'stop', leg: customer.leg }));
  effects.push(
    mix(next),
    log('call.carried', { call, leg: carrying.leg, agent: agent.agent, device: carrying.device }),
    ...recordAnew(next),
    edge({ do: 'hangup', leg: agent.leg, cause: 'transferred' }),
  );
  if (hold === 'customer') effects.push(holdMusic(next));
  return { state: next, effects };
}

/** It did not come to that; he talks on where he is. */
export function carryFailed(state: CallState): ControlStep {
  return { state: { ...state, carrying: null }, effects: [] };
}
