// What people read: durations, addresses, tenant texts.
import { expect, test } from 'vitest';
import { addressText, clockText, isoDuration, shortTime, tenantText } from './format.ts';

test.each([
  [0, '00:00'],
  [-5_000, '00:00'],
  [75_999, '01:15'],
  [3_675_000, '1:01:15'],
  [360_000_000, '100:00:00'],
])('%i ms reads %s', (ms, text) => expect(clockText(ms)).toBe(text));

test('machines read durations as ISO 8601', () => expect(isoDuration(3_675_000)).toBe('PT1H1M15S'));

test.each([
  ['+8613800138000', '+86 138 0013 8000'],
  ['+862165430021', '+86 21 6543 0021'],
  ['+8675588889999', '+86 755 8888 9999'],
  ['+12025550123', '+1 202 555 0123'],
  ['+4930901820', '+4930901820'],
  ['CN:95555', '95555'],
  ['ext:4001', '4001'],
  ['sipp', 'sipp'],
  ['a:b', 'a:b'],
])('%s reads %s', (key, text) => expect(addressText(key)).toBe(text));

test('a tenant text falls back to the language it has', () => {
  expect(tenantText({ en: 'Support' }, 'zh-CN')).toBe('Support');
  expect(tenantText({ 'zh-CN': '支持', en: 'Support' }, 'zh-CN')).toBe('支持');
});

test('a time of today needs no date', () => {
  const noon = new Date(2026, 5, 1, 12, 0, 0).getTime();
  expect(shortTime(noon, noon + 1_000, 'en')).toBe('12:00:00');
  expect(shortTime(noon, noon + 86_400_000, 'en')).toMatch(/Jun 1.*12:00/);
  expect(shortTime(noon, noon + 366 * 86_400_000, 'en')).toMatch(/2026/);
});
