// The words of these settings are the same in both languages, all of them are said, and nothing is said that they lack.
import { expect, test } from 'vitest';
import { chatSites as english } from './en-chat-sites.ts';
import { chatSites as chinese } from './zh-CN-chat-sites.ts';

const sources = Object.values(import.meta.glob<string>('./*.tsx', { query: '?raw', import: 'default', eager: true })).join('\n');
const said = new Set([...sources.matchAll(/say\(\s*'([^']+)'/g)].map(([, key]) => key));

test('the same in both languages, and all of it is said', () => {
  expect(Object.keys(chinese)).toEqual(Object.keys(english));
  expect(new Set(Object.keys(english))).toEqual(said);
});
