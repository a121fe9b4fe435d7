// INVITE client transaction (RFC 3261, section 17.1.1, with the Accepted state of RFC 6026, section 8.4).
import { type ClientInput, deliver, end, failed, linger, start, type Step, stop, type Timing, type TransactionEffect } from './types.ts';

export type InviteClient = {
  readonly phase: 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated';
  readonly timing: Timing;
  /** Timer A as it was last set. */
  readonly interval: number;
};

/** 17.1.1.2: at least 32 s for unreliable transports, the longest a peer may repeat its final answer. */
const TIMER_D = 32_000;

export function startInviteClient(timing: Timing): Step<InviteClient> {
  const effects: TransactionEffect[] = [{ do: 'send-request' }, start('B', 64 * timing.t1)];
  if (!timing.reliable) effects.push(start('A', timing.t1));
  return { state: { phase: 'calling', timing, interval: timing.t1 }, effects };
}

export function stepInviteClient(state: InviteClient, input: ClientInput): Step<InviteClient> {
  const { phase, timing } = state;
  const stay: Step<InviteClient> = { state, effects: [] };
  const to = (next: InviteClient['phase'], ...effects: TransactionEffect[]): Step<InviteClient> => ({
    state: { ...state, phase: next },
    effects,
  });

  if (input.kind === 'transport-error') {
    if (phase === 'calling' || phase === 'proceeding') return to('terminated', ...failed('transport'));
    // The final answer is known already; only its ACK can be lost now.
    return phase === 'completed' ? to('terminated', end) : stay;
  }

  if (input.kind === 'timer') {
    switch (input.timer) {
      case 'A': {
        if (phase !== 'calling') return stay;
        const interval = state.interval * 2;
        return { state: { ...state, interval }, effects: [{ do: 'send-request' }, start('A', interval)] };
      }
      case 'B':
        return phase === 'calling' ? to('terminated', ...failed('timeout')) : stay;
      case 'D':
        return phase === 'completed' ? to('terminated', end) : stay;
      case 'M':
        return phase === 'accepted' ? to('terminated', end) : stay;
      default:
        return stay;
    }
  }

  const { status } = input;
  switch (phase) {
    case 'calling':
    case 'proceeding': {
      // In Proceeding nothing is retransmitted and nothing times out here: the endpoint watches over calls that ring for ever.
      const quiet = phase === 'calling' ? [stop('A'), stop('B')] : [];
      if (status < 200) return to('proceeding', ...quiet, deliver);
      if (status < 300) return to('accepted', ...quiet, deliver, start('M', 64 * timing.t1));
      const over = linger(timing, 'D', TIMER_D);
      return to(over.do === 'end' ? 'terminated' : 'completed', ...quiet, { do: 'send-ack' }, deliver, over);
    }
    case 'completed':
      return status >= 300 ? to('completed', { do: 'send-ack' }) : stay;
    case 'accepted':
      // RFC 6026, 8.4: every 2xx goes up: it may be another fork's, or one whose ACK was lost.
      return status >= 200 && status < 300 ? to('accepted', deliver) : stay;
    case 'terminated':
      return stay;
  }
}
