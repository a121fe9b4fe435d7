// The voice form of what a flow does with its customer: prompts, keys, echo, hang-up; and what the flow hears back.
import { dialOther } from './other.ts';
import { onJoinerUp } from './moving.ts';
import { onFirstHeard } from './customer-first.ts';
import { onCalledAnswered } from './own-phone.ts';
import { beepOver, isBeep, onFlowRecord, stopTaking } from './taking.ts';
import { edge, log, unchanged, type CallState, type ControlInput, type ControlStep } from './state.ts';
import { withoutMusic } from './waiting-music.ts';

type FlowCommand = Extract<ControlInput, { kind: `flow.${string}` }>;

export function onFlow(state: CallState, input: FlowCommand, at: number): ControlStep {
  // A customer who has left needs no flow.
  if (input.kind === 'flow.began') return state.over ? unchanged(state) : { state: { ...state, flow: true, queued: false }, effects: [] };
  // A flow that is no longer in charge has nothing to say.
  if (!state.flow) return unchanged(state);
  const leg = state.customer.leg;
  switch (input.kind) {
    case 'flow.queued':
      return { state: { ...state, queued: input.queued }, effects: [] };
    case 'flow.answer':
      if (state.customer.up) return { state, effects: [{ do: 'flow', input: { kind: 'answered' } }] };
      return { state, effects: [edge({ do: 'answer', leg })] };
    case 'flow.say':
      return {
        state: input.loop ? { ...state, music: input.items } : state,
        effects: [edge({ do: 'play', leg, play: input.step, items: input.items, loop: input.loop })],
      };
    case 'flow.ask':
      return {
        state,
        effects: [edge({ do: 'ask', leg, ask: input.step, items: input.items, collect: input.collect, bargeIn: input.bargeIn })],
      };
    case 'flow.echo':
      return { state, effects: [edge({ do: 'mix', call: state.call, gains: [{ listener: leg, speaker: leg, gain: 1 }] })] };
    case 'flow.quiet':
      return { state, effects: [edge({ do: 'stop', leg }), edge({ do: 'mix', call: state.call, gains: [] })] };
    case 'flow.hang-up':
      return { state: { ...state, leaving: [...state.leaving, leg] }, effects: [edge({ do: 'hangup', leg, cause: input.cause })] };
    case 'flow.transfer':
      return flowTransfer(state, input);
    case 'flow.dial':
      return flowDial(state, input);
    case 'flow.record':
      return onFlowRecord(state, input, at);
    case 'flow.stop-record':
      return stopTaking(state, 'key', at);
  }
}

function flowTransfer(state: CallState, input: Extract<FlowCommand, { kind: 'flow.transfer' }>): ControlStep {
  if (input.target === null || state.other !== null) return { state, effects: [{ do: 'flow', input: { kind: 'transfer-failed' } }] };
  if (input.target.kind === 'flow') {
    return {
      state: { ...state, flow: false },
      effects: [
        { do: 'flow', input: { kind: 'transferred' } },
        { do: 'start-flow', flow: input.target.flow },
      ],
    };
  }
  return dialOther(state, input.target, input.leg);
}

function flowDial(state: CallState, { target, leg, timeoutMs }: Extract<FlowCommand, { kind: 'flow.dial' }>): ControlStep {
  if (state.other !== null) return unchanged(state);
  if (target === null || target.kind === 'flow') return { state, effects: [{ do: 'flow', input: { kind: 'dialled', outcome: 'failed' } }] };
  return dialOther(state, target, leg, { timeoutMs, flow: true });
}

/** A key that no question waits for: the end of a recording, or news for the flow. */
export function onDigit(state: CallState, { leg, digit }: Extract<ControlInput, { kind: 'digit' }>, at: number): ControlStep {
  if (leg !== state.customer.leg || state.over) return unchanged(state);
  if (state.taking !== null) return state.taking.endKeys.includes(digit) ? stopTaking(state, 'key', at) : unchanged(state);
  return state.flow ? { state, effects: [{ do: 'flow', input: { kind: 'digit', digit } }] } : unchanged(state);
}

/** The customer's leg is answered: his flow goes on, and a direct call's other side may talk. */
export function onCustomerAnswered(state: CallState, at: number): ControlStep {
  if (state.out !== null) return onCalledAnswered(state, at);
  const next: CallState = { ...state, customer: { ...state.customer, up: true } };
  const effects: ControlStep['effects'] = [log('call.answered', { call: state.call, leg: state.customer.leg })];
  if (state.flow) effects.push({ do: 'flow', input: { kind: 'answered' } });
  if (state.joining !== null) effects.push(...onJoinerUp(next).effects);
  return { state: next, effects };
}

export function onHeard(state: CallState, input: Extract<ControlInput, { kind: 'asked' | 'played' }>, at: number): ControlStep {
  const instead = input.kind === 'played' ? withoutMusic(state, input) : null;
  if (instead !== null) return instead;
  const first = input.kind === 'played' && state.out?.first !== undefined ? onFirstHeard(state, input) : null;
  if (first !== null) return first;
  if (input.kind === 'played' && isBeep(state, input.play)) return input.end === 'stopped' ? unchanged(state) : beepOver(state, at);
  if (!state.flow || input.leg !== state.customer.leg) return unchanged(state);
  if (input.kind === 'asked') {
    return { state, effects: [{ do: 'flow', input: { kind: 'asked', step: input.ask, digits: input.digits, end: input.end } }] };
  }
  // A play that was stopped was stopped for something else; only its natural end moves the flow.
  if (input.end === 'stopped') return unchanged(state);
  return { state, effects: [{ do: 'flow', input: { kind: 'said', step: input.play } }] };
}
