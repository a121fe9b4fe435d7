// Hold and resume, whoever asked: the phone by re-INVITE, or the API. The one on hold hears music.
import type { LegId } from '@tandem/contract/ids.ts';
import { mix } from './mix.ts';
import { waitingMusic } from './waiting-music.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlStep } from './state.ts';

export function onHold(state: CallState, by: 'agent' | 'customer' | 'api'): ControlStep {
  if (state.agent === null || state.hold !== null) return unchanged(state);
  const next: CallState = { ...state, hold: by };
  const told = log('call.held', { call: state.call, leg: waiting(next, by), by });
  // Of a consultation or a conference the others go on; the API's hold is for two.
  if (state.consult !== null) return by === 'api' ? unchanged(state) : { state: next, effects: [mix(next), told] };
  // While a transfer's target rings the customer hears that; should it fail, the hold is there again. One who is called hears nothing yet.
  return { state: next, effects: state.transfer !== null || !state.customer.up ? [told] : [mix(next), holdMusic(next), told] };
}

/** Music for the one who waits. */
export function holdMusic(state: CallState): ControlEffect {
  return waitingMusic(state, waiting(state, state.hold), 'hold');
}

function waiting(state: CallState, by: CallState['hold']): LegId {
  return by === 'customer' && state.agent !== null ? state.agent.leg : state.customer.leg;
}

export function onResume(state: CallState, by: 'agent' | 'customer' | 'api'): ControlStep {
  // A phone's own hold is lifted at the phone: the API cannot make it listen.
  if (state.agent === null || state.hold !== by) return unchanged(state);
  const next: CallState = { ...state, hold: null };
  const leg = waiting(state, by);
  const told = log('call.resumed', { call: state.call, leg, by });
  if (state.consult !== null) return { state: next, effects: [mix(next), told] };
  return { state: next, effects: state.transfer !== null || !state.customer.up ? [told] : [edge({ do: 'stop', leg }), mix(next), told] };
}
