// The voice of each party of a bench: a chord of two tones, 50 Hz apart from the next, so that who is heard can be told packet by packet.
import { heardChord, type Chord } from '../../sim/tones.ts';

const STEP_HZ = 50;
const LOWS = Array.from({ length: 14 }, (_unused, n) => 400 + n * STEP_HZ);
const HIGHS = Array.from({ length: 18 }, (_unused, n) => 1_800 + n * STEP_HZ);
/** Agents' voices follow the callers'. */
export const MOST_CALLERS = 126;

export const callerVoice = (n: number): Chord => ({ low: LOWS[n % LOWS.length]!, high: HIGHS[Math.floor(n / LOWS.length)]! });
export const agentVoice = (n: number): Chord => callerVoice(MOST_CALLERS + n);

/** The party whose voice a mu-law packet holds, callers and agents counted together; null where it is nobody's. */
function heardParty(payload: Uint8Array): number | null {
  const chord = heardChord(payload, LOWS, HIGHS);
  return chord && HIGHS.indexOf(chord.high) * LOWS.length + LOWS.indexOf(chord.low);
}

export function heardCaller(payload: Uint8Array): number | null {
  const party = heardParty(payload);
  return party === null || party >= MOST_CALLERS ? null : party;
}

export function heardAgent(payload: Uint8Array): number | null {
  const party = heardParty(payload);
  return party === null || party < MOST_CALLERS ? null : party - MOST_CALLERS;
}
