// The times at which a call does something by itself: one place, so that a restarted core sets them again from the state alone.
import { firstUntil, onFirstLate } from './customer-first.ts';
import { toneOver } from './own-phone.ts';
import { parkTimedOut } from './park.ts';
import { unchanged, type CallState, type ControlStep } from './state.ts';
import { takingTimer } from './taking.ts';

/** Epoch ms of the next one; null where there is none. */
export function nextTimer(state: CallState): number | null {
  const times = [state.parked?.until, state.tone?.until, state.taking?.until, firstUntil(state)].filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.min(...times);
}

export function onTimer(state: CallState, at: number): ControlStep {
  if (state.tone !== null && state.tone.until <= at) return toneOver(state);
  if (state.taking !== null && state.taking.until <= at) return takingTimer(state, at);
  if (state.parked !== null && state.parked.until <= at) return parkTimedOut(state, at);
  const first = firstUntil(state);
  if (first !== undefined && first <= at && state.out?.first !== undefined) return onFirstLate(state, state.out.first, at);
  return unchanged(state);
}
