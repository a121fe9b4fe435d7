// A leg that came to us, until its 2xx is acknowledged (RFC 3261, section 13.3).
import type { HangupCause } from '@tandem/contract/edge.ts';
import { bySystem, statusFor } from '../hangup.ts';
import { end, same, type LegInput, type LegState, type LegStep } from './state.ts';

export function stepInbound(state: LegState, input: LegInput): LegStep {
  return state.phase === 'arrived' ? stepArrived(state, input) : stepAnswering(state, input);
}

function stepArrived(state: LegState, input: LegInput): LegStep {
  switch (input.kind) {
    case 'ring':
      if (state.ringing) return same(state);
      return {
        state: { ...state, ringing: true },
        effects: [
          { do: 'respond', status: 180 },
          { do: 'report', report: { kind: 'leg.ringing' } },
        ],
      };
    case 'answer':
      return {
        state: { ...state, phase: 'answering' },
        effects: [{ do: 'stop-timer', timer: 'no-answer' }, { do: 'accept' }, { do: 'report', report: { kind: 'leg.answered' } }],
      };
    case 'hangup': {
      const status = statusFor(input.cause);
      return end(state, [{ do: 'respond', status }], {
        cause: input.cause,
        by: bySystem(input.cause) ? 'system' : 'local',
        sipStatus: status,
      });
    }
    case 'cancelled':
      // The caller gave up: 487 ends the INVITE (section 9.2).
      return end(state, [{ do: 'respond', status: 487 }], { cause: 'cancelled', by: 'remote', sipStatus: 487 });
    case 'bye':
      // A caller may end an early dialog by BYE instead of CANCEL; the INVITE still wants its answer (section 15.1.2).
      return end(state, [{ do: 'respond', status: 487 }], { cause: 'cancelled', by: 'remote', sipStatus: 487 });
    case 'timer':
      return end(state, [{ do: 'respond', status: 480 }], { cause: 'no-answer', by: 'system', sipStatus: 480 });
    case 'media-failed':
      return end(state, [{ do: 'respond', status: 503 }], { cause: 'media-failed', by: 'system', sipStatus: 503 });
    default:
      return same(state);
  }
}

function stepAnswering(state: LegState, input: LegInput): LegStep {
  switch (input.kind) {
    case 'acked':
      return state.cancelling === null ? { state: { ...state, phase: 'up' }, effects: [] } : hangUp(state, state.cancelling);
    case 'ack-missing':
      // Section 13.3.1.4: the session is considered confirmed, but is ended with BYE.
      return hangUp(state, state.cancelling ?? 'unreachable', 408);
    case 'bye':
      return end(state, [], { cause: state.cancelling ?? 'normal', by: 'remote', sipStatus: null });
    case 'hangup':
    case 'media-failed':
      // A callee's BYE waits for the ACK, or it would overtake the 2xx (section 15).
      return { state: { ...state, cancelling: state.cancelling ?? (input.kind === 'hangup' ? input.cause : 'media-failed') }, effects: [] };
    default:
      // A CANCEL that comes now is too late: the 2xx stands (section 9.2), the caller will send BYE.
      return same(state);
  }
}

function hangUp(state: LegState, cause: HangupCause, sipStatus: number | null = null): LegStep {
  return end(state, [{ do: 'bye', cause }], { cause, by: bySystem(cause) ? 'system' : 'local', sipStatus });
}
