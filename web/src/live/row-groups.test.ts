// A row stays in its group whatever comes above, below or between, and all rows are there in order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGroups, type Group } from './row-groups.ts';

type Row = { id: string };
const rows = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_unused, n) => ({ id: String(from + n) }));
const shape = (groups: readonly Group<Row>[]) => groups.map(({ key, rows: those }) => [key, those.length]);
const idOf = ({ id }: Row): string => id;

test('groups of one size, in order', () => {
  const group = createGroups(12, idOf);
  expect(shape(group(rows(0, 30)))).toEqual([
    [0, 12],
    [1, 12],
    [2, 6],
  ]);
  expect(group([])).toEqual([]);
});

test('what comes on top or below fills groups of its own', () => {
  const group = createGroups(12, idOf);
  const first = rows(0, 30);
  const [, second] = group(first);
  const next = group([...rows(-13, 0), ...first, ...rows(30, 45)]);
  expect(shape(next)).toEqual([
    [-2, 1],
    [-1, 12],
    [0, 12],
    [1, 12],
    [2, 12],
    [3, 9],
  ]);
  expect(next[3]).toBe(second);
});

test('who leaves makes his group smaller, and who comes in between joins the one before him', () => {
  const group = createGroups(2, idOf);
  group(rows(0, 6));
  expect(shape(group([...rows(1, 3), { id: 'new' }, ...rows(3, 6)]))).toEqual([
    [0, 1],
    [1, 3],
    [2, 2],
  ]);
});

test('whatever comes and goes, all rows are there in their order', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 60 }).map(String));
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (readings, size) => {
      const group = createGroups(size, idOf);
      for (const reading of readings) {
        const given = reading.map((id) => ({ id }));
        const groups = group(given);
        expect(groups.flatMap((each) => each.rows)).toEqual(given);
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      }
    }),
  );
});
