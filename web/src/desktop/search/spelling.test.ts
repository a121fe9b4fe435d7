// A colleague is found however his name is typed: characters, pinyin, initials, a mixture; and not by what is not in it.
import { pinyin } from 'pinyin-pro';
import { expect, test } from 'vitest';
import { readingsBy } from './readings.ts';
import { means } from './spelling.ts';

const readings = readingsBy(pinyin);

test.each([
  ['张', '张伟'],
  ['zhangwei', '张伟'],
  ['zhang wei', '张伟'],
  ['zw', '张伟'],
  ['ZhW', '张伟'],
  ['zhangw', '张伟'],
  ['wei', '张伟'],
  ['kh', '客户支持'],
  ['kehuzc', '客户支持'],
  ['zhichi', '客户支持'],
  ['ln', 'Li Na'],
  ['na', 'Li Na'],
  ['shanx', '单鑫'],
  ['danx', '单鑫'],
  ['cs', '张伟 CS'],
  ['', '张伟'],
])('%s means %s', (typed, text) => expect(means(typed, text, readings)).toBe(true));

test.each([
  ['hang', '张伟'],
  ['wz', '张伟'],
  ['zhangx', '张伟'],
  ['li', '张伟'],
  ['4', '张伟'],
])('%s does not mean %s', (typed, text) => expect(means(typed, text, readings)).toBe(false));

test('before the readings are there, what is written is found', () => {
  expect(means('张', '张伟', null)).toBe(true);
  expect(means('zw', '张伟', null)).toBe(false);
  expect(means('ln', 'Li Na', null)).toBe(true);
});
