// INVITE server transaction (RFC 3261, section 17.2.1, with the Accepted state of RFC 6026, section 8.3).
import { deliver, end, failed, linger, type ServerInput, start, type Step, stop, type Timing, type TransactionEffect } from './types.ts';

export type InviteServer = {
  readonly phase: 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated';
  readonly timing: Timing;
  /** True once any answer was sent, so that a repeated INVITE gets it again. */
  readonly answered: boolean;
  /** Timer G as it was last set. */
  readonly interval: number;
};

/** 17.2.1: 100 is sent where the user has not answered within 200 ms. */
const TRYING_AFTER = 200;

export function startInviteServer(timing: Timing): Step<InviteServer> {
  return { state: { phase: 'proceeding', timing, answered: false, interval: timing.t1 }, effects: [start('trying', TRYING_AFTER)] };
}

export function stepInviteServer(state: InviteServer, input: ServerInput): Step<InviteServer> {
  const { phase, timing } = state;
  const stay: Step<InviteServer> = { state, effects: [] };
  const to = (next: InviteServer['phase'], ...effects: readonly TransactionEffect[]): Step<InviteServer> => ({
    state: { ...state, phase: next },
    effects,
  });

  switch (input.kind) {
    case 'again':
      // Accepted: the 2xx is repeated by its own timer, not by the request (RFC 6026, 8.3).
      return (phase === 'proceeding' && state.answered) || phase === 'completed' ? to(phase, { do: 'send-response' }) : stay;
    case 'ack': {
      if (phase === 'accepted') return to(phase, deliver);
      if (phase !== 'completed') return stay;
      const over = linger(timing, 'I', timing.t4);
      return to(over.do === 'end' ? 'terminated' : 'confirmed', stop('G'), stop('H'), over);
    }
    case 'answer': {
      if (phase === 'accepted' && input.status < 300 && input.status >= 200) return to(phase, { do: 'send-response' });
      if (phase !== 'proceeding') return stay;
      const quiet: TransactionEffect[] = state.answered ? [{ do: 'send-response' }] : [stop('trying'), { do: 'send-response' }];
      if (input.status < 200) return { state: { ...state, answered: true }, effects: quiet };
      if (input.status < 300)
        return { state: { ...state, phase: 'accepted', answered: true }, effects: [...quiet, start('L', 64 * timing.t1)] };
      const repeat = timing.reliable ? [] : [start('G', timing.t1)];
      return { state: { ...state, phase: 'completed', answered: true }, effects: [...quiet, ...repeat, start('H', 64 * timing.t1)] };
    }
    case 'timer':
      switch (input.timer) {
        case 'trying':
          return phase === 'proceeding' && !state.answered
            ? { state: { ...state, answered: true }, effects: [{ do: 'send-trying' }] }
            : stay;
        case 'G': {
          if (phase !== 'completed') return stay;
          const interval = Math.min(state.interval * 2, timing.t2);
          return { state: { ...state, interval }, effects: [{ do: 'send-response' }, start('G', interval)] };
        }
        case 'H':
          return phase === 'completed' ? to('terminated', ...failed('timeout')) : stay;
        case 'I':
          return phase === 'confirmed' ? to('terminated', end) : stay;
        case 'L':
          return phase === 'accepted' ? to('terminated', end) : stay;
        default:
          return stay;
      }
    case 'transport-error':
      // Before the final answer there may be a new way to the caller, or none: the user is told and decides. Confirmed has nothing more to send.
      return phase === 'terminated' || phase === 'confirmed' ? stay : to('terminated', ...failed('transport'));
  }
}
