// What is done to single parties: one is let go, keys are pressed towards one, and a recording begins with all of them in their channels.
import type { LegId, RecordingId } from '@tandem/contract/ids.ts';
import { recordAnew } from './channels.ts';
import { onConsultCancel } from './consult.ts';
import { edge, unchanged, type CallState, type ControlStep } from './state.ts';

/** The customer's end is the call's; the third party's leaves the two; the agent's leaves his customer with the third where there is one. */
export function onDrop(state: CallState, leg: LegId): ControlStep {
  if (leg === state.consult?.leg) return onConsultCancel(state);
  const party = [state.customer.leg, state.agent?.leg, state.other?.leg].includes(leg);
  if (!party || state.leaving.includes(leg) || state.giving?.leg === leg) return unchanged(state);
  // His part is ended by the end of his leg, as if he had hung up.
  const letGo = leg === state.customer.leg ? ('api' as const) : state.letGo;
  return { state: { ...state, letGo, leaving: [...state.leaving, leg] }, effects: [edge({ do: 'hangup', leg, cause: 'normal' })] };
}

/** Keys of the agent, pressed towards whom he talks with. */
export function onDigits(state: CallState, digits: string): ControlStep {
  const { consult, customer } = state;
  const leg = consult?.up && consult.mode === 'consulted' ? consult.leg : customer.leg;
  return { state, effects: [edge({ do: 'send-digits', leg, digits })] };
}

export function onRecord(state: CallState, recording: RecordingId): ControlStep {
  if (state.agent === null || state.recording !== null || state.over) return unchanged(state);
  const next: CallState = { ...state, recording };
  return { state: next, effects: recordAnew(next) };
}
