// An agent's own phone rings for a call that he wants to make, or to fetch; and then the customer is called.
import type { HangupCause, PlayItem } from '@tandem/contract/edge.ts';
import { onFirstAnswered } from './customer-first.ts';
import { callee, NOBODY, RINGBACK } from './dialling.ts';
import { mix } from './mix.ts';
import { unparked } from './park.ts';
import { legsRung, withOffers } from './rung.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';

type EndedBy = Extract<ControlEffect, { do: 'end-interaction' }>['by'];

/** How long an agent's own phone rings for what he asked for himself. */
const OWN_RING_MS = 30_000;
/** How long he hears why nobody came. */
const TONE_MS = 3_000;

export function onDialOut(state: CallState, { leg, device, agent, queue }: Extract<ControlInput, { kind: 'dial-out' }>): ControlStep {
  if (state.over || state.out === null || state.ringing !== null || state.agent !== null) return unchanged(state);
  return {
    state: { ...state, ringing: { leg, device, agent, why: 'dial-out', ...(queue ? { queue } : {}) } },
    effects: callee(state, { kind: 'device', device, agent }, leg, OWN_RING_MS, state.caller ?? NOBODY),
  };
}

export function onOwnAnswered(state: CallState): ControlStep {
  if (state.ringing === null) return unchanged(state);
  const { why, queue = null, ...phone } = state.ringing;
  const told = log('call.answered', { call: state.call, leg: phone.leg });
  if (why !== 'dial-out') {
    const taken = unparked({ ...state, ringing: null }, phone, why);
    return { state: taken.state, effects: [told, ...taken.effects] };
  }
  const dialled = dialCustomer({ ...state, ringing: null, agent: { ...phone, work: null, queue }, had: 'agent' });
  return { state: dialled.state, effects: [told, ...dialled.effects] };
}

/** The agent is on the line: now the customer. */
export function dialCustomer(state: CallState): ControlStep {
  const { out, agent, customer } = state;
  if (out === null || agent === null) return unchanged(state);
  return {
    state: { ...state, out: { ...out, dialled: true } },
    effects: [
      ...callee(state, out.to, customer.leg, out.timeoutMs, out.from),
      edge({ do: 'play', leg: agent.leg, play: `ringback-${customer.leg}`, items: RINGBACK, loop: true }),
    ],
  };
}

/** He answered: they talk. */
export function onCalledAnswered(state: CallState, at: number): ControlStep {
  const { out, agent, customer } = state;
  if (out?.first !== undefined && agent === null && !state.over && !customer.up) return onFirstAnswered(state, out.first, at);
  const next: CallState = { ...state, customer: { ...customer, up: true } };
  const effects: ControlEffect[] = [log('call.answered', { call: state.call, leg: customer.leg })];
  // The agent left in this moment: the customer's end is under way.
  if (out === null || agent === null) return { state: next, effects };
  effects.push(
    edge({ do: 'stop', leg: agent.leg }),
    mix(next),
    { do: 'ask-recording', queue: agent.queue },
    log('call.bridged', { call: state.call, legs: [customer.leg, agent.leg], agent: agent.agent }),
  );
  if (out.callback) effects.push({ do: 'attempted', outcome: 'reached' });
  return { state: next, effects };
}

/** The customer could not be reached. The agent hears that, unless the work was routing's: then he is free at once. */
export function onCalledFailed(state: CallState, cause: HangupCause, by: EndedBy, at: number): ControlStep {
  const { agent, out } = state;
  const effects: ControlEffect[] = [];
  const next: CallState = { ...state, over: true, caller: null, agent: null, hold: null };
  if (agent !== null && !out?.callback && !state.leaving.includes(agent.leg)) {
    const items: PlayItem[] = [{ kind: 'tone', tone: cause === 'busy' ? 'busy' : 'congestion' }];
    effects.push(edge({ do: 'play', leg: agent.leg, play: `failed-${agent.leg}`, items, loop: true }));
    next.tone = { leg: agent.leg, agent: agent.agent, until: at + TONE_MS };
  } else if (agent !== null) {
    effects.push(edge({ do: 'hangup', leg: agent.leg, cause: 'normal' }));
    next.leaving = [...state.leaving, agent.leg];
  }
  // Nothing was said: there is nothing to wrap up.
  if (agent?.work) effects.push({ do: 'release', work: agent.work, reason: 'system' });
  if (out?.callback)
    effects.push({
      do: 'attempted',
      outcome: cause === 'busy' ? 'busy' : cause === 'no-answer' || cause === 'cancelled' || cause === 'declined' ? 'no-answer' : 'failed',
    });
  else effects.push({ do: 'end-interaction', cause, by, stage: 'agent' });
  return { state: next, effects };
}

/** His own phone did not answer, or fell silent before the customer was called. */
export function notDialled(state: CallState, cause: HangupCause, by: 'agent' | 'system' | 'api'): ControlStep {
  const { ringing, agent } = state;
  const legs = [ringing?.leg, ...legsRung(state), agent?.leg].filter((leg) => leg !== undefined);
  const effects: ControlEffect[] = legs.map((leg) => edge({ do: 'hangup', leg, cause: 'withdrawn' }));
  if (agent?.work) effects.push({ do: 'release', work: agent.work, reason: 'system' });
  effects.push(state.out?.callback ? { do: 'put-back' } : { do: 'end-interaction', cause, by, stage: 'ring' });
  const leaving = [...state.leaving, ...legs];
  return { state: { ...withOffers(state, []), over: true, caller: null, ringing: null, agent: null, leaving }, effects };
}

/** The tone was heard long enough. */
export function toneOver(state: CallState): ControlStep {
  if (state.tone === null) return unchanged(state);
  const { leg } = state.tone;
  return { state: { ...state, tone: null, leaving: [...state.leaving, leg] }, effects: [edge({ do: 'hangup', leg, cause: 'normal' })] };
}
