// Control of one call: step(state, input) -> state and effects. What to do is decided in one file per concern; this is their table.
import { onLegEnded } from './ending.ts';
import { onHold, onResume } from './hold.ts';
import { onAgentAnswered, onOffer } from './offer.ts';
import { dialOther, onOtherAnswered } from './other.ts';
import { edge, log, unchanged, type CallState, type ControlInput, type ControlStep } from './state.ts';
import { onTransfer } from './transfer.ts';
import { onCustomerAnswered, onFlow, onHeard } from './voice.ts';

export function newCall(
  call: Pick<CallState, 'tenant' | 'call' | 'interaction' | 'person' | 'caller'>,
  customerLeg: CallState['customer']['leg'],
): CallState {
  return {
    ...call,
    customer: { leg: customerLeg, up: false },
    flow: false,
    queued: false,
    offer: null,
    agent: null,
    other: null,
    hold: null,
    transfer: null,
    recording: null,
    had: null,
    letGo: null,
    leaving: [],
    over: false,
  };
}

/** Nothing of the call is left: its customer and every leg it knew are gone. */
export function finished(state: CallState): boolean {
  return state.over && state.leaving.length === 0;
}

export function stepCall(state: CallState, input: ControlInput): ControlStep {
  switch (input.kind) {
    case 'leg.ended':
      return onLegEnded(state, input);
    case 'leg.ringing':
      return { state, effects: [log('call.ringing', { call: state.call, leg: input.leg })] };
    case 'leg.answered':
      return answered(state, input.leg);
    case 'leg.held':
    case 'leg.resumed': {
      const by = input.leg === state.agent?.leg ? 'agent' : input.leg === state.customer.leg ? 'customer' : null;
      if (by === null) return unchanged(state);
      return input.kind === 'leg.held' ? onHold(state, by) : onResume(state, by);
    }
    case 'asked':
    case 'played':
      return onHeard(state, input);
    case 'offer.made':
    case 'offer.withdrawn':
    case 'offer.accepted':
    case 'offer.refused':
      return onOffer(state, input);
    case 'hold':
      return onHold(state, 'api');
    case 'resume':
      return onResume(state, 'api');
    case 'transfer':
      return onTransfer(state, input);
    case 'connect':
      return dialOther(state, input.target, input.leg);
    case 'hang-up':
      return {
        state: { ...state, letGo: input.by, leaving: [...state.leaving, state.customer.leg] },
        effects: [edge({ do: 'hangup', leg: state.customer.leg, cause: input.cause })],
      };
    case 'recording.sealed':
      return { state: state.recording === input.recording ? { ...state, recording: null } : state, effects: [] };
    default:
      return onFlow(state, input);
  }
}

function answered(state: CallState, leg: string): ControlStep {
  if (leg === state.customer.leg) return onCustomerAnswered(state);
  if (leg === state.offer?.leg) return onAgentAnswered(state);
  if (leg === state.other?.leg) return onOtherAnswered(state);
  // Answered as we let it go: its end is under way.
  return unchanged(state);
}
