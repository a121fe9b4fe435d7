// What differs between two states of an object, as people are told it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, isSame } from './differences.ts';

const queue = {
  name: { en: 'Support', 'zh-CN': '支持' },
  members: ['a', 'b'],
  serviceLevel: { thresholdMs: 20_000, target: 0.8 },
  music: null,
};

describe('what differs', () => {
  it('is told by field, down to the one that was changed', () => {
    const after = { ...queue, name: { en: 'Help', 'zh-CN': '支持' }, serviceLevel: { thresholdMs: 20_000, target: 0.9 }, music: 'rain' };
    expect(differences(queue, after)).toEqual([
      { path: ['name', 'en'], before: 'Support', after: 'Help' },
      { path: ['serviceLevel', 'target'], before: 0.8, after: 0.9 },
      { path: ['music'], before: null, after: 'rain' },
    ]);
  });

  it('of a list is what came and what went, alike things counted', () => {
    expect(differences(queue, { ...queue, members: ['b', 'c'] })).toEqual([{ path: ['members'], removed: ['a'], added: ['c'] }]);
    expect(differences({ week: [1, 1, 2] }, { week: [1, 2] })).toEqual([{ path: ['week'], removed: [1], added: [] }]);
    expect(differences({ rules: [1, 2] }, { rules: [2, 1] })).toEqual([{ path: ['rules'], before: [1, 2], after: [2, 1] }]);
  });

  it('of a list of things with keys is by their keys', () => {
    const before = {
      skills: [
        { skill: 'zh', level: 50 },
        { skill: 'en', level: 10 },
      ],
    };
    const after = {
      skills: [
        { skill: 'de', level: 5 },
        { skill: 'zh', level: 60 },
      ],
    };
    expect(differences(before, after)).toEqual([
      { path: ['skills', 'zh', 'level'], before: 50, after: 60 },
      { path: ['skills', 'en'], before: { skill: 'en', level: 10 } },
      { path: ['skills', 'de'], after: { skill: 'de', level: 5 } },
    ]);
    // Two ranges of the same queue are no keys.
    const twice = [
      { queue: 'a', afterMs: 1 },
      { queue: 'a', afterMs: 2 },
    ];
    expect(differences({ overflow: twice }, { overflow: twice.slice(1) })).toEqual([
      { path: ['overflow'], removed: [twice[0]], added: [] },
    ]);
  });

  it('of what was made or removed is all that it had', () => {
    expect(differences(null, queue).map(({ path, ...side }) => [path, Object.keys(side)])).toEqual([
      [['name'], ['after']],
      [['members'], ['after']],
      [['serviceLevel'], ['after']],
    ]);
    expect(differences({ level: 0, on: false }, null)).toEqual([
      { path: ['level'], before: 0 },
      { path: ['on'], before: false },
    ]);
    expect(differences(null, null)).toEqual([]);
  });

  it('is not what the program began or ceased to keep', () => {
    expect(differences({ a: 1, gone: 1 }, { a: 1, come: 2 })).toEqual([]);
  });
});

const state = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }), { minKeys: 3, maxKeys: 3 });

it('nothing differs from itself, and what differs is told', () => {
  fc.assert(
    fc.property(state, state, (one, other) => {
      expect(differences(one, structuredClone(one))).toEqual([]);
      expect(differences(one, other).length > 0).toBe(!isSame(one, other));
    }),
  );
});
