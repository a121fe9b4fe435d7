// Figures of the health page as people read them.
import { expect, it } from 'vitest';
import { ageText, bytesText, valuesText } from './figures.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [237_740_032, '238 MB'],
  [72_883_195_904, '72.9 GB'],
  [2_500_000_000_000_000, '2,500 TB'],
])('%i bytes are %s', (bytes, text) => expect(bytesText(bytes, 'en')).toBe(text));

const days = (count: number): string => `${count} days`;

it('tells ages in days, or to the second', () => {
  expect([ageText(3 * 86_400_000 + 5, days), ageText(75_000, days)]).toEqual(['3 days', '01:15']);
});

it('reads each value by its name', () => {
  const values = { port: 15060, pid: 12345, lagEvents: 12345, rssBytes: 5e6, uptimeMs: 60_000, why: null, names: '', healthy: true };
  expect(valuesText(values, 'en', days)).toEqual({
    port: '15060',
    pid: '12345',
    lagEvents: '12,345',
    rssBytes: '5 MB',
    uptimeMs: '01:00',
    why: '–',
    names: '–',
    healthy: 'true',
  });
});
