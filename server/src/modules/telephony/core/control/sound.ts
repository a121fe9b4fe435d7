// What is told of a talk that sounds badly: an alarm with its leg, and that the leg does so until it is well again or gone.
import type { LegId } from '@tandem/contract/ids.ts';
import { talker } from './mix.ts';
import { log, unchanged, type CallState, type ControlInput, type ControlStep } from './state.ts';

export function onPoor(state: CallState, input: Extract<ControlInput, { kind: 'quality.poor' }>): ControlStep {
  const { leg, mos, limit, belowMs } = input;
  const poor = state.poor ?? [];
  // Only a talk suffers; and who listens beside it is told to nobody.
  const agent = talker(state)?.agent ?? null;
  if (agent === null || poor.includes(leg) || state.over || leg === state.monitor?.leg) return unchanged(state);
  return {
    state: { ...state, poor: [...poor, leg] },
    effects: [log('call.quality-alarm', { call: state.call, leg, agent, mos: Math.round(mos * 100) / 100, limit, belowMs })],
  };
}

export function onWell(state: CallState, leg: LegId): ControlStep {
  const poor = state.poor ?? [];
  if (!poor.includes(leg)) return unchanged(state);
  return {
    state: { ...state, poor: poor.filter((each) => each !== leg) },
    effects: [log('call.quality-restored', { call: state.call, leg })],
  };
}
