// Thresholds do not flap: whatever the value does, what is told has held for as long as was asked.
import type { AlarmLevel } from '@tandem/contract/api/thresholds.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calm, inOrder, levelOf, look, worse, type Limits, type Watch } from './alarm.ts';

const above: Limits = { comparison: 'at-least', warn: 3, alarm: 6 };
const below: Limits = { comparison: 'at-most', warn: 0.8, alarm: 0.6 };

test.each<[Limits, number | null, AlarmLevel]>([
  [above, 2.9, 'ok'],
  [above, 3, 'warn'],
  [above, 6, 'alarm'],
  [above, null, 'ok'],
  [below, 0.81, 'ok'],
  [below, 0.8, 'warn'],
  [below, 0, 'alarm'],
  [below, null, 'ok'],
  [{ comparison: 'at-least', warn: null, alarm: 1 }, 1, 'alarm'],
  [{ comparison: 'at-least', warn: 1, alarm: null }, 99, 'warn'],
])('the level of a value: %o %s is %s', (limits, value, level) => expect(levelOf(value, limits)).toBe(level));

test.each<[AlarmLevel, AlarmLevel, boolean]>([
  ['alarm', 'warn', true],
  ['warn', 'warn', false],
  ['warn', 'alarm', false],
])('%s is worse than %s: %s', (level, than, is) => expect(worse(level, than)).toBe(is));

test.each<[Limits, boolean]>([
  [above, true],
  [below, true],
  [{ comparison: 'at-least', warn: 6, alarm: 3 }, false],
  [{ comparison: 'at-most', warn: 0.6, alarm: 0.8 }, false],
  [{ comparison: 'at-least', warn: null, alarm: null }, false],
  [{ comparison: 'at-most', warn: null, alarm: 0 }, true],
])('limits in order: %o %s', (limits, fine) => expect(inOrder(limits)).toBe(fine));

function told(looks: readonly (readonly [at: number, reading: AlarmLevel])[], holdMs: number, from: Watch = calm('ok')): AlarmLevel[] {
  let watch = from;
  return looks.map(([at, reading]) => (watch = look(watch, reading, at, holdMs)).level);
}

test('raises after it has held, clears after it has held, and a dip begins anew', () => {
  const looks = [
    [0, 'warn'],
    [9, 'warn'],
    [10, 'ok'],
    [11, 'warn'],
    [20, 'warn'],
    [21, 'warn'],
    [30, 'ok'],
    [39, 'ok'],
    [40, 'ok'],
  ] as const;
  expect(told(looks, 10)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'warn', 'warn', 'warn', 'ok']);
});

test('goes on from warning to alarm without waiting twice, and back by steps', () => {
  const looks = [
    [0, 'warn'],
    [5, 'alarm'],
    [10, 'alarm'],
    [15, 'alarm'],
    [20, 'warn'],
    [30, 'warn'],
    [31, 'ok'],
    [41, 'ok'],
  ] as const;
  expect(told(looks, 10)).toEqual(['ok', 'ok', 'warn', 'alarm', 'alarm', 'warn', 'warn', 'ok']);
});

test('without a hold it follows at once', () => {
  expect(
    told(
      [
        [0, 'alarm'],
        [1, 'ok'],
        [2, 'warn'],
      ],
      0,
    ),
  ).toEqual(['alarm', 'ok', 'warn']);
});

const level = fc.constantFrom<AlarmLevel>('ok', 'warn', 'alarm');
/** Looks at growing times, with what the value reads there. */
const lives = fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), level), { minLength: 1, maxLength: 60 }).map((steps) => {
  let at = 0;
  return steps.map(([later, reading]) => [(at += later), reading] as const);
});
const RANK = { ok: 0, warn: 1, alarm: 2 };

test('every change was earned: each limit it crosses was crossed at every look of the time it had to hold', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 10_000 }), (looks, holdMs) => {
      const levels = told(looks, holdMs);
      levels.forEach((now, n) => {
        const before = levels[n - 1] ?? 'ok';
        for (const limit of ['warn', 'alarm'] as const) {
          if (RANK[now] >= RANK[limit] === RANK[before] >= RANK[limit]) continue;
          const at = looks[n]![0];
          // The look at which the held time began, and all since.
          const first = looks.findLastIndex(([then]) => then <= at - holdMs);
          expect(first).toBeGreaterThanOrEqual(0);
          for (const [, reading] of looks.slice(first, n + 1)) expect(RANK[reading] >= RANK[limit]).toBe(RANK[now] >= RANK[limit]);
        }
      });
    }),
  );
});

test('what holds is told: after a steady reading of the hold time the level is the reading, wherever it was before', () => {
  fc.assert(
    fc.property(lives, level, fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 20 }), (looks, steady, holdMs, parts) => {
      const end = looks.at(-1)![0];
      // Looked at now and then while it holds.
      const held = Array.from({ length: parts + 1 }, (_, n) => [end + 1 + Math.ceil((holdMs * n) / parts), steady] as const);
      expect(told([...looks, ...held], holdMs).at(-1)).toBe(steady);
    }),
  );
});

test('looking more often at the same value changes nothing of what is told in the end', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 10_000 }), (looks, holdMs) => {
      const twice = looks.flatMap(([at, reading]) => [[at, reading] as const, [at, reading] as const]);
      expect(told(twice, holdMs).filter((_, n) => n % 2 === 1)).toEqual(told(looks, holdMs));
    }),
  );
});

test('a life is the same in two halves: only the watch is carried over', () => {
  fc.assert(
    fc.property(lives, fc.nat({ max: 60 }), fc.integer({ min: 0, max: 10_000 }), (looks, cut, holdMs) => {
      let watch = calm('ok');
      const first = looks.slice(0, cut).map(([at, reading]) => (watch = look(watch, reading, at, holdMs)).level);
      expect([...first, ...told(looks.slice(cut), holdMs, watch)]).toEqual(told(looks, holdMs));
    }),
  );
});
