// A digital worker has the customer: nobody's phone rings, his flow takes over from the one before, and he has him as long as a flow is in charge.
import type { FlowId, OfferId } from '@tandem/contract/ids.ts';
import { bySystem } from '../hangup.ts';
import { edge, unchanged, type CallState, type Contact, type ControlInput, type ControlStep } from './state.ts';

/** Asked of routing, and not yet answered. */
export type AskedFor = Contact & { offer: OfferId; flow: FlowId };

/** He takes it at once, where routing still means it. */
export function onDigitalOffer(state: CallState, input: Extract<ControlInput, { kind: 'offer.digital' }>): ControlStep {
  const { offer, work, queue, agent, flow } = input;
  // The same offer again, after a restart of routing.
  if (state.digital?.work === work) return unchanged(state);
  // Without a flow before it the customer is in nobody's hands who could be told, or has to be called first.
  if (state.over || !state.flow || state.out !== null) return { state, effects: [{ do: 'offer-ended', offer, outcome: 'unreachable' }] };
  return { state: { ...state, asked: { offer, work, queue, agent, flow } }, effects: [{ do: 'offer-answered', offer }] };
}

export function onDigitalAnswer(state: CallState, input: Extract<ControlInput, { kind: `offer.${string}` }>): ControlStep {
  const { asked, ...rest } = state;
  if (!asked || asked.offer !== input.offer) return unchanged(state);
  if (input.kind !== 'offer.accepted') return { state: rest, effects: [] };
  const { flow, work, queue, agent } = asked;
  return {
    state: { ...rest, digital: { work, queue, agent }, queued: false, line: null, had: 'agent' },
    effects: [{ do: 'flow', input: { kind: 'assigned' } }, edge({ do: 'stop', leg: state.customer.leg }), { do: 'start-flow', flow }],
  };
}

/** His flow wants the customer in a line for people: he lets go of him, and the flow goes on until somebody has him. */
export function onHandOver(state: CallState): ControlStep {
  if (!state.digital) return unchanged(state);
  const { digital, ...rest } = state;
  return { state: rest, effects: [{ do: 'release', work: digital.work, reason: 'handed-over' }] };
}

/** After every step: with the flow's end, or the customer's, his part is over too. */
export function withDigital(input: ControlInput, { state, effects }: ControlStep): ControlStep {
  const { digital, ...rest } = state;
  if (!digital || (state.flow && !state.over)) return { state, effects };
  const system = input.kind === 'leg.ended' && bySystem(input.cause);
  const reason = system ? ('system' as const) : state.over ? ('ended' as const) : ('transferred' as const);
  return { state: rest, effects: [{ do: 'release', work: digital.work, reason }, ...effects] };
}
