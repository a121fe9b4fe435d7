// A limit is typed in words of the room and kept in those of the measure, there and back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitToType, measureText, typedLimit, valueNow } from './measure-text.ts';

test('values by their unit and language', () => {
  expect(measureText('ms', 75_000, 'en')).toBe('01:15');
  expect(measureText('share', 0.825, 'en')).toBe('82.5%');
  expect(measureText('contacts', 1_234, 'zh-CN')).toBe('1,234');
  expect([null, undefined].map((value) => measureText('agents', value, 'en'))).toEqual(['–', '–']);
});

test('only the waits of those who stand in the line grow', () => {
  expect(valueNow('longestWaitNowMs', 5_000, 700)).toBe(5_700);
  expect(valueNow('longestWaitNowMs', 0, 700)).toBe(0);
  expect(valueNow('asaTodayMs', 5_000, 700)).toBe(5_000);
});

test.each([
  ['ms', '90', 90_000],
  ['ms', '1,5', 1_500],
  ['share', '80', 0.8],
  ['share', '101', undefined],
  ['contacts', ' 3 ', 3],
  ['contacts', '', null],
  ['contacts', '-1', undefined],
  ['agents', 'three', undefined],
] as const)('%s %s is %s', (unit, text, limit) => expect(typedLimit(unit, text)).toBe(limit));

test('what was kept is typed as it was', () => {
  fc.assert(
    fc.property(fc.constantFrom('ms', 'share', 'contacts', 'agents'), fc.integer({ min: 0, max: 10_000 }), (unit, n) => {
      const limit = unit === 'share' ? n / 10_000 : n;
      expect(typedLimit(unit, limitToType(unit, limit))).toBe(limit);
    }),
  );
});
