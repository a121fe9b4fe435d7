// Where the tiles of a wallboard stand: packed in their order into a grid that fills the screen, and moved about in that order.

export type Size = { width: 1 | 2; height: 1 | 2 };
export type Place = { column: number; row: number };
export type Packed = { columns: number; rows: number; places: Place[] };

/** Each tile at the first place where it fits, so that small ones fill the gaps of large ones. Columns and rows count from 1. */
export function pack(tiles: readonly Size[], columns: number): Packed {
  const taken = new Set<string>();
  const fits = (tile: Size, at: Place): boolean => {
    if (at.column + tile.width - 1 > columns) return false;
    return cells(tile, at).every((cell) => !taken.has(cell));
  };
  let rows = 0;
  const places = tiles.map((tile) => {
    for (let row = 1; ; row++) {
      for (let column = 1; column <= columns; column++) {
        const at = { column, row };
        if (!fits(tile, at)) continue;
        for (const cell of cells(tile, at)) taken.add(cell);
        rows = Math.max(rows, row + tile.height - 1);
        return at;
      }
    }
  });
  return { columns, rows, places };
}

export function cells({ width, height }: Size, { column, row }: Place): string[] {
  return Array.from({ length: width * height }, (_, n) => `${column + (n % width)}:${row + Math.floor(n / width)}`);
}

/** A tile reads best about half again as wide as high. */
const SHAPE = 1.5;
const MOST_COLUMNS = 10;

/** The grid in which a screen of this shape (width over height) shows the tiles largest. */
export function fill(tiles: readonly Size[], shape: number): Packed {
  const least = Math.max(1, ...tiles.map(({ width }) => width));
  const grids = Array.from({ length: MOST_COLUMNS - least + 1 }, (_, n) => pack(tiles, least + n));
  const legible = ({ columns, rows }: Packed): number => Math.min(shape / columns / SHAPE, 1 / Math.max(1, rows));
  return grids.reduce((best, grid) => (legible(grid) > legible(best) ? grid : best));
}

/** The tile at `from` stands at `to` afterwards. */
export function moved<T>(tiles: readonly T[], from: number, to: number): T[] {
  const rest = tiles.toSpliced(from, 1);
  return rest.toSpliced(Math.min(rest.length, Math.max(0, to)), 0, tiles[from]!);
}

const SIZES: readonly Size[] = [
  { width: 1, height: 1 },
  { width: 2, height: 1 },
  { width: 1, height: 2 },
  { width: 2, height: 2 },
];

/** The next larger size, or with -1 the next smaller; the largest and the smallest stay. */
export function resized<T extends Size>(tile: T, step: 1 | -1): T {
  const at = SIZES.findIndex(({ width, height }) => width === tile.width && height === tile.height);
  return { ...tile, ...SIZES[Math.min(SIZES.length - 1, Math.max(0, at + step))] };
}
