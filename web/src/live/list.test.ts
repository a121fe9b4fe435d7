// The live list shows what a fresh reading of all its pages would show.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countNew, keepRows, mergeHead, newestFirst, replaceRow } from './list.ts';

type Row = { id: string; startedAt: number; state: string };
const row = (id: string, startedAt: number, state = 'open'): Row => ({ id, startedAt, state });

test('new rows come on top, changed rows change, rows that no longer match go, older rows stay', () => {
  const loaded = [row('d', 4), row('c', 3), row('b', 2), row('a', 1)];
  const head = [row('e', 5), row('d', 4, 'closed'), row('b', 2)];
  expect(mergeHead(loaded, head, false)).toEqual([row('e', 5), row('d', 4, 'closed'), row('b', 2), row('a', 1)]);
});

test('a head that is the whole list replaces it', () => {
  expect(mergeHead([row('a', 1)], [], true)).toEqual([]);
  expect(mergeHead([row('b', 2), row('a', 1)], [row('b', 2)], true)).toEqual([row('b', 2)]);
});

test('a row below the head is replaced in place or taken out', () => {
  const loaded = [row('b', 2), row('a', 1)];
  expect(replaceRow(loaded, row('a', 1, 'closed'), true)).toEqual([row('b', 2), row('a', 1, 'closed')]);
  expect(replaceRow(loaded, row('a', 1, 'closed'), false)).toEqual([row('b', 2)]);
});

test('counts what is new', () => {
  expect(countNew([row('a', 1)], [row('c', 3), row('b', 2), row('a', 1)])).toBe(2);
});

test('merging equals reading again wherever nothing below the head changed', () => {
  const world = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.boolean(), fc.boolean()), {
    selector: ([at]) => at,
    maxLength: 30,
  });
  fc.assert(
    fc.property(world, fc.integer({ min: 1, max: 8 }), (entries, limit) => {
      const all = entries.map(([at, was, is]) => ({ row: row(`r${at}`, at), was, is })).toSorted((a, b) => newestFirst(a.row, b.row));
      const now = all.filter((entry) => entry.is).map((entry) => entry.row);
      const head = now.slice(0, limit);
      const oldest = head.at(-1)?.startedAt ?? -1;
      const loaded = all.filter((entry) => (entry.row.startedAt < oldest ? entry.is : entry.was)).map((entry) => entry.row);
      expect(mergeHead(loaded, head, now.length <= limit)).toEqual(now);
    }),
  );
});

test('a row that says what it said before is the very same one, wherever it stands now', () => {
  const page = (items: Row[], nextCursor: string | null = null) => ({ items, nextCursor });
  const same = (a: Row, b: Row): Row => (a.state === b.state ? a : b);
  const old = { pages: [page([row('b', 2), row('a', 1)], 'x')], pageParams: [null] };
  const next = { pages: [page([row('c', 3), row('b', 2)]), page([row('a', 1, 'closed')])], pageParams: [null, 'x'] };
  const kept = keepRows(old, next, same);
  expect(kept).toEqual(next);
  expect(kept.pages[0]!.items[1]).toBe(old.pages[0]!.items[0]);
  expect(kept.pages[1]!.items[0]).toBe(next.pages[1]!.items[0]);
  expect(keepRows(old, structuredClone(old), same)).toBe(old);
  expect(keepRows(old, { pages: [{ ...old.pages[0]!, nextCursor: 'y' }], pageParams: [null] }, same)).not.toBe(old);
});
