// Leaves are offered, not groups; found by name, group and pinyin; what was chosen lately comes first.
import { expect, test } from 'vitest';
import type { Disposition } from '../../api/dispositions.ts';
import { nameOf, namesOf, offeredFor } from './choosing.ts';

const item = (key: string, parent: string | null, en: string, zh: string): Disposition => ({
  key,
  parent,
  name: { en, 'zh-CN': zh },
  resolved: null,
  next: null,
});
const items = [
  item('delivery', null, 'Delivery', '配送'),
  item('late', 'delivery', 'Too late', '延误'),
  item('broken', 'delivery', 'Arrived broken', '破损'),
  item('other', null, 'Other', '其他'),
];
const path = (key: string): Disposition['name'][] => {
  const found = items.find((each) => each.key === key)!;
  return [...(found.parent === null ? [] : path(found.parent)), found.name];
};
const names = namesOf({ items, names: items.map(({ key }) => ({ key, path: path(key) })) }, 'zh-CN');
const SYLLABLES: Record<string, string> = { 延: 'yan', 误: 'wu', 破: 'po', 损: 'sun', 配: 'pei', 送: 'song', 其: 'qi', 他: 'ta' };
const readings = (text: string): string[][] => [...text].map((each) => [SYLLABLES[each] ?? '']);
const keys = (typed: string, recent: string[] = []) => offeredFor(typed, { items, names, recent, readings }).map((each) => each.item.key);

test('the order of the tree, and what was chosen lately first', () => {
  expect(keys('')).toEqual(['late', 'broken', 'other']);
  expect(keys('', ['other', 'gone', 'broken'])).toEqual(['other', 'broken', 'late']);
});

test('by name, group, key and initials', () => {
  expect(keys('破')).toEqual(['broken']);
  expect(keys('yw')).toEqual(['late']);
  expect(keys('peisong')).toEqual(['late', 'broken']);
  expect(keys('oth')).toEqual(['other']);
  expect(keys('xyz')).toEqual([]);
});

test('a key reads as its name under its groups; one nobody named stays', () => {
  expect(nameOf('late', names)).toBe('配送 › 延误');
  expect(nameOf('of-old', names)).toBe('of-old');
});
