// Many keys are few messages, and the last of them has all that was written.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTyping } from './typing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('at once, then every other second, with the newest text', () => {
  const told: string[] = [];
  const typing = createTyping((text) => told.push(text));
  for (const text of ['h', 'he', 'hel']) typing.typed(text);
  expect(told).toEqual(['h']);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual(['h', 'hel']);
  typing.typed('');
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual(['h', 'hel', '']);
});

test('what was sent is not told again', () => {
  const told: string[] = [];
  const typing = createTyping((text) => told.push(text));
  typing.typed('a');
  typing.typed('ab');
  typing.done();
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual(['a']);
  typing.typed('x'.repeat(600));
  expect(told.at(-1)).toHaveLength(500);
});
