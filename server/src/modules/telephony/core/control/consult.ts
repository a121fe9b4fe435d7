// Consultation: the agent asks a third party while the customer hears music, and then hands the customer over, takes him back, or has all three talk.
import type { LegId } from '@tandem/contract/ids.ts';
import { recordAnew } from './channels.ts';
import { callee, RINGBACK } from './dialling.ts';
import { mix } from './mix.ts';
import { agentParts } from './parting.ts';
import { edge, log, unchanged, type CallState, type Consult, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';
import { waitingMusic } from './waiting-music.ts';

/** How long the third party may ring. */
const RING_MS = 30_000;

const quiet = (leg: LegId): ControlEffect => edge({ do: 'stop', leg });

/** The agent talks with the customer, and nothing is under way that would move either. */
export function mayConsult(state: CallState): boolean {
  const { agent, customer, other, transfer, consult, coming, carrying, over, leaving } = state;
  const moving = other ?? transfer ?? consult ?? coming ?? carrying ?? null;
  return agent !== null && customer.up && moving === null && !over && !leaving.includes(agent.leg);
}

export function onConsult(state: CallState, input: Extract<ControlInput, { kind: 'consult' }>): ControlStep {
  const { agent } = state;
  if (agent === null || !mayConsult(state)) return unchanged(state);
  const { target, leg, text } = input;
  const { agent: asked, device } = target.kind === 'device' ? target : { agent: null, device: null };
  const consult: Consult = { leg, up: false, agent: asked, device, text, mode: 'consulted' };
  const effects: ControlEffect[] = [];
  // A hold by the API becomes the consultation's; one by a phone is the phone's.
  if (state.hold === 'api') effects.push(log('call.resumed', { call: state.call, leg: state.customer.leg, by: 'api' }));
  const next: CallState = { ...state, consult, hold: state.hold === 'api' ? null : state.hold };
  const dialled = callee(state, target, leg, RING_MS);
  effects.push(
    mix(next),
    waitingMusic(state, state.customer.leg, 'consult'),
    ...dialled,
    log('call.consulted', { call: state.call, leg, by: agent.agent, target: text }),
    edge({ do: 'play', leg: agent.leg, play: `ringback-${leg}`, items: RINGBACK, loop: true }),
  );
  return { state: next, effects };
}

export function onConsultAnswered(state: CallState): ControlStep {
  const { consult, agent } = state;
  if (consult === null || agent === null) return unchanged(state);
  const next: CallState = { ...state, consult: { ...consult, up: true } };
  return { state: next, effects: [log('call.answered', { call: state.call, leg: consult.leg }), quiet(agent.leg), mix(next)] };
}

/** The third party is out (did not come, left, was let go): the agent has the customer back. */
export function withoutConsult(state: CallState): ControlStep {
  const { consult, agent } = state;
  if (consult === null) return unchanged(state);
  const next: CallState = { ...state, consult: null };
  const effects: ControlEffect[] = [];
  if (!consult.up && agent) effects.push(quiet(agent.leg));
  // A phone's own hold goes on, and with it the music.
  if (consult.mode === 'consulted' && state.hold === null) effects.push(quiet(state.customer.leg));
  return { state: next, effects: [...effects, mix(next)] };
}

/** Lets the third party go. */
export function onConsultCancel(state: CallState): ControlStep {
  if (state.consult === null) return unchanged(state);
  const { leg } = state.consult;
  const back = withoutConsult({ ...state, leaving: [...state.leaving, leg] });
  return { state: back.state, effects: [edge({ do: 'hangup', leg, cause: 'normal' }), ...back.effects] };
}

/** The agent turns from the third party to the customer, or back. */
export function onSwap(state: CallState): ControlStep {
  const { consult, customer } = state;
  if (!consult?.up || consult.mode === 'conference') return unchanged(state);
  const toCustomer = consult.mode === 'consulted';
  const next: CallState = { ...state, consult: { ...consult, mode: toCustomer ? 'customer' : 'consulted' } };
  const [waits, talks] = toCustomer ? [consult.leg, customer.leg] : [customer.leg, consult.leg];
  return { state: next, effects: [quiet(talks), waitingMusic(state, waits, 'consult'), mix(next)] };
}

export function onConference(state: CallState): ControlStep {
  const { consult, customer, agent } = state;
  if (!consult?.up || consult.mode === 'conference' || agent === null) return unchanged(state);
  const next: CallState = { ...state, consult: { ...consult, mode: 'conference' } };
  const legs = [customer.leg, agent.leg, consult.leg];
  const effects = [
    quiet(consult.mode === 'consulted' ? customer.leg : consult.leg),
    mix(next),
    log('call.conferenced', { call: state.call, legs, by: agent.agent }),
    ...recordAnew(next),
  ];
  return { state: next, effects };
}

/** The third party has the customer from here on: the agent handed over, or left the two alone. */
export function onComplete(state: CallState, agentGone = false): ControlStep {
  const { consult, agent, customer } = state;
  if (!consult?.up || agent === null) return unchanged(state);
  const parted = agentParts(state, agentGone);
  const next: CallState = {
    ...parted.state,
    consult: null,
    other: { leg: consult.leg, up: true, agent: consult.agent, device: consult.device ?? null },
    had: 'other',
  };
  const effects: ControlEffect[] = [];
  if (consult.mode !== 'conference') effects.push(quiet(consult.mode === 'consulted' ? customer.leg : consult.leg));
  effects.push(
    log('call.transferred', { call: state.call, kind: 'attended', by: agent.agent, target: consult.text, accepted: true }),
    log('call.bridged', { call: state.call, legs: [customer.leg, consult.leg], ...(consult.agent ? { agent: consult.agent } : {}) }),
    mix(next),
    ...parted.effects,
  );
  return { state: next, effects };
}

/** The agent's leg ended while he consulted: who answered has the customer; who still rings is rung for the customer. */
export function agentLeftConsult(state: CallState): ControlStep {
  const { consult, agent, customer } = state;
  if (consult === null || agent === null) return unchanged(state);
  if (consult.up) return onComplete(state, true);
  const parted = agentParts(state, true);
  return {
    state: {
      ...parted.state,
      consult: null,
      other: { leg: consult.leg, up: false, agent: consult.agent, device: consult.device ?? null },
      transfer: { by: agent.agent, refer: null, target: consult.text },
    },
    effects: [...parted.effects, edge({ do: 'play', leg: customer.leg, play: `ringback-${consult.leg}`, items: RINGBACK, loop: true })],
  };
}
