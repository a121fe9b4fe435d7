// The leg state machine: step(state, input) -> state and effects. Total: an input that means nothing in a phase changes nothing.
import { bySystem, causeOf, statusFor } from '../hangup.ts';
import { stepInbound } from './inbound.ts';
import { stepOutbound } from './outbound.ts';
import { end, same, TRYING_MS, UNANSWERED_MS, type LegInput, type LegState, type LegStep, type LegTimer } from './state.ts';

export function arrivedLeg(): LegStep {
  return {
    state: { direction: 'in', phase: 'arrived', ringing: false, held: false, cancelling: null, ways: 0 },
    effects: [{ do: 'start-timer', timer: 'no-answer', ms: UNANSWERED_MS }],
  };
}

/** An outbound leg whose INVITE is being sent; `ringMs` is how long it may ring, `ways` how many others there are should this one fail. */
export function dialledLeg(ringMs: number, ways = 0): LegStep {
  return {
    state: { direction: 'out', phase: 'dialling', ringing: false, held: false, cancelling: null, ways },
    effects: [
      { do: 'start-timer', timer: 'no-answer', ms: ringMs },
      ...(ways > 0 ? [{ do: 'start-timer', timer: 'trying', ms: TRYING_MS } as const] : []),
    ],
  };
}

export function stepLeg(state: LegState, input: LegInput): LegStep {
  if (state.phase === 'ended') return same(state);
  if (input.kind === 'session') return { state, effects: sessionTimers(input) };
  if (state.phase === 'arrived' || state.phase === 'answering') return stepInbound(state, input);
  if (state.phase === 'dialling') return stepOutbound(state, input);
  return stepUp(state, input);
}

/** Both sides agreed (RFC 3261, section 14 and 15). */
function stepUp(state: LegState, input: LegInput): LegStep {
  switch (input.kind) {
    case 'hangup':
      return end(state, [{ do: 'bye', cause: input.cause }], {
        cause: input.cause,
        by: bySystem(input.cause) ? 'system' : 'local',
        sipStatus: null,
      });
    case 'bye':
      return end(state, [], { cause: causeOf({ status: null, q850: input.q850 }), by: 'remote', sipStatus: null });
    case 'media-failed':
      return end(state, [{ do: 'bye', cause: 'media-failed' }], { cause: 'media-failed', by: 'system', sipStatus: null });
    case 'reoffered':
      if (input.held === state.held) return same(state);
      return {
        state: { ...state, held: input.held },
        effects: [{ do: 'report', report: { kind: input.held ? 'leg.held' : 'leg.resumed' } }],
      };
    case 'ack-missing':
      // No ACK for our 2xx to a re-INVITE (section 14.2 with 13.3.1.4).
      return end(state, [{ do: 'bye', cause: 'unreachable' }], { cause: 'unreachable', by: 'system', sipStatus: 408 });
    case 'failed':
      // A refresh in the dialog went unanswered: the far end is gone (RFC 3261, section 12.2.1.2).
      return end(state, [{ do: 'bye', cause: 'unreachable' }], { cause: 'unreachable', by: 'system', sipStatus: statusFor('unreachable') });
    case 'timer':
      if (input.timer === 'refresh') return { state, effects: [{ do: 'refresh' }] };
      // Nobody refreshed (RFC 4028, section 10): the far end may be gone without a word.
      if (input.timer === 'session')
        return end(state, [{ do: 'bye', cause: 'unreachable' }], { cause: 'unreachable', by: 'system', sipStatus: null });
      return same(state);
    default:
      return same(state);
  }
}

function sessionTimers({ refreshMs, endMs }: Extract<LegInput, { kind: 'session' }>): LegStep['effects'] {
  const set = (timer: LegTimer, ms: number | null): LegStep['effects'][number] =>
    ms === null ? { do: 'stop-timer', timer } : { do: 'start-timer', timer, ms };
  return [set('refresh', refreshMs), set('session', endMs)];
}
