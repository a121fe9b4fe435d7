// A refused sign-in is told apart: wrong password, too many attempts, no line, broken server.
import { expect, test } from 'vitest';
import { ApiError } from '../../api/problem.ts';
import { loginProblem, secondsLeft } from './throttle.ts';

test.each([
  [new ApiError(401, null, null), { kind: 'wrong', untilAt: null }],
  [new ApiError(401, { title: '', status: 401, code: 'auth.second-factor-required' }, null), { kind: 'code-needed', untilAt: null }],
  [new ApiError(401, { title: '', status: 401, code: 'auth.second-factor-failed' }, null), { kind: 'wrong-code', untilAt: null }],
  [new ApiError(400, null, null), { kind: 'wrong', untilAt: null }],
  [new ApiError(429, null, 30), { kind: 'throttled', untilAt: 31_000 }],
  [new ApiError(429, null, null), { kind: 'throttled', untilAt: 61_000 }],
  [new ApiError(0, null, null), { kind: 'network', untilAt: null }],
  [new ApiError(500, null, null), { kind: 'failed', untilAt: null }],
  [new Error('x'), { kind: 'failed', untilAt: null }],
])('%s', (error, expected) => expect(loginProblem(error, 1_000)).toEqual(expected));

test('seconds left are counted up, so that the form opens when none is left', () => {
  expect(secondsLeft(10_001, 9_000)).toBe(2);
  expect(secondsLeft(10_000, 10_500)).toBe(0);
});
