// Both languages say everything, and a page gets the one it asks for.
import { expect, test } from 'vitest';
import { inLanguage, languageOf, TEXTS } from './texts.ts';

test('the same texts in both languages, none of them the same words', () => {
  expect(Object.keys(TEXTS['zh-CN'])).toEqual(Object.keys(TEXTS.en));
  for (const [name, text] of Object.entries(TEXTS.en)) {
    const other = TEXTS['zh-CN'][name as keyof typeof TEXTS.en];
    const said = (of: unknown) => (typeof of === 'function' ? String((of as (value: number) => string)(3)) : of);
    expect(said(other)).toMatch(/\p{Script=Han}/u);
    expect(said(text)).not.toMatch(/\p{Script=Han}/u);
  }
});

test.each([
  [['zh'], 'zh-CN'],
  [['zh-TW', 'en'], 'zh-CN'],
  [[null, '', 'zh_CN'], 'zh-CN'],
  [['en-GB', 'zh'], 'en'],
  [['de'], 'en'],
  [[undefined], 'en'],
])('%j -> %s', (wishes, language) => expect(languageOf(...wishes)).toBe(language));

test('a text in one language alone is shown in both', () => {
  expect(inLanguage({ en: 'Hello', 'zh-CN': '您好' }, 'zh-CN')).toBe('您好');
  expect(inLanguage({ en: 'Hello' }, 'zh-CN')).toBe('Hello');
});
