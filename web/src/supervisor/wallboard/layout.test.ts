// Whatever the tiles: none lies on another or beside the screen, none is lost by moving, and the grid is the most legible there is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cells, fill, moved, pack, resized, type Size } from './layout.ts';

const side = fc.constantFrom<1 | 2>(1, 2);
const tiles = fc.array(fc.record({ width: side, height: side }), { minLength: 1, maxLength: 24 });
const shape = fc.double({ min: 0.4, max: 4, noNaN: true });

test('tiles lie apart and within the grid', () => {
  fc.assert(
    fc.property(tiles, shape, (all, over) => {
      const { columns, rows, places } = fill(all, over);
      const taken = all.flatMap((tile, n) => cells(tile, places[n]!));
      expect(new Set(taken).size).toBe(taken.length);
      for (const [n, { column, row }] of places.entries()) {
        expect([column >= 1, column + all[n]!.width - 1 <= columns]).toEqual([true, true]);
        expect([row >= 1, row + all[n]!.height - 1 <= rows]).toEqual([true, true]);
      }
    }),
  );
});

test('tiles of one size stand in the order they were given, on a wide screen beside each other and on a phone below', () => {
  const small: Size[] = Array.from({ length: 8 }, () => ({ width: 1, height: 1 }));
  expect(pack(small, 4).places.map(({ column, row }) => `${row}${column}`)).toEqual(['11', '12', '13', '14', '21', '22', '23', '24']);
  expect([fill(small, 16 / 9), fill(small, 390 / 800)].map(({ columns, rows }) => [columns, rows])).toEqual([
    [3, 3],
    [2, 4],
  ]);
});

test('a small tile fills the gap that a large one left', () => {
  const { places, rows } = pack(
    [
      { width: 2, height: 1 },
      { width: 2, height: 2 },
      { width: 1, height: 1 },
    ],
    3,
  );
  expect([places, rows]).toEqual([
    [
      { column: 1, row: 1 },
      { column: 1, row: 2 },
      { column: 3, row: 1 },
    ],
    3,
  ]);
});

test('moving keeps every tile, and the moved one stands where it was put', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 24 }), fc.nat(), fc.integer({ min: -30, max: 30 }), (all, n, to) => {
      const from = n % all.length;
      const after = moved(all, from, to);
      expect(after).toHaveLength(all.length);
      expect(new Set(after)).toEqual(new Set(all));
      expect(after.indexOf(all[from]!)).toBe(Math.min(all.length - 1, Math.max(0, to)));
      expect(moved(after, after.indexOf(all[from]!), from)).toEqual(all);
    }),
  );
});

test('sizes go up and down by steps and end at both ends', () => {
  let tile: Size = { width: 1, height: 1 };
  const seen = [1, 1, 1, 1, -1, -1, -1, -1].map((step) => {
    tile = resized(tile, step as 1 | -1);
    return `${tile.width}x${tile.height}`;
  });
  expect(seen).toEqual(['2x1', '1x2', '2x2', '2x2', '1x2', '2x1', '1x1', '1x1']);
});
