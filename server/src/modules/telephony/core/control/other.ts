// The third kind of party: whom a flow, a blind transfer or a direct call reaches (a device or a number behind a trunk).
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { callee, RINGBACK } from './dialling.ts';
import { holdMusic } from './hold.ts';
import { mix } from './mix.ts';
import { agentParts } from './parting.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlStep, type OutTarget } from './state.ts';

/** How long a transfer's target may ring. */
const RING_MS = 30_000;

/** `flow`: its flow stays in charge and is told what becomes of it. */
export function dialOther(state: CallState, target: OutTarget, leg: LegId, how: { timeoutMs?: number; flow?: boolean } = {}): ControlStep {
  const effects = callee(state, target, leg, how.timeoutMs ?? RING_MS);
  effects.push(
    state.customer.up
      ? edge({ do: 'play', leg: state.customer.leg, play: `ringback-${leg}`, items: RINGBACK, loop: true })
      : edge({ do: 'ring', leg: state.customer.leg }),
  );
  const { agent, device } = target.kind === 'device' ? target : { agent: null, device: null };
  const other = { leg, up: false, agent, device, ...(how.flow ? { flow: true } : {}) };
  return { state: { ...state, other }, effects };
}

export function onOtherAnswered(state: CallState): ControlStep {
  const { other, transfer } = state;
  if (other === null) return unchanged(state);
  const effects: ControlEffect[] = [log('call.answered', { call: state.call, leg: other.leg })];
  const parted = agentParts(state, false);
  const next: CallState = { ...parted.state, other: { ...other, up: true }, hold: null, transfer: null, had: 'other' };
  if (state.customer.up) effects.push(edge({ do: 'stop', leg: state.customer.leg }));
  else effects.push(edge({ do: 'answer', leg: state.customer.leg }));
  if (transfer !== null) {
    effects.push(log('call.transferred', { call: state.call, kind: 'blind', by: transfer.by, target: transfer.target, accepted: true }));
    if (transfer.refer) effects.push(edge({ do: 'transfer-result', leg: transfer.refer.leg, transfer: transfer.refer.id, status: 200 }));
  }
  effects.push(...parted.effects);
  if (state.flow) {
    effects.push({ do: 'flow', input: other.flow ? { kind: 'dialled', outcome: 'answered' } : { kind: 'transferred' } });
    next.flow = other.flow === true;
  }
  effects.push(
    log('call.bridged', { call: state.call, legs: [state.customer.leg, other.leg], ...(other.agent ? { agent: other.agent } : {}) }),
    mix({ ...next, customer: { ...next.customer, up: true } }),
  );
  return { state: next, effects };
}

const OUTCOMES: Partial<Record<HangupCause, 'busy' | 'no-answer' | 'declined'>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  cancelled: 'no-answer',
  declined: 'declined',
};

/** The other side could not be reached: who asked for it gets the customer back; where nobody is left, the customer is let go. */
export function onOtherFailed(state: CallState, cause: HangupCause, sipStatus: number | null): ControlStep {
  const next: CallState = { ...state, other: null, transfer: null };
  const effects: ControlEffect[] = [];
  if (state.customer.up) effects.push(edge({ do: 'stop', leg: state.customer.leg }));
  if (state.transfer !== null) {
    effects.push(
      log('call.transferred', {
        call: state.call,
        kind: 'blind',
        by: state.transfer.by,
        target: state.transfer.target,
        accepted: false,
        detail: String(sipStatus ?? 'unreachable'),
      }),
    );
    if (state.transfer.refer) {
      const { leg, id } = state.transfer.refer;
      effects.push(edge({ do: 'transfer-result', leg, transfer: id, status: sipStatus !== null && sipStatus >= 400 ? sipStatus : 480 }));
    }
  }
  if (state.agent !== null) {
    effects.push(mix(next));
    // His phone may have put the customer on hold before it asked for the transfer, as many do.
    if (state.hold !== null) effects.push(holdMusic(next));
  } else if (state.flow) {
    const failed = { kind: 'dialled', outcome: OUTCOMES[cause] ?? 'failed' } as const;
    effects.push({ do: 'flow', input: state.other?.flow ? failed : { kind: 'transfer-failed' } });
  } else if (!state.leaving.includes(state.customer.leg)) {
    effects.push(edge({ do: 'hangup', leg: state.customer.leg, cause: 'no-answer' }));
    next.leaving = [...state.leaving, state.customer.leg];
    next.letGo = 'system';
  }
  return { state: next, effects };
}
