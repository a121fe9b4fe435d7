// The words of chats are the same in both languages, all of them are said somewhere, and nothing is said that they lack.
import { expect, test } from 'vitest';
import { chat as english } from './en-chat.ts';
import { chat as chinese } from './zh-CN-chat.ts';

const keysOf = (tree: object, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]): string[] =>
    typeof value === 'string' ? [(prefix + key).replace(/_(one|other)$/, '')] : keysOf(value as object, `${prefix}${key}.`),
  );
const sources = Object.values(
  import.meta.glob<string>(['./*.{ts,tsx}', '!./*.test.*', '!./{en,zh-CN}-chat.ts'], { query: '?raw', import: 'default', eager: true }),
).join('\n');
const said = [...sources.matchAll(/say\(\s*['`]([^'`]+)['`]/g)].map(([, key]) => key ?? '');

test('the same in both languages', () => {
  expect([...new Set(keysOf(chinese))].toSorted()).toEqual([...new Set(keysOf(english))].toSorted());
});

test('what is said is there, and what is there is said', () => {
  const keys = new Set(keysOf(english));
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter((key) => !key.includes('${') && !keys.has(key))).toEqual([]);
  const patterns = said.map((key) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w-]+')}$`));
  // A choice between two keys is written out: both are in the source.
  expect([...keys].filter((key) => !patterns.some((pattern) => pattern.test(key)) && !sources.includes(`'${key}'`))).toEqual([]);
});
