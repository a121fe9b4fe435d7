// A leg we dial, until it is accepted or refused (RFC 3261, sections 13.2 and 9.1).
import { bySystem, causeOf } from '../hangup.ts';
import { CANCEL_WAIT_MS, end, same, TRYING_MS, type LegInput, type LegState, type LegStep } from './state.ts';

export function stepOutbound(state: LegState, input: LegInput): LegStep {
  switch (input.kind) {
    case 'provisional':
      if (state.ringing || input.status < 180) return { state, effects: [{ do: 'stop-timer', timer: 'trying' }] };
      return {
        state: { ...state, ringing: true },
        effects: [
          { do: 'stop-timer', timer: 'trying' },
          { do: 'report', report: { kind: 'leg.ringing' } },
        ],
      };
    case 'accepted':
      return accepted(state);
    case 'refused': {
      if (mayGoOn(state) && isWayDown(input.status)) return nextWay(state);
      const cause = state.cancelling ?? causeOf({ status: input.status, q850: input.q850 });
      const by = state.cancelling ? (bySystem(cause) ? 'system' : 'local') : 'remote';
      return end(state, stopTimers, { cause, by, sipStatus: input.status });
    }
    case 'failed': {
      if (mayGoOn(state)) return nextWay(state);
      const cause = state.cancelling ?? 'unreachable';
      return end(state, stopTimers, { cause, by: state.cancelling ? 'local' : 'system', sipStatus: input.why === 'timeout' ? 408 : 503 });
    }
    case 'hangup':
      return cancel(state, input.cause);
    case 'media-failed':
      return cancel(state, 'media-failed');
    case 'timer':
      if (input.timer === 'no-answer') return cancel(state, 'no-answer');
      if (input.timer === 'trying') return mayGoOn(state) ? nextWay(state) : same(state);
      // The far end never answered our CANCEL: forget it.
      return end(state, [], { cause: state.cancelling ?? 'unreachable', by: 'local', sipStatus: null });
    default:
      return same(state);
  }
}

/** Once it rings somewhere, another try would ring a second phone. */
const mayGoOn = (state: LegState): boolean => state.ways > 0 && !state.ringing && state.cancelling === null;

/** Answers that speak of the way and not of the callee (RFC 3263, section 4.3; RFC 3261, section 21.5). */
export const isWayDown = (status: number): boolean => status === 408 || (status >= 500 && status < 600 && status !== 501 && status !== 513);

function nextWay(state: LegState): LegStep {
  const ways = state.ways - 1;
  const timer =
    ways > 0 ? ({ do: 'start-timer', timer: 'trying', ms: TRYING_MS } as const) : ({ do: 'stop-timer', timer: 'trying' } as const);
  return { state: { ...state, ways }, effects: [{ do: 'next-way' }, timer] };
}

const stopTimers = [
  { do: 'stop-timer', timer: 'trying' },
  { do: 'stop-timer', timer: 'no-answer' },
  { do: 'stop-timer', timer: 'cancel' },
] as const satisfies LegStep['effects'];

function accepted(state: LegState): LegStep {
  if (state.cancelling !== null) {
    // The 2xx crossed our CANCEL: the shell has acknowledged it, now it is hung up at once (section 9.1).
    const cause = state.cancelling;
    return end(state, [...stopTimers, { do: 'bye', cause }], { cause, by: bySystem(cause) ? 'system' : 'local', sipStatus: null });
  }
  return { state: { ...state, phase: 'up' }, effects: [...stopTimers, { do: 'report', report: { kind: 'leg.answered' } }] };
}

function cancel(state: LegState, cause: NonNullable<LegState['cancelling']>): LegStep {
  if (state.cancelling !== null) return same(state);
  return {
    state: { ...state, cancelling: cause },
    effects: [
      { do: 'cancel' },
      { do: 'stop-timer', timer: 'trying' },
      { do: 'stop-timer', timer: 'no-answer' },
      { do: 'start-timer', timer: 'cancel', ms: CANCEL_WAIT_MS },
    ],
  };
}
