// Hold and resume, whoever asked: the phone by re-INVITE, or the API. The one on hold hears music.
import { mix } from './mix.ts';
import { edge, HOLD_MUSIC, log, unchanged, type CallState, type ControlStep } from './state.ts';

export function onHold(state: CallState, by: 'agent' | 'customer' | 'api'): ControlStep {
  if (state.agent === null || state.hold !== null || state.transfer !== null) return unchanged(state);
  const next: CallState = { ...state, hold: by };
  const waiting = by === 'customer' ? state.agent.leg : state.customer.leg;
  return {
    state: next,
    effects: [
      mix(next),
      edge({ do: 'play', leg: waiting, play: `hold-${waiting}`, items: HOLD_MUSIC, loop: true }),
      log('call.held', { call: state.call, leg: waiting, by: by === 'api' ? 'api' : by }),
    ],
  };
}

export function onResume(state: CallState, by: 'agent' | 'customer' | 'api'): ControlStep {
  // A phone's own hold is lifted at the phone: the API cannot make it listen.
  if (state.agent === null || state.hold !== by || state.transfer !== null) return unchanged(state);
  const next: CallState = { ...state, hold: null };
  const waiting = by === 'customer' ? state.agent.leg : state.customer.leg;
  return {
    state: next,
    effects: [edge({ do: 'stop', leg: waiting }), mix(next), log('call.resumed', { call: state.call, leg: waiting, by: by === 'api' ? 'api' : by })],
  };
}
