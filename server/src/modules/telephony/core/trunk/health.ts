// Whether a trunk lives, from its answers to OPTIONS and to calls: down after three misses in a row, back at the first answer.

export type Health = {
  healthy: boolean;
  /** In a row. */
  misses: number;
  /** Of the last answer; null before the first. */
  rttMs: number | null;
  /** What failed it last; empty while it answers. */
  detail: string;
};

export type HealthInput = { kind: 'answered'; rttMs: number | null } | { kind: 'missed'; why: string };

export const MISSES = 3;
/** Between two checks, ms; spread by a tenth either way, so that a hundred trunks are not asked at once. */
export const CHECK_EVERY_MS = 30_000;

export const newHealth = (): Health => ({ healthy: true, misses: 0, rttMs: null, detail: '' });

export function stepHealth(state: Health, input: HealthInput): Health {
  if (input.kind === 'answered') return { healthy: true, misses: 0, rttMs: input.rttMs ?? state.rttMs, detail: '' };
  const misses = state.misses + 1;
  return { ...state, misses, healthy: state.healthy && misses < MISSES, detail: input.why };
}

/** `chance` in [0, 1). */
export const checkDelay = (everyMs: number, chance: number): number => Math.round(everyMs * (0.9 + chance * 0.2));

/** An answer to OPTIONS that says the far end cannot take calls: it is there, and of no use. */
export const countsAsMiss = (status: number): boolean => status === 408 || status === 503;
