// Where a customer's story stands, as he is told, and when a silent chat is over.
import { expect, test } from 'vitest';
import { calledBy, fellSilent, stateOf } from './story.ts';

test('nothing yet, waiting with a promise, with somebody by his first name, over', () => {
  const story = { open: true, lines: 3, readUpTo: 1 };
  expect(stateOf({ open: false, lines: 0, readUpTo: 0 }, null).stage).toBe('none');
  expect(stateOf(story, null)).toMatchObject({ stage: 'waiting', position: null, waitSeconds: null, readUpTo: 1 });
  expect(stateOf(story, { agent: null, position: 2, promiseMs: 61_001 })).toMatchObject({ stage: 'waiting', position: 2, waitSeconds: 62 });
  expect(stateOf(story, { agent: 'Ann Lee', position: null, promiseMs: null })).toMatchObject({ stage: 'agent', agent: 'Ann' });
  expect(stateOf({ ...story, open: false }, null).stage).toBe('ended');
  expect(calledBy('张伟')).toBe('张伟');
});

test('a chat is over when the customer left our word unanswered for so long, and never while he waits for one', () => {
  const chat = { lastAt: 0, closeAfterMinutes: 30 };
  expect(fellSilent({ ...chat, lastKind: 'out' }, 30 * 60_000)).toBe(true);
  expect(fellSilent({ ...chat, lastKind: 'out' }, 30 * 60_000 - 1)).toBe(false);
  expect(fellSilent({ ...chat, lastKind: 'in' }, 10 * 3_600_000)).toBe(false);
  expect(fellSilent({ ...chat, lastKind: null }, 10 * 3_600_000)).toBe(false);
});
