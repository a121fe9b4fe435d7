// The two catalogues say the same things, the code asks for nothing they lack, and they hold nothing the code does not ask for.
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

function flatten(tree: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value as object, `${prefix}${key}.`)],
    ),
  );
}

const english = flatten(en);
const chinese = flatten(zhCN);
const bare = (key: string) => key.replace(/_(one|other)$/, '');
const bareKeys = (texts: Map<string, string>) => new Set([...texts.keys()].map(bare));

const sources = import.meta.glob<string>(['../../**/*.{ts,tsx}', '!../../**/*.test.*', '!./en.ts', '!./zh-CN.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * What the code may ask for: every quoted word that looks like a key, and every template with its holes open. Event sentences are built
 * as `events.` + type, so their area counts as asked for here; sentence.test.ts walks them one by one.
 */
const asked = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/(['"`])([a-z][\w-]*(?:\.(?:[\w-]|\$\{[^}]*\})+)+)\1/g)].map(
    (match) => new RegExp(`^${match[2]!.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
  ),
);
const words = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/word\('([\w.-]+)'/g)].map((match) => new RegExp(`^${match[1]!.replace('.', '\\.')}\\.[\\w-]+$`)),
);

test('both languages have the same keys', () => {
  expect([...bareKeys(chinese)].toSorted()).toEqual([...bareKeys(english)].toSorted());
});

test('counted texts have the forms their language needs', () => {
  const lacking = (texts: Map<string, string>, language: string) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = new Set([...texts.keys()].filter((key) => key !== bare(key)).map(bare));
    return [...counted].flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !texts.has(key));
  };
  expect(lacking(english, 'en')).toEqual([]);
  expect(lacking(chinese, 'zh-CN')).toEqual([]);
});

test('no text is empty, and each has the same parts in both languages', () => {
  const parts = (text: string) =>
    [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!))].toSorted((a, b) => a.localeCompare(b)).join();
  const other = (key: string) => chinese.get(key) ?? chinese.get(`${bare(key)}_other`) ?? '';
  expect([...english].filter(([key, text]) => text.trim() === '' || other(key).trim() === '').map(([key]) => key)).toEqual([]);
  expect([...english].filter(([key, text]) => parts(text) !== parts(other(key))).map(([key]) => key)).toEqual([]);
});

test('every key the code names is there', () => {
  const areas = new Set(Object.keys(en));
  const missing = Object.entries(sources).flatMap(([file, source]) =>
    [...source.matchAll(/\bt\(\s*'([^']+)'/g), ...source.matchAll(/\bkey: '([a-z-]+\.[\w.-]+)'/g)].flatMap(([, key]) =>
      areas.has(key!.split('.')[0]!) && bareKeys(english).has(key!) ? [] : [`${file}: ${key}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('every key is asked for by the code', () => {
  const unused = [...bareKeys(english)].filter(
    (key) => !key.startsWith('events.') && ![...asked, ...words].some((pattern) => pattern.test(key)),
  );
  expect(unused).toEqual([]);
});

test('a space stands between Chinese and Latin', () => {
  const touching = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u;
  expect([...chinese].filter(([, text]) => touching.test(text.replaceAll(/\{\{\w+\}\}/g, ''))).map(([key]) => key)).toEqual([]);
});
