// The third kind of party: whom a flow, a blind transfer or a direct call reaches (a device or a number behind a trunk).
import type { LegId } from '@tandem/contract/ids.ts';
import { holdMusic } from './hold.ts';
import { mix } from './mix.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlStep, type Target } from './state.ts';

/** How long a transfer's target may ring. */
const RING_MS = 30_000;

/** Behind a trunk the customer's number would be a false caller: a call of ours is shown as ours. */
const OURSELVES = { address: { kind: 'unknown', text: 'tandem' }, display: '' } as const;

export function dialOther(state: CallState, target: Exclude<NonNullable<Target>, { kind: 'flow' }>, leg: LegId): ControlStep {
  const to =
    target.kind === 'device'
      ? { kind: 'device' as const, device: target.device }
      : { kind: 'trunk' as const, trunk: target.trunk, address: target.address };
  const party =
    target.kind === 'device' ? { device: target.device, ...(target.agent ? { agent: target.agent } : {}) } : { trunk: target.trunk };
  const effects: ControlEffect[] = [
    log('call.dialled', { call: state.call, leg, ...party }),
    edge({
      do: 'dial',
      tenant: state.tenant,
      leg,
      call: state.call,
      to,
      from: target.kind === 'device' && state.caller !== null ? state.caller : OURSELVES,
      timeoutMs: RING_MS,
    }),
  ];
  effects.push(
    state.customer.up
      ? edge({ do: 'play', leg: state.customer.leg, play: `ringback-${leg}`, items: [{ kind: 'tone', tone: 'ringback' }], loop: true })
      : edge({ do: 'ring', leg: state.customer.leg }),
  );
  return { state: { ...state, other: { leg, up: false, agent: target.kind === 'device' ? target.agent : null } }, effects };
}

export function onOtherAnswered(state: CallState): ControlStep {
  const { other, transfer, agent } = state;
  if (other === null) return unchanged(state);
  const effects: ControlEffect[] = [log('call.answered', { call: state.call, leg: other.leg })];
  const next: CallState = { ...state, other: { ...other, up: true }, hold: null, transfer: null, agent: null, had: 'other' };
  if (state.customer.up) effects.push(edge({ do: 'stop', leg: state.customer.leg }));
  else effects.push(edge({ do: 'answer', leg: state.customer.leg }));
  if (transfer !== null) {
    effects.push(log('call.transferred', { call: state.call, kind: 'blind', by: transfer.by, target: transfer.target, accepted: true }));
    if (transfer.refer) effects.push(edge({ do: 'transfer-result', leg: transfer.refer.leg, transfer: transfer.refer.id, status: 200 }));
  }
  if (agent !== null) {
    effects.push(edge({ do: 'hangup', leg: agent.leg, cause: 'transferred' }), { do: 'release', work: agent.work, reason: 'transferred' });
    next.leaving = [...state.leaving, agent.leg];
    if (state.recording !== null) effects.push(edge({ do: 'stop-recording', recording: state.recording }));
    next.recording = null;
  }
  if (state.flow) {
    effects.push({ do: 'flow', input: { kind: 'transferred' } });
    next.flow = false;
  }
  effects.push(
    log('call.bridged', { call: state.call, legs: [state.customer.leg, other.leg], ...(other.agent ? { agent: other.agent } : {}) }),
    mix({ ...next, customer: { ...next.customer, up: true } }),
  );
  return { state: next, effects };
}

/** The other side could not be reached: who asked for it gets the customer back; where nobody is left, the customer is let go. */
export function onOtherFailed(state: CallState, sipStatus: number | null): ControlStep {
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
    effects.push({ do: 'flow', input: { kind: 'transfer-failed' } });
  } else {
    effects.push(edge({ do: 'hangup', leg: state.customer.leg, cause: 'no-answer' }));
    next.leaving = [...state.leaving, state.customer.leg];
    next.letGo = 'system';
  }
  return { state: next, effects };
}
