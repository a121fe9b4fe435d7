// Our registration at a provider (RFC 3261, section 10.2), as a state machine: when to register again, and what stands meanwhile.

export type Registration = {
  /** UTC epoch ms until which the provider has us; null where it does not. */
  until: number | null;
  /** Refusals and silences in a row. */
  failures: number;
  /** Seconds we ask for; the provider may want more. */
  expiresS: number;
  detail: string;
};

export type RegistrationInput =
  | { kind: 'granted'; expiresS: number }
  /** The final answer, after credentials were given where they were asked for. */
  | { kind: 'refused'; status: number; minExpiresS: number | null }
  /** `detail`: `timeout`, or what the connection said. */
  | { kind: 'unanswered'; detail: string };

/** `afterMs`: when the next REGISTER is due. */
export type RegistrationStep = { state: Registration; afterMs: number };

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 300_000;
/** Wrong credentials do not become right by asking often, and providers lock accounts that do. */
const REFUSED_RETRY_MS = 120_000;

export const newRegistration = (expiresS: number): Registration => ({ until: null, failures: 0, expiresS, detail: 'not registered yet' });

/** `chance` in [0, 1) spreads the retries of many. */
export function stepRegistration(state: Registration, input: RegistrationInput, now: number, chance: number): RegistrationStep {
  if (input.kind === 'granted') {
    const expiresS = Math.max(1, input.expiresS);
    // At half life, so that a lost refresh leaves time for others.
    return { state: { ...state, until: now + expiresS * 1_000, failures: 0, detail: '' }, afterMs: expiresS * 500 };
  }
  if (input.kind === 'refused' && input.status === 423 && input.minExpiresS !== null && input.minExpiresS > state.expiresS)
    return { state: { ...state, expiresS: Math.min(input.minExpiresS, 86_400) }, afterMs: 0 };
  const failures = state.failures + 1;
  const detail = input.kind === 'refused' ? `REGISTER was refused with ${input.status}` : `REGISTER had no answer (${input.detail})`;
  const wrong = input.kind === 'refused' && [401, 403, 404, 407].includes(input.status);
  const backOff = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  const delay = wrong ? Math.max(REFUSED_RETRY_MS, backOff) : backOff;
  // A refusal says that nothing is kept; silence says nothing, and what was granted stands until it lapses.
  const until = wrong || (state.until !== null && state.until <= now) ? null : state.until;
  return { state: { ...state, until, failures, detail }, afterMs: Math.round(delay * (0.75 + chance * 0.5)) };
}

export const isRegistered = (state: Registration, now: number): boolean => state.until !== null && state.until > now;
