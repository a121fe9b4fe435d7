// Keeps a long, newest-first list true while the world changes: a fresh first page is merged into what was already read.

type Row = { id: string; startedAt: number };

/** Newest first, then by id so that two of the same millisecond have an order. */
export function newestFirst(a: Row, b: Row): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/**
 * `head` is the newest page as it is now. Rows it has are taken from it. Loaded rows that lie in its range and are not in it no longer
 * match the filters, so they go; older rows stay. Where `complete`, the head is the whole list.
 */
export function mergeHead<T extends Row>(loaded: readonly T[], head: readonly T[], complete: boolean): T[] {
  if (complete) return head.toSorted(newestFirst);
  const oldest = head.toSorted(newestFirst).at(-1);
  if (!oldest) return [];
  const fresh = new Set(head.map((row) => row.id));
  const older = loaded.filter((row) => !fresh.has(row.id) && newestFirst(row, oldest) > 0);
  return [...head, ...older].toSorted(newestFirst);
}

/** One changed row below the head: replaced in place, or taken out where it no longer matches. */
export function replaceRow<T extends Row>(loaded: readonly T[], row: T, matches: boolean): T[] {
  return loaded.flatMap((old) => (old.id !== row.id ? [old] : matches ? [row] : []));
}

type Pages<T> = { pages: { items: T[]; nextCursor: string | null }[]; pageParams: (string | null)[] };

/**
 * `next` with every row that says the same as one of `old` being that very one, wherever it stands now: it is not drawn anew. To compare place by
 * place would make all rows new for one that comes on top. `merged` answers its first argument where the two are equal. `old` itself where nothing differs.
 */
export function keepRows<T extends { id: string }>(old: Pages<T>, next: Pages<T>, merged: (old: T, next: T) => T): Pages<T> {
  const known = old.pages.flatMap(({ items }) => items);
  const pages = next.pages.map((page, n) => {
    const items = keepSame(known, page.items, ({ id }) => id, merged);
    const there = old.pages[n];
    return there?.nextCursor === page.nextCursor && equal(there.items, items) ? there : { ...page, items };
  });
  return equal(old.pages, pages) ? old : { ...next, pages };
}

/** The same for a list that is read whole. */
export function keepSame<T>(old: readonly T[], next: readonly T[], idOf: (row: T) => string, merged: (old: T, next: T) => T): T[] {
  const known = new Map(old.map((row) => [idOf(row), row]));
  return next.map((row) => {
    const before = known.get(idOf(row));
    return before === undefined ? row : merged(before, row);
  });
}

const equal = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((each, n) => each === b[n]);

/** How many rows of `next` stand above the first row the person has on screen. */
export function countNew<T extends Row>(shown: readonly T[], next: readonly T[]): number {
  const known = new Set(shown.map((row) => row.id));
  return next.filter((row) => !known.has(row.id)).length;
}
