// Editing the list: groups move and go with what is below them, keys follow names until they are saved, faults are named.
import { expect, test } from 'vitest';
import type { Disposition } from '../../api/dispositions.ts';
import { added, changed, draftOf, faultOf, levelOf, moved, removed, treeOf } from './draft.ts';

const item = (key: string, parent: string | null = null): Disposition => ({ key, parent, name: { en: key }, resolved: null, next: null });
const list = draftOf([item('a'), item('a1', 'a'), item('a2', 'a'), item('b'), item('b1', 'b'), item('c')]);
const ids = (entries: readonly { id: string }[]): string => entries.map(({ id }) => id).join(' ');

test('what is read goes back as it was', () => {
  expect(draftOf(treeOf(list))).toEqual(list);
});

test('a group moves with what it holds, and only among its own', () => {
  expect(ids(moved(list, 'a', 1))).toBe('b b1 a a1 a2 c');
  expect(ids(moved(list, 'c', -1))).toBe('a a1 a2 c b b1');
  expect(ids(moved(list, 'a2', -1))).toBe('a a2 a1 b b1 c');
  expect(ids(moved(list, 'a1', -1))).toBe(ids(list));
  expect(ids(moved(list, 'a2', 1))).toBe(ids(list));
  expect(ids(removed(list, 'a'))).toBe('b b1 c');
});

test('a new entry stands at the end of its group; its key follows its name until it is saved', () => {
  const more = added(list, 'a', 'x');
  expect(ids(more)).toBe('a a1 a2 x b b1 c');
  const named = changed(more, 'x', { name: { en: 'Too Late!' } });
  expect(named.find(({ id }) => id === 'x')).toMatchObject({ key: 'too-late', parent: 'a' });
  expect(changed(named, 'x', { name: { en: 'B' } }).find(({ id }) => id === 'x')!.key).toBe('b-2');
  expect(changed(more, 'x', { name: { 'zh-CN': '延误' } }).find(({ id }) => id === 'x')!.key).toBe('item-2');
  const own = changed(changed(named, 'x', { key: 'delay' }), 'x', { name: { en: 'Late' } });
  expect(own.find(({ id }) => id === 'x')!.key).toBe('delay');
  expect(treeOf(own).find(({ key }) => key === 'delay')).toMatchObject({ parent: 'a' });
  expect(changed(list, 'a', { name: { en: 'Other' } })[0]!.key).toBe('a');
});

test('faults are named: no words, a key twice, too deep', () => {
  const more = added(list, null, 'x');
  expect(faultOf(more, more.at(-1)!)).toBe('name');
  const twice = changed(changed(more, 'x', { name: { en: 'X' } }), 'x', { key: 'a' });
  expect(faultOf(twice, twice.at(-1)!)).toBe('key');
  const deep = draftOf([item('a'), item('b', 'a'), item('c', 'b'), item('d', 'c'), item('e', 'd')]);
  expect(deep.map((each) => faultOf(deep, each))).toEqual([null, null, null, null, 'depth']);
  expect(levelOf(deep, deep[3]!)).toBe(4);
});
