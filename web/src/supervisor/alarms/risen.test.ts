import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../api/floor.ts';
import { levelsNow, risen } from './risen.ts';

const alarm = (n: number, level: Alarm['level'], over: Partial<Alarm> = {}): Alarm => ({
  id: `alm_0193f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`,
  threshold: null,
  contact: null,
  measure: 'waiting',
  queue: null,
  comparison: 'at-least',
  level,
  limit: 5,
  value: 6,
  raisedAt: n,
  clearedAt: null,
  acknowledged: null,
  ...over,
});
const taken = { by: null, at: 1, note: null };

describe('an alarm that has got worse', () => {
  test('is none at the first look, whatever there is', () => {
    expect(risen(null, [alarm(1, 'alarm')])).toBeNull();
  });
  test('is one that was not there, or was a warning; one that stays, falls or is over is none', () => {
    const before = levelsNow([alarm(1, 'warn'), alarm(2, 'alarm')]);
    expect(risen(before, [alarm(1, 'warn'), alarm(2, 'alarm')])).toBeNull();
    expect(risen(before, [alarm(1, 'warn'), alarm(2, 'warn')])).toBeNull();
    expect(risen(before, [alarm(1, 'alarm'), alarm(2, 'alarm')])).toMatchObject({ level: 'alarm', raisedAt: 1 });
    expect(risen(before, [alarm(1, 'warn'), alarm(3, 'warn')])).toMatchObject({ raisedAt: 3 });
    expect(risen(before, [alarm(3, 'alarm', { clearedAt: 4 })])).toBeNull();
  });
  test('is the gravest of several', () => {
    expect(risen(new Map(), [alarm(1, 'warn'), alarm(2, 'alarm')])).toMatchObject({ raisedAt: 2 });
  });
  test('is none that somebody takes care of already, and one again that has got worse since', () => {
    expect(risen(new Map(), [alarm(1, 'warn', { acknowledged: taken })])).toBeNull();
    expect(risen(levelsNow([alarm(1, 'warn', { acknowledged: taken })]), [alarm(1, 'alarm')])).toMatchObject({ raisedAt: 1 });
  });
});
