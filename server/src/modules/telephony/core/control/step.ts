// Control of one call: step(state, input) -> state and effects. What to do is decided in one file per concern; this is their table.
import type { AgentId, DeviceId, LegId } from '@tandem/contract/ids.ts';
import { onCarried, onCarry, onCarryCancel } from './carry.ts';
import { onConference, onConsult, onConsultAnswered, onConsultCancel, onComplete, onSwap } from './consult.ts';
import { onRingCustomer } from './customer-first.ts';
import { onDigitalOffer, onHandOver, withDigital } from './digital.ts';
import { onLegEnded } from './ending.ts';
import { onHold, onResume } from './hold.ts';
import { onMonitor, onMonitorAnswered, onMonitorChange, onMonitorEnd, withMonitor } from './monitor.ts';
import { onAttended, onGive, onJoinAsked, onMoved } from './moving.ts';
import { onAgentAnswered, onOffer } from './offer.ts';
import { dialOther, onOtherAnswered } from './other.ts';
import { withOccupation } from './occupied.ts';
import { notDialled, onDialOut, onOwnAnswered } from './own-phone.ts';
import { onFetch, onPark, onRequeue } from './park.ts';
import { onDigits, onDrop, onRecord } from './parties.ts';
import { offerAt } from './rung.ts';
import { edge, log, unchanged, type CallState, type ControlInput, type ControlStep, type Out } from './state.ts';
import { takingSealed } from './taking.ts';
import { onPoor, onWell } from './sound.ts';
import { onTimer } from './timers.ts';
import { onTransfer } from './transfer.ts';
import { onCustomerAnswered, onDigit, onFlow, onHeard } from './voice.ts';

/** `agent`, `device`: whose phone the customer's leg is, where it is an agent's; `out`: we call the customer. */
export type NewCall = Pick<CallState, 'tenant' | 'call' | 'interaction' | 'person' | 'caller'> & {
  out?: Out;
  agent?: AgentId | null;
  device?: DeviceId | null;
};

export function newCall({ out, agent, device, ...call }: NewCall, customerLeg: CallState['customer']['leg']): CallState {
  return {
    ...call,
    customer: { leg: customerLeg, up: false, ...(agent ? { agent, device: device ?? null } : {}) },
    out: out ?? null,
    flow: false,
    queued: false,
    offer: null,
    ringing: null,
    agent: null,
    carrying: null,
    other: null,
    consult: null,
    monitor: null,
    parked: null,
    line: null,
    coming: null,
    giving: null,
    joining: null,
    taking: null,
    tone: null,
    hold: null,
    transfer: null,
    recording: null,
    had: null,
    letGo: null,
    leaving: [],
    over: false,
  };
}

/** Nothing of the call is left: its customer and every leg it knew are gone, and no other call's leg is on its way. */
export function finished(state: CallState): boolean {
  const { over, leaving, coming, giving, tone, taking, monitor } = state;
  return over && leaving.length === 0 && !coming && !giving && !tone && !taking && !monitor;
}

/** `at`: when it happened, epoch ms. */
export function stepCall(state: CallState, input: ControlInput, at = 0): ControlStep {
  return withOccupation(state, withMonitor(withDigital(input, stepped(state, input, at))));
}

