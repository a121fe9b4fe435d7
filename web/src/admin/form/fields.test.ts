// What a form sends, and where it shows what came back.
import { expect, test } from 'vitest';
import { ApiError } from '../../api/problem.ts';
import { changedFields, faultsOf, keyFrom, textOf } from './fields.ts';

test('only what was changed is sent', () => {
  const before = { name: { en: 'Sales' }, wait: null as number | null, members: ['a'] };
  expect(changedFields(before, { ...before, members: ['a'] })).toEqual({});
  expect(changedFields(before, { name: { en: 'Selling' }, wait: 0, members: ['a'] })).toEqual({ name: { en: 'Selling' }, wait: 0 });
});

test('complaints go to their fields, others are told beside', () => {
  const errors = [
    { path: 'body/serviceLevel/target', message: 'must be at most 1' },
    { path: 'body', message: 'lacks key' },
  ];
  const refused = new ApiError(400, { title: 'Invalid', status: 400, code: 'request.invalid', errors }, null);
  expect(faultsOf(refused, ['serviceLevel', 'name'], {})).toEqual({
    fields: [{ path: 'serviceLevel/target', message: 'must be at most 1' }],
    rest: ['lacks key'],
    word: true,
  });
  const taken = new ApiError(409, { title: 'Taken', status: 409, code: 'queue.exists', detail: 'There is one.' }, null);
  expect(faultsOf(taken, ['key'], { 'queue.exists': 'key' }).fields).toEqual([{ path: 'key', message: 'There is one.' }]);
  expect(faultsOf(new Error('boom'), ['key'], {})).toEqual({ fields: [], rest: [], word: false });
});

test.each([
  ['VIP Support 2', 'vip-support-2'],
  ['  Crédit & Risk! ', 'credit-risk'],
  ['客服', ''],
])('the key of %s is %s', (name, key) => expect(keyFrom(name)).toBe(key));

test('an empty name in one language is left out', () => {
  expect(textOf({ 'zh-CN': ' ', en: ' Sales ' })).toEqual({ en: 'Sales' });
});
