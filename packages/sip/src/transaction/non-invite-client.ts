// Non-INVITE client transaction (RFC 3261, section 17.1.2).
import { type ClientInput, deliver, end, failed, linger, start, type Step, stop, type Timing, type TransactionEffect } from './types.ts';

export type NonInviteClient = {
  readonly phase: 'trying' | 'proceeding' | 'completed' | 'terminated';
  readonly timing: Timing;
  /** Timer E as it was last set. */
  readonly interval: number;
};

export function startNonInviteClient(timing: Timing): Step<NonInviteClient> {
  const effects: TransactionEffect[] = [{ do: 'send-request' }, start('F', 64 * timing.t1)];
  if (!timing.reliable) effects.push(start('E', timing.t1));
  return { state: { phase: 'trying', timing, interval: timing.t1 }, effects };
}

export function stepNonInviteClient(state: NonInviteClient, input: ClientInput): Step<NonInviteClient> {
  const { phase, timing } = state;
  const stay: Step<NonInviteClient> = { state, effects: [] };
  const to = (next: NonInviteClient['phase'], ...effects: readonly TransactionEffect[]): Step<NonInviteClient> => ({
    state: { ...state, phase: next },
    effects,
  });
  const open = phase === 'trying' || phase === 'proceeding';

  if (input.kind === 'transport-error') return open ? to('terminated', ...failed('transport')) : stay;

  if (input.kind === 'timer') {
    if (input.timer === 'E' && open) {
      // 17.1.2.2: doubles up to T2 while nothing came, stands at T2 once a provisional answer came.
      const interval = phase === 'proceeding' ? timing.t2 : Math.min(state.interval * 2, timing.t2);
      return { state: { ...state, interval }, effects: [{ do: 'send-request' }, start('E', interval)] };
    }
    if (input.timer === 'F' && open) return to('terminated', ...failed('timeout'));
    if (input.timer === 'K' && phase === 'completed') return to('terminated', end);
    return stay;
  }

  if (!open) return stay;
  if (input.status < 200) return to('proceeding', deliver);
  const over = linger(timing, 'K', timing.t4);
  return to(over.do === 'end' ? 'terminated' : 'completed', stop('E'), stop('F'), deliver, over);
}
