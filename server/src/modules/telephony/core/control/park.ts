// Parking: the customer waits with music in a place that has a number, anybody fetches him, and after a time he goes back by himself.
import type { WorkId } from '@tandem/contract/ids.ts';
import { callee, NOBODY } from './dialling.ts';
import { mix } from './mix.ts';
import { agentParts } from './parting.ts';
import { mayConsult } from './consult.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep, type Talker } from './state.ts';
import { waitingMusic } from './waiting-music.ts';

/** How long the phone of who fetches rings, and of who parked. */
const RING_MS = 20_000;
/** When it is tried again to find him somebody, as the first try found nobody. */
const AGAIN_MS = 30_000;

export function onPark(state: CallState, { place, until, queuedAt }: Extract<ControlInput, { kind: 'park' }>): ControlStep {
  const { agent, customer } = state;
  if (agent === null || !mayConsult(state)) return unchanged(state);
  const parted = agentParts(state, false);
  const next: CallState = { ...parted.state, parked: { place, by: agent.agent, queue: agent.queue, queuedAt, until } };
  return {
    state: next,
    effects: [
      mix(next),
      waitingMusic(state, customer.leg, 'park'),
      ...parted.effects,
      log('call.parked', { call: state.call, leg: customer.leg, by: agent.agent, place }),
    ],
  };
}

export function onFetch(state: CallState, { leg, device, agent, why }: Extract<ControlInput, { kind: 'fetch' }>): ControlStep {
  if (!mayFetch(state)) return unchanged(state);
  return {
    state: { ...state, ringing: { leg, device, agent, why } },
    effects: callee(state, { kind: 'device', device, agent }, leg, RING_MS, state.caller ?? NOBODY),
  };
}

/** Parked, and nobody is on his way yet. */
export function mayFetch(state: CallState): boolean {
  return state.parked !== null && state.ringing === null && state.coming === null && !state.over;
}

/** Who fetched him is on the line. */
export function unparked(state: CallState, phone: Omit<Talker, 'work' | 'queue'>, reason: 'fetched' | 'timed-out'): ControlStep {
  const { parked, customer } = state;
  // He was let go in this moment.
  if (parked === null || state.over)
    return {
      state: { ...state, leaving: [...state.leaving, phone.leg] },
      effects: [edge({ do: 'hangup', leg: phone.leg, cause: 'withdrawn' })],
    };
  const next: CallState = { ...state, parked: null, agent: { ...phone, work: null, queue: parked.queue }, hold: null, had: 'agent' };
  return {
    state: next,
    effects: [
      edge({ do: 'stop', leg: customer.leg }),
      mix(next),
      { do: 'ask-recording', queue: parked.queue },
      log('call.unparked', { call: state.call, leg: customer.leg, place: parked.place, by: phone.agent, reason }),
      log('call.bridged', { call: state.call, legs: [customer.leg, phone.leg], agent: phone.agent }),
    ],
  };
}

/** The phone that rang for him did not answer. After a time-out the line is next; else he goes on waiting. */
export function fetchFailed(state: CallState): ControlStep {
  const { ringing, parked } = state;
  if (ringing === null) return unchanged(state);
  const next: CallState = { ...state, ringing: null };
  if (parked === null || ringing.why !== 'timed-out') return { state: next, effects: [] };
  return parked.queue === null ? { state: next, effects: [] } : { state: next, effects: [{ do: 'park-return', by: null }] };
}

export function parkTimedOut(state: CallState, at: number): ControlStep {
  const { parked } = state;
  if (parked === null) return unchanged(state);
  const next: CallState = { ...state, parked: { ...parked, until: at + AGAIN_MS } };
  return mayFetch(state) ? { state: next, effects: [{ do: 'park-return', by: parked.by }] } : { state: next, effects: [] };
}

/** Back into the line he came from; music goes on. Where he came from none he goes on waiting in his place. */
export function onRequeue(state: CallState, work: WorkId): ControlStep {
  const { parked, customer } = state;
  if (!mayFetch(state) || parked === null || parked.queue === null) return unchanged(state);
  const effects: ControlEffect[] = [
    log('call.unparked', { call: state.call, leg: customer.leg, place: parked.place, by: null, reason: 'timed-out' }),
    { do: 'queue', work, queue: parked.queue, queuedAt: parked.queuedAt },
  ];
  return { state: { ...state, parked: null, line: { work, queue: parked.queue } }, effects };
}
