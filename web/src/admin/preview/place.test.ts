// Where a preview begins, and which answers stay.
import { expect, test } from 'vitest';
import { answered, fromOf, localMinute, readPlace } from './place.ts';

test('an address names one beginning, and nothing that is no id', () => {
  expect(fromOf(readPlace({ queue: 'que_1', flow: 'flo_2' }))).toEqual({ flow: 'flo_2' });
  expect(fromOf(readPlace({ queue: 'que_1' }))).toEqual({ queue: 'que_1' });
  expect(fromOf(readPlace({ number: 'que_1', queue: 7 }))).toBeNull();
});

test('a changed answer forgets what came after it', () => {
  expect(answered(['1', 'failed', '2'], 1, 'ok')).toEqual(['1', 'ok']);
  expect(answered([], 2, 'ok')).toEqual([null, null, 'ok']);
});

test('a moment as date fields have it', () => {
  expect(localMinute(new Date('2026-11-09T00:05:00Z'), 'Asia/Shanghai')).toBe('2026-11-09T08:05');
  expect(localMinute(new Date('2026-11-09T05:05:00Z'), 'America/New_York')).toBe('2026-11-09T00:05');
});
