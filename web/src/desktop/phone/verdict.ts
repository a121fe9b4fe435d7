// The check before a shift: its parts, how each came out, and what that means for calls, in one word. Pure.
import type { Look } from '../../ui/contact-state.ts';

/** In the order they are done. */
export const PARTS = ['browser', 'microphone', 'speaker', 'server', 'media'] as const;
export type Part = (typeof PARTS)[number];

/** `fair`: calls work, and something is not as it should be. `asks`: the user has to say. */
export type Outcome = 'waiting' | 'running' | 'asks' | 'good' | 'fair' | 'bad';

/** `why` is the key of a sentence below `phone.check.why`. */
export type Result = { outcome: Outcome; why: Why | null; figure?: number };
export type Results = Readonly<Record<Part, Result>>;

export type Why =
  | 'able'
  | 'insecure'
  | 'no-webrtc'
  | 'no-microphone'
  | 'silent'
  | 'heard'
  | 'sounds'
  | 'not-heard'
  | 'no-server'
  | 'slow'
  | 'round-trip'
  | 'no-candidates'
  | 'no-stun'
  | 'no-turn'
  | 'turn'
  | 'direct';

const WAITING: Result = { outcome: 'waiting', why: null };
export const NOTHING: Results = { browser: WAITING, microphone: WAITING, speaker: WAITING, server: WAITING, media: WAITING };

export type Verdict = 'running' | 'ready' | 'fair' | 'bad';

export function verdictOf(results: Results): Verdict | null {
  const outcomes = PARTS.map((part) => results[part].outcome);
  if (outcomes.every((each) => each === 'waiting')) return null;
  if (outcomes.includes('bad')) return 'bad';
  if (outcomes.some((each) => each === 'waiting' || each === 'running' || each === 'asks')) return 'running';
  return outcomes.includes('fair') ? 'fair' : 'ready';
}

export function outcomeLook(outcome: Outcome): Look {
  switch (outcome) {
    case 'waiting':
      return { tone: 'quiet', icon: 'circle', key: 'phone.check.outcome.waiting' };
    case 'running':
      return { tone: 'hold', icon: 'hourglass', key: 'phone.check.outcome.running' };
    case 'asks':
      return { tone: 'ringing', icon: 'ask', key: 'phone.check.outcome.asks' };
    case 'good':
      return { tone: 'live', icon: 'check', key: 'phone.check.outcome.good' };
    case 'fair':
      return { tone: 'ringing', icon: 'alert', key: 'phone.check.outcome.fair' };
    case 'bad':
      return { tone: 'danger', icon: 'alert', key: 'phone.check.outcome.bad' };
  }
}

/** `roundTripMs`: null where no connection came about. Beyond 300 ms people begin to talk over each other (G.114, both ways). */
export function serverResult(roundTripMs: number | null): Result {
  if (roundTripMs === null) return { outcome: 'bad', why: 'no-server' };
  return { outcome: roundTripMs > 300 ? 'fair' : 'good', why: roundTripMs > 300 ? 'slow' : 'round-trip', figure: Math.round(roundTripMs) };
}

/** What was gathered: kinds of candidates (RFC 8445), and which servers are configured. */
export type Gathered = { kinds: ReadonlySet<string>; stun: boolean; turn: boolean };

export function mediaResult({ kinds, stun, turn }: Gathered): Result {
  if (kinds.size === 0) return { outcome: 'bad', why: 'no-candidates' };
  if (turn) return kinds.has('relay') ? { outcome: 'good', why: 'turn' } : { outcome: 'fair', why: 'no-turn' };
  return stun && !kinds.has('srflx') ? { outcome: 'fair', why: 'no-stun' } : { outcome: 'good', why: 'direct' };
}
