// What a call leg is to us: one SIP dialog, as a state machine. Dialog bookkeeping (tags, CSeq) and media stay with the shell; what
// happens when is decided here.
import type { EdgeFact, HangupCause } from '@tandem/contract/edge.ts';

export type LegPhase =
  | 'arrived' // in: INVITE came, not answered
  | 'dialling' // out: INVITE sent
  | 'answering' // in: 2xx sent, ACK awaited
  | 'up' // in and out: both sides agreed
  | 'ended';

export type LegState = {
  direction: 'in' | 'out';
  phase: LegPhase;
  /** 180 sent (in) or seen (out). */
  ringing: boolean;
  /** The far end has us on hold. */
  held: boolean;
  /** The cause we end with, while the far end's final answer (out) or ACK (in) is awaited. */
  cancelling: HangupCause | null;
  /** Out: ways to the far end that have not been tried yet. */
  ways: number;
};

export type LegInput =
  | { kind: 'ring' }
  | { kind: 'answer' }
  | { kind: 'hangup'; cause: HangupCause }
  /** In: ACK came for our 2xx / did not come in time. */
  | { kind: 'acked' }
  | { kind: 'ack-missing' }
  /** In: CANCEL came. */
  | { kind: 'cancelled' }
  /** Out: answers to our INVITE. A 2xx counts only with media agreed. */
  | { kind: 'provisional'; status: number }
  | { kind: 'accepted' }
  | { kind: 'refused'; status: number; q850: number | null }
  | { kind: 'failed'; why: 'timeout' | 'transport' }
  | { kind: 'bye'; q850: number | null }
  /** A session refresh that lasted: whether the far end now holds us. */
  | { kind: 'reoffered'; held: boolean }
  | { kind: 'media-failed' }
  /** A session timer was agreed or refreshed (RFC 4028, section 10). `refreshMs` null: the far end refreshes; `endMs` null: none runs. */
  | { kind: 'session'; refreshMs: number | null; endMs: number | null }
  | { kind: 'timer'; timer: LegTimer };

/** `trying`: nothing at all has answered our INVITE. `refresh`, `session`: RFC 4028, when we refresh and when the session is over. */
export type LegTimer = 'no-answer' | 'cancel' | 'trying' | 'refresh' | 'session';

type Bare<K extends EdgeFact['kind']> = { kind: K };
export type LegReport =
  | Bare<'leg.ringing'>
  | Bare<'leg.answered'>
  | Bare<'leg.held'>
  | Bare<'leg.resumed'>
  | { kind: 'leg.ended'; cause: HangupCause; by: 'remote' | 'local' | 'system'; sipStatus: number | null };

export type LegEffect =
  /** In: a provisional or failing answer to the INVITE. */
  | { do: 'respond'; status: number }
  /** In: 200 with our description. */
  | { do: 'accept' }
  /** Out: CANCEL the INVITE. */
  | { do: 'cancel' }
  | { do: 'bye'; cause: HangupCause }
  /** Out: the INVITE goes over the next way, with the same leg. */
  | { do: 'next-way' }
  /** A session refresh of ours (RFC 4028, section 10). */
  | { do: 'refresh' }
  /** The media port may go. */
  | { do: 'close' }
  | { do: 'report'; report: LegReport }
  | { do: 'start-timer'; timer: LegTimer; ms: number }
  | { do: 'stop-timer'; timer: LegTimer };

export type LegStep = { state: LegState; effects: LegEffect[] };

/** How long the far end may take to answer a CANCEL with 487 before we forget the leg (64*T1, RFC 3261 section 9.1). */
export const CANCEL_WAIT_MS = 32_000;

/** How long a trunk may keep silent on an INVITE before the next one is tried; a 100 is due within 200 ms (RFC 3261, section 17.2.1). */
export const TRYING_MS = 4_000;

export const same = (state: LegState): LegStep => ({ state, effects: [] });

/** How long a call may come without anybody taking it, because core is away for instance, before it is refused (timer C, RFC 3261 section 16.6). */
export const UNANSWERED_MS = 180_000;

/** Ends the leg: last effects first, then the report, then the media port. */
export function end(state: LegState, before: LegEffect[], report: Omit<Extract<LegReport, { kind: 'leg.ended' }>, 'kind'>): LegStep {
  return {
    state: { ...state, phase: 'ended' },
    effects: [...before, { do: 'report', report: { kind: 'leg.ended', ...report } }, { do: 'close' }],
  };
}
