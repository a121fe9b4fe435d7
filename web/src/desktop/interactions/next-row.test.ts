// Keys move one row and stop at the ends.
import { expect, test } from 'vitest';
import { nextRow } from './next-row.ts';

const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test.each([
  [null, 'j', 'a'],
  [null, 'ArrowUp', 'a'],
  ['a', 'j', 'b'],
  ['a', 'ArrowDown', 'b'],
  ['c', 'j', 'c'],
  ['b', 'k', 'a'],
  ['a', 'k', 'a'],
  ['a', 'End', 'c'],
  ['c', 'Home', 'a'],
  [null, 'Home', null],
  ['a', 'x', null],
])('from %s by %s to %s', (current, key, expected) => expect(nextRow(rows, current, key)).toBe(expected));

test('an empty list takes no key', () => expect(nextRow([], null, 'j')).toBeNull());
