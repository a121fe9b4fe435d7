// From bytes to a word, and the way back.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { levelOf, worst, type StorageLevel } from './level.ts';

const limits = { lowBytes: 2_000, criticalBytes: 500 };

it.each<[number, StorageLevel, StorageLevel]>([
  [2_000, 'ok', 'ok'],
  [1_999, 'ok', 'low'],
  [2_100, 'low', 'low'],
  [2_200, 'low', 'ok'],
  [500, 'low', 'low'],
  [499, 'ok', 'critical'],
  [549, 'critical', 'critical'],
  [551, 'critical', 'low'],
  [9_000, 'critical', 'ok'],
])('%i bytes free after %s is %s', (free, before, after) => expect(levelOf(free, before, limits)).toBe(after));

it('never calls a fuller disk better', () => {
  const level = fc.constantFrom<StorageLevel>('ok', 'low', 'critical');
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), level, (a, b, before) => {
      const [full, empty] = [Math.min(a, b), Math.max(a, b)].map((free) => levelOf(free, before, limits)) as [StorageLevel, StorageLevel];
      expect(worst([full, empty])).toBe(full);
    }),
  );
});

it('is off at zero', () => expect(levelOf(0, 'ok', { lowBytes: 0, criticalBytes: 0 })).toBe('ok'));
