// What is loaded with the first page holds every text that the page to sign in and an agent's desk ask for.
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { first } from './en-first.ts';
import { first as firstChinese } from './zh-CN-first.ts';

const sources = import.meta.glob<string>(
  [
    '../../{desktop,ui,api,live}/**/*.{ts,tsx}',
    '../{shell,login,embed}/**/*.{ts,tsx}',
    '../*.{ts,tsx}',
    '!../../**/*.test.*',
    // Names of events; its sentences are walked one by one beside it.
    '!../../desktop/interaction/sentence.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
);

test('both languages leave the same areas to the other pages', () => {
  expect(Object.keys(firstChinese).toSorted()).toEqual(Object.keys(first).toSorted());
});

test('no page of a desk asks for a text that is loaded later', () => {
  const later = new Set(Object.keys(en).filter((area) => !(area in first)));
  const asked = Object.entries(sources).flatMap(([file, source]) =>
    [...source.matchAll(/(['"`])([a-z][\w-]*)\.[\w$-]/g)].filter(([, , area]) => later.has(area!)).map(([, , area]) => `${file}: ${area}`),
  );
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(later.size).toBeGreaterThan(10);
  expect(asked).toEqual([]);
});
