// Non-INVITE server transaction (RFC 3261, section 17.2.2).
import { end, failed, linger, type ServerInput, start, type Step, stop, type Timing, type TransactionEffect } from './types.ts';

export type NonInviteServer = { readonly phase: 'trying' | 'proceeding' | 'completed' | 'terminated'; readonly timing: Timing };

/**
 * The caller has given up after 64*T1 (its timer F), and RFC 4320, 4.2 forbids an answer that comes later: a request that the user
 * forgot is dropped then, so that it cannot leak.
 */
export function startNonInviteServer(timing: Timing): Step<NonInviteServer> {
  return { state: { phase: 'trying', timing }, effects: [start('silent', 64 * timing.t1)] };
}

export function stepNonInviteServer(state: NonInviteServer, input: ServerInput): Step<NonInviteServer> {
  const { phase, timing } = state;
  const stay: Step<NonInviteServer> = { state, effects: [] };
  const to = (next: NonInviteServer['phase'], ...effects: readonly TransactionEffect[]): Step<NonInviteServer> => ({
    state: { ...state, phase: next },
    effects,
  });
  const open = phase === 'trying' || phase === 'proceeding';

  switch (input.kind) {
    case 'again':
      return phase === 'proceeding' || phase === 'completed' ? to(phase, { do: 'send-response' }) : stay;
    case 'answer': {
      if (!open) return stay;
      if (input.status < 200) return to('proceeding', { do: 'send-response' });
      const over = linger(timing, 'J', 64 * timing.t1);
      return to(over.do === 'end' ? 'terminated' : 'completed', stop('silent'), { do: 'send-response' }, over);
    }
    case 'timer':
      if (input.timer === 'J' && phase === 'completed') return to('terminated', end);
      return input.timer === 'silent' && open ? to('terminated', ...failed('timeout')) : stay;
    case 'transport-error':
      return open ? to('terminated', ...failed('transport')) : phase === 'completed' ? to('terminated', end) : stay;
    case 'ack':
      return stay;
  }
}
