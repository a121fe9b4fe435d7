// The search box and the column heads of a list.
import { expect, test } from 'vitest';
import { matching, ordered } from './rows.ts';

const rows = [
  { id: 'a', name: 'Sales North', size: 10 },
  { id: 'b', name: '客服', size: 2 },
  { id: 'c', name: 'Support', size: 9 },
];
const ids = (found: { id: string }[]) => found.map((row) => row.id).join('');
const name = (row: { name: string }) => row.name;

test.each([
  ['', 'abc'],
  ['s', 'ac'],
  ['north sales', 'a'],
  ['服', 'b'],
  ['none', ''],
])('"%s" finds "%s"', (text, found) => expect(ids(matching(rows, text, name))).toBe(found));

test('numbers are ordered as numbers, and only by columns that can be', () => {
  const columns = [{ key: 'size', sort: (row: { size: number }) => row.size }, { key: 'name' }];
  expect(ids(ordered(rows, columns, { key: 'size', down: false }))).toBe('bca');
  expect(ids(ordered(rows, columns, { key: 'size', down: true }))).toBe('acb');
  expect(ids(ordered(rows, columns, { key: 'name', down: true }))).toBe('abc');
  expect(ids(ordered(rows, columns, null))).toBe('abc');
});
