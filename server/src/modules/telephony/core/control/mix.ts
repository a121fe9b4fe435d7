// Who hears whom: the gain matrix of a call's room, from its state. Bridge, hold, listen and whisper are only other gains.
import type { LegId } from '@tandem/contract/ids.ts';
import { edge, type CallState, type ControlEffect } from './state.ts';

export type Cell = { listener: LegId; speaker: LegId; gain: number };

/** Every one of these hears every other. */
export function everyone(legs: readonly LegId[]): Cell[] {
  return legs.flatMap((listener) => legs.filter((speaker) => speaker !== listener).map((speaker) => ({ listener, speaker, gain: 1 })));
}

/** The parties that should talk with each other now: none while somebody is on hold. */
export function talking(state: CallState): LegId[] {
  if (state.hold !== null || !state.customer.up) return [];
  const far = state.agent && !state.transfer ? state.agent.leg : state.other?.up ? state.other.leg : null;
  return far === null ? [] : [state.customer.leg, far];
}

export function mix(state: CallState): ControlEffect {
  return edge({ do: 'mix', call: state.call, gains: everyone(talking(state)) });
}
