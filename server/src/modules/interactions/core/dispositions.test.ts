// The tree of dispositions: only whole trees are taken, only leaves can be chosen, and every key has a name under its groups.
import { describe, expect, test } from 'vitest';
import type { Disposition } from '@tandem/contract/api/dispositions.ts';
import { checkTree, DEFAULT_DISPOSITIONS, mayChoose, pathsOf } from './dispositions.ts';

const item = (key: string, parent: string | null = null, name = key): Disposition => ({
  key,
  parent,
  name: { en: name },
  resolved: null,
  next: null,
});

describe('a tree of dispositions', () => {
  test('what every tenant begins with is whole, in both languages', () => {
    expect(checkTree(DEFAULT_DISPOSITIONS)).toMatchObject({ ok: true });
    expect(DEFAULT_DISPOSITIONS.every(({ name }) => Boolean(name.en) && Boolean(name['zh-CN']))).toBe(true);
  });

  test.each([
    ['twice', [item('a'), item('a')]],
    ['parent', [item('b', 'a'), item('a')]],
    ['parent', [item('a', 'a')]],
    ['depth', [item('a'), item('b', 'a'), item('c', 'b'), item('d', 'c'), item('e', 'd')]],
    ['name', [item('a', null, '  ')]],
    ['name', [item('a', null, 'x'.repeat(81))]],
  ])('is refused for its fault: %s', (reason, items) => {
    expect(checkTree(items)).toMatchObject({ ok: false, refusal: { code: 'disposition.bad-tree', detail: { reason } } });
  });

  test('groups hold, leaves are chosen', () => {
    const tree = [item('delivery'), item('late', 'delivery'), item('other')];
    expect(checkTree(tree)).toMatchObject({ ok: true });
    expect(['delivery', 'late', 'other', 'gone'].filter((key) => mayChoose(tree, key))).toEqual(['late', 'other']);
    expect(pathsOf(tree).get('late')).toEqual([{ en: 'delivery' }, { en: 'late' }]);
  });
});
