// What a refused sign-in means for the form: which words, and how long to wait.
import { ApiError } from '../../api/problem.ts';

export type LoginProblem = { kind: 'wrong' | 'code-needed' | 'wrong-code' | 'throttled' | 'network' | 'failed'; untilAt: number | null };

/** Where the server names no time. */
const DEFAULT_WAIT_S = 60;

export function loginProblem(error: unknown, now: number): LoginProblem {
  if (!(error instanceof ApiError)) return { kind: 'failed', untilAt: null };
  if (error.status === 429) return { kind: 'throttled', untilAt: now + (error.retryAfterS ?? DEFAULT_WAIT_S) * 1000 };
  if (error.problem?.code === 'auth.second-factor-required') return { kind: 'code-needed', untilAt: null };
  if (error.problem?.code === 'auth.second-factor-failed') return { kind: 'wrong-code', untilAt: null };
  if (error.status === 401 || error.status === 400 || error.status === 422) return { kind: 'wrong', untilAt: null };
  return { kind: error.status === 0 ? 'network' : 'failed', untilAt: null };
}

/** Whole seconds left, never below 0. */
export function secondsLeft(untilAt: number, now: number): number {
  return Math.max(0, Math.ceil((untilAt - now) / 1000));
}
