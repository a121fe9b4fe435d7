// Which texts are read as whole numbers, and as which.
import { expect, test } from 'vitest';
import { wholeNumbers } from './whole-numbers.ts';

test('an international number is only itself', () => {
  expect(wholeNumbers('+86 138-0013 8000')).toEqual(['+8613800138000']);
});

test('a national one may be of any country we know, without its trunk prefix', () => {
  expect(wholeNumbers('020 7946 0001')).toContain('+442079460001');
  expect(wholeNumbers('13800138000')).toEqual(expect.arrayContaining(['13800138000', '+13800138000', '+8613800138000']));
});

test.each(['', 'Wang', '4001', '138 00', '1380013800013800', '+86 138x0013'])('%j is no whole number', (text) => {
  expect(wholeNumbers(text)).toEqual([]);
});
