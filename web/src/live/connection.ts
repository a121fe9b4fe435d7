// The life of the event stream's socket as a pure machine: connect, resume by cursor, back off, give up a cursor the server no longer has.

/** One event as the server sends it. `cursor` is opaque and is what a reconnect resumes after. */
export type Frame = { cursor: string; type: string; stream: string; version: number; at: number; data: Record<string, unknown> };

export type Connection = {
  phase: 'stopped' | 'connecting' | 'open' | 'waiting';
  cursor: string | null;
  /** Attempts since the last time it was open. */
  failures: number;
  /** Local epoch ms of the next attempt, while waiting. */
  retryAt: number | null;
};

export type Input =
  | { kind: 'start' }
  | { kind: 'stop' }
  | { kind: 'opened' }
  | { kind: 'frame'; frame: Frame }
  /** `code` is the close code of the WebSocket; `random` in [0, 1) spreads the reconnects of many desks. */
  | { kind: 'closed'; code: number; at: number; random: number }
  /** The wait is over, or the person asked for it. */
  | { kind: 'retry' }
  /** There is a network again, or another one: whatever is open or tried leads nowhere, and what failed before says nothing of now. */
  | { kind: 'renew' };

export type Effect =
  | { do: 'connect'; cursor: string | null }
  | { do: 'disconnect' }
  | { do: 'wait'; ms: number }
  | { do: 'deliver'; frame: Frame }
  /** What is on screen may have missed events: read it again. */
  | { do: 'refresh' }
  /** The session is over: no reconnect can help. */
  | { do: 'signed-out' };

/** As in `@tandem/contract/api/stream.ts` (a test compares them); copied so that no schema code is loaded for four numbers. */
export const CLOSE = { badCursor: 4400, signedOut: 4401, cursorTooOld: 4410 } as const;

export const STOPPED: Connection = { phase: 'stopped', cursor: null, failures: 0, retryAt: null };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** After so many attempts in vain the cursor itself may be what the server refuses. */
const CURSOR_GIVEN_UP_AFTER = 4;

export function waitMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + random / 2));
}

export function step(state: Connection, input: Input): { state: Connection; effects: Effect[] } {
  switch (input.kind) {
    case 'start':
      if (state.phase !== 'stopped') return { state, effects: [] };
      return { state: { ...state, phase: 'connecting' }, effects: [{ do: 'connect', cursor: state.cursor }] };
    case 'stop':
      return { state: STOPPED, effects: state.phase === 'stopped' ? [] : [{ do: 'disconnect' }] };
    case 'opened': {
      if (state.phase !== 'connecting') return { state, effects: [] };
      // Without a cursor the stream starts at "now": whatever happened since the lists were read is not in it.
      const effects: Effect[] = state.cursor === null ? [{ do: 'refresh' }] : [];
      return { state: { ...state, phase: 'open', failures: 0, retryAt: null }, effects };
    }
    case 'frame':
      // What passes and stands in no log (what somebody types) comes with the cursor of before it.
      if (state.phase === 'open' && isPassing(input.frame)) return { state, effects: [{ do: 'deliver', frame: input.frame }] };
      if (state.phase !== 'open' || input.frame.cursor === state.cursor) return { state, effects: [] };
      return { state: { ...state, cursor: input.frame.cursor }, effects: [{ do: 'deliver', frame: input.frame }] };
    case 'closed': {
      if (state.phase !== 'open' && state.phase !== 'connecting') return { state, effects: [] };
      if (input.code === CLOSE.signedOut) return { state: STOPPED, effects: [{ do: 'signed-out' }] };
      const failures = state.failures + 1;
      const ms = waitMs(failures, input.random);
      const refused = input.code === CLOSE.badCursor || input.code === CLOSE.cursorTooOld || failures >= CURSOR_GIVEN_UP_AFTER;
      const cursor = refused ? null : state.cursor;
      return { state: { ...state, phase: 'waiting', failures, cursor, retryAt: input.at + ms }, effects: [{ do: 'wait', ms }] };
    }
    case 'retry':
      if (state.phase !== 'waiting') return { state, effects: [] };
      return { state: { ...state, phase: 'connecting', retryAt: null }, effects: [{ do: 'connect', cursor: state.cursor }] };
    case 'renew':
      if (state.phase === 'stopped') return { state, effects: [] };
      return { state: { ...state, phase: 'connecting', failures: 0, retryAt: null }, effects: [{ do: 'connect', cursor: state.cursor }] };
  }
}

function isPassing({ version, type }: Frame): boolean {
  return version === 0 && !type.startsWith('stream.');
}
