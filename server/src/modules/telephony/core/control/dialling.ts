// Calling somebody into a call: the fact and the command, the same for a transfer, a consultation, a flow's dial and a call that goes out.
import type { Address } from '@tandem/contract/address.ts';
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { edge, log, type CallState, type ControlEffect, type OutTarget } from './state.ts';

export const RINGBACK: PlayItem[] = [{ kind: 'tone', tone: 'ringback' }];

type From = { address: Address; display: string };

/** Behind a trunk the customer's number would be a false caller: a call of ours is shown as ours. */
export const OURSELVES: From = { address: { kind: 'unknown', text: 'tandem' }, display: '' };
/** A caller we know nothing of any more. */
export const NOBODY: From = { address: { kind: 'unknown', text: 'customer' }, display: '' };

export function callee(
  state: CallState,
  target: OutTarget,
  leg: LegId,
  timeoutMs: number,
  from?: From,
  autoAnswer = false,
): ControlEffect[] {
  const party =
    target.kind === 'device' ? { device: target.device, ...(target.agent ? { agent: target.agent } : {}) } : { trunk: target.trunk };
  return [log('call.dialled', { call: state.call, leg, ...party }), dial(state, target, leg, timeoutMs, from, autoAnswer)];
}

/** Without a word in the log. */
export function dial(state: CallState, target: OutTarget, leg: LegId, timeoutMs: number, from?: From, autoAnswer = false): ControlEffect {
  const to =
    target.kind === 'device'
      ? { kind: 'device' as const, device: target.device }
      : {
          kind: 'trunk' as const,
          trunk: target.trunk,
          address: target.address,
          ...(target.others?.length ? { others: target.others } : {}),
        };
  return edge({
    do: 'dial',
    tenant: state.tenant,
    leg,
    call: state.call,
    to,
    from: from ?? (target.kind === 'device' && state.caller !== null ? state.caller : OURSELVES),
    timeoutMs: Math.max(1_000, timeoutMs),
    ...(autoAnswer ? { autoAnswer } : {}),
  });
}