function stepped(state: CallState, input: ControlInput, at: number): ControlStep {
  switch (input.kind) {
    case 'leg.ended':
      return onLegEnded(state, input, at);
    case 'leg.ringing':
      // That somebody is about to listen is nobody's business but his.
      if (input.leg === state.monitor?.leg) return unchanged(state);
      return { state, effects: [log('call.ringing', { call: state.call, leg: input.leg })] };
    case 'leg.answered':
      return answered(state, input.leg, at);
    case 'leg.moved':
      return onMoved(state, input);
    case 'leg.held':
    case 'leg.resumed': {
      const by = input.leg === state.agent?.leg ? 'agent' : input.leg === state.customer.leg ? 'customer' : null;
      if (by === null) return unchanged(state);
      return input.kind === 'leg.held' ? onHold(state, by) : onResume(state, by);
    }
    case 'asked':
    case 'played':
      return onHeard(state, input, at);
    case 'digit':
      return onDigit(state, input, at);
    case 'timer':
      return onTimer(state, at);
    case 'offer.digital':
      return onDigitalOffer(state, input);
    case 'digital.hand-over':
      return onHandOver(state);
    case 'offer.made':
    case 'offer.withdrawn':
    case 'offer.accepted':
    case 'offer.refused':
      return onOffer(state, input);
    case 'hold':
      return onHold(state, 'api');
    case 'resume':
      return onResume(state, 'api');
    case 'transfer':
      return onTransfer(state, input);
    case 'attended':
      return onAttended(state, input);
    case 'give':
      return onGive(state, input);
    case 'join.asked':
      return onJoinAsked(state, input);
    case 'join-place':
      if (state.other !== null || state.joining !== null || state.over) return unchanged(state);
      return {
        state: { ...state, joining: { call: input.call, device: input.device, agent: input.agent } },
        effects: [edge({ do: 'answer', leg: state.customer.leg })],
      };
    case 'connect':
      if (state.other !== null || state.joining !== null || state.over) return unchanged(state);
      return dialOther(state, input.target, input.leg);
    case 'ring-customer':
      return onRingCustomer(state);
    case 'dial-out':
      return onDialOut(state, input);
    case 'carry':
      return onCarry(state, input);
    case 'carry.cancel':
      return onCarryCancel(state);
    case 'consult':
      return onConsult(state, input);
    case 'consult.cancel':
      return onConsultCancel(state);
    case 'consult.swap':
      return onSwap(state);
    case 'consult.complete':
      return onComplete(state);
    case 'conference':
      return onConference(state);
    case 'monitor':
      return onMonitor(state, input);
    case 'monitor.change':
      return onMonitorChange(state, input.mode);
    case 'monitor.end':
      return onMonitorEnd(state);
    case 'park':
      return onPark(state, input);
    case 'fetch':
      return onFetch(state, input);
    case 'park.requeue':
      return onRequeue(state, input.work);
    case 'drop':
      return onDrop(state, input.leg);
    case 'digits':
      return onDigits(state, input.digits);
    case 'record':
      return onRecord(state, input.recording);
    case 'quality.poor':
      return onPoor(state, input);
    case 'quality.well':
      return onWell(state, input.leg);
    case 'hang-up':
      return hangUp(state, input);
    case 'recording.sealed':
      if (state.taking?.recording === input.recording) return takingSealed(state, input.durationMs ?? 0);
      return { state: state.recording === input.recording ? { ...state, recording: null } : state, effects: [] };
    default:
      return onFlow(state, input, at);
  }
}

function hangUp(state: CallState, { cause, by }: Extract<ControlInput, { kind: 'hang-up' }>): ControlStep {
  const { leg } = state.customer;
  if (state.over || state.leaving.includes(leg)) return unchanged(state);
  // Not called yet: there is no leg of his to end.
  if (state.out !== null && !state.out.dialled) return notDialled(state, 'cancelled', by);
  return {
    state: { ...state, letGo: by, leaving: [...state.leaving, leg] },
    effects: [edge({ do: 'hangup', leg, cause: state.out !== null && !state.customer.up ? 'cancelled' : cause })],
  };
}

function answered(state: CallState, leg: LegId, at: number): ControlStep {
  if (leg === state.customer.leg) return onCustomerAnswered(state, at);
  if (offerAt(state, leg) !== undefined) return onAgentAnswered(state, leg);
  if (leg === state.carrying?.leg) return onCarried(state);
  if (leg === state.ringing?.leg) return onOwnAnswered(state);
  if (leg === state.consult?.leg) return onConsultAnswered(state);
  if (leg === state.monitor?.leg) return onMonitorAnswered(state);
  if (leg === state.other?.leg) return onOtherAnswered(state);
  // Answered as we let it go: its end is under way.
  return unchanged(state);
}
