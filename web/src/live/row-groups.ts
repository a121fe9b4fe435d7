// Puts the rows of a long list into groups that stay as they are while rows come and go: a row that changes its group is drawn anew.

export type Group<T> = { key: number; rows: readonly T[] };

/**
 * One list's own: call it with the rows of each drawing. What comes above the first row of before fills groups upwards, what comes below the last
 * fills them downwards, what comes in between joins the row before it. A group whose rows did not change is the very same one.
 */
export function createGroups<T>(size: number, idOf: (row: T) => string): (rows: readonly T[]) => readonly Group<T>[] {
  let keys = new Map<string, number>();
  let groups: readonly Group<T>[] = [];

  return (rows) => {
    const before = rows.map((row) => keys.get(idOf(row)) ?? null);
    const placed = tooLoose(before, groups.length, size)
      ? place(
          rows.map(() => null),
          size,
        )
      : place(before, size);
    keys = new Map(rows.map((row, n) => [idOf(row), placed[n]!]));
    const old = new Map(groups.map((group) => [group.key, group]));
    groups = [...Map.groupBy(rows, (row) => keys.get(idOf(row))!)].map(([key, those]) => {
      const known = old.get(key);
      return known?.rows.length === those.length && those.every((row, n) => row === known.rows[n]) ? known : { key, rows: those };
    });
    return groups;
  };
}

/** Out of order, or so many groups with so little in them that they serve for nothing. */
function tooLoose(before: readonly (number | null)[], groups: number, size: number): boolean {
  const known = before.filter((key) => key !== null);
  return known.some((key, n) => n > 0 && key < known[n - 1]!) || groups > 4 + (3 * before.length) / size;
}

function place(before: readonly (number | null)[], size: number): number[] {
  const first = before.findIndex((key) => key !== null);
  if (first === -1) return before.map((_row, n) => Math.floor(n / size));
  const last = before.findLastIndex((key) => key !== null);
  const placed = [...before];
  const count = (key: number): number => before.filter((each) => each === key).length;
  let [key, left] = [before[first]!, size - count(before[first]!)];
  for (let n = first - 1; n >= 0; n--) {
    if (left <= 0) [key, left] = [key - 1, size];
    placed[n] = key;
    left -= 1;
  }
  for (let n = first + 1; n < last; n++) placed[n] ??= placed[n - 1]!;
  key = before[last]!;
  left = size - placed.filter((each) => each === key).length;
  for (let n = last + 1; n < placed.length; n++) {
    if (left <= 0) [key, left] = [key + 1, size];
    placed[n] = key;
    left -= 1;
  }
  return placed as number[];
}
