// Recording the customer alone for his flow (voicemail, a recorded answer): beep, speech until a key, the limit or his leaving, then the sealed file.
import { edge, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep, type Taking } from './state.ts';

/** A beep that is not told of is over by then. */
const BEEP_MS = 3_000;
/** A recording that is not told to be sealed by then has failed. */
const SEAL_MS = 10_000;

export function onFlowRecord(state: CallState, input: Extract<ControlInput, { kind: 'flow.record' }>, at: number): ControlStep {
  // The same wish again after a restart of the flow.
  if (state.taking?.step === input.step) return unchanged(state);
  if (state.taking !== null) return unchanged(state);
  const { step, recording, maxMs, endKeys } = input;
  const taking: Taking = { step, recording, maxMs, endKeys, begun: false, end: null, until: at + BEEP_MS };
  if (!input.beep) return begin({ ...state, taking }, at);
  const { leg } = state.customer;
  return {
    state: { ...state, taking },
    effects: [edge({ do: 'play', leg, play: beepOf(taking), items: [{ kind: 'tone', tone: 'beep' }], loop: false })],
  };
}

const beepOf = (taking: Taking): string => `beep-${taking.recording}`;

function begin(state: CallState, at: number): ControlStep {
  const taking = state.taking!;
  const { leg } = state.customer;
  return {
    state: { ...state, taking: { ...taking, begun: true, until: at + taking.maxMs } },
    effects: [edge({ do: 'stop', leg }), { do: 'start-recording', recording: taking.recording, left: [leg], right: [] }],
  };
}

/** True where the play that ended was the beep. */
export function isBeep(state: CallState, play: string): boolean {
  return state.taking !== null && play === beepOf(state.taking);
}

export function beepOver(state: CallState, at: number): ControlStep {
  return state.taking === null || state.taking.begun || state.over ? unchanged(state) : begin(state, at);
}

/** Ends it; the flow is told when the file is sealed. */
export function stopTaking(state: CallState, end: 'key' | 'max' | 'left', at: number): ControlStep {
  const { taking } = state;
  if (taking === null || taking.end !== null) return unchanged(state);
  if (!taking.begun) return told({ ...state, taking: { ...taking, end } }, 0, end);
  return {
    state: { ...state, taking: { ...taking, end, until: at + SEAL_MS } },
    effects: [edge({ do: 'stop-recording', recording: taking.recording })],
  };
}

export function takingSealed(state: CallState, durationMs: number): ControlStep {
  return state.taking === null ? unchanged(state) : told(state, durationMs, state.taking.end ?? (state.over ? 'left' : 'failed'));
}

export function takingTimer(state: CallState, at: number): ControlStep {
  const { taking } = state;
  if (taking === null) return unchanged(state);
  if (taking.end !== null) return told(state, 0, 'failed');
  return taking.begun ? stopTaking(state, 'max', at) : beepOver(state, at);
}

/** A flow whose customer has left hears of that after the recording. */
function told(state: CallState, durationMs: number, end: 'key' | 'max' | 'left' | 'failed'): ControlStep {
  const { step, recording } = state.taking!;
  const effects: ControlEffect[] = [{ do: 'flow', input: { kind: 'recorded', step, recording, durationMs, end } }];
  if (state.over || end === 'left') effects.push({ do: 'flow', input: { kind: 'customer-left' } });
  return { state: { ...state, taking: null }, effects };
}
