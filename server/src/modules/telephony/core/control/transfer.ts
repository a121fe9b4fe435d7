// Blind transfer by the agent who has the customer: to a number of ours (its flow takes over at once), to a device or behind a trunk
// (the agent keeps the customer until it answers).
import { mayConsult } from './consult.ts';
import { dialOther } from './other.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep } from './state.ts';
import { mix } from './mix.ts';
import { agentParts } from './parting.ts';

export function onTransfer(state: CallState, input: Extract<ControlInput, { kind: 'transfer' }>): ControlStep {
  const { target, refer, text } = input;
  if (state.agent === null || !mayConsult(state)) {
    // Nothing to transfer (or one is under way already): 491 tells a phone to try again later.
    return refer
      ? { state, effects: [edge({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: 491 })] }
      : unchanged(state);
  }
  // The customer's phone may not send himself on at our cost: a transfer is the agent's.
  if (refer && refer.leg !== state.agent.leg)
    return { state, effects: [edge({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: 403 })] };
  const by = state.agent.agent;
  if (target === null) {
    const effects: ControlEffect[] = [
      log('call.transferred', { call: state.call, kind: 'blind', by, target: text, accepted: false, detail: 'not-found' }),
    ];
    if (refer) effects.push(edge({ do: 'transfer-result', leg: refer.leg, transfer: refer.id, status: 404 }));
    return { state, effects };
  }
  if (target.kind === 'flow') return toFlow(state, target.flow, input);
  const asked: CallState = { ...state, transfer: { by, refer, target: text } };
  const dialled = dialOther(asked, target, input.leg);
  return { state: dialled.state, effects: [mix(asked), ...dialled.effects] };
}

function toFlow(
  state: CallState,
  flow: Extract<ControlEffect, { do: 'start-flow' }>['flow'],
  input: Extract<ControlInput, { kind: 'transfer' }>,
): ControlStep {
  const agent = state.agent!;
  const parted = agentParts(state, false);
  const effects: ControlEffect[] = [
    log('call.transferred', { call: state.call, kind: 'blind', by: agent.agent, target: input.text, accepted: true }),
  ];
  if (input.refer) effects.push(edge({ do: 'transfer-result', leg: input.refer.leg, transfer: input.refer.id, status: 200 }));
  effects.push(edge({ do: 'stop', leg: state.customer.leg }), mix(parted.state), ...parted.effects, { do: 'start-flow', flow });
  return { state: parted.state, effects };
}
