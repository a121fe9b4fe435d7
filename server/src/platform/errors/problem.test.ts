// The catalogue is complete in both languages, and problems never tell what they should not.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS, isErrorCode } from './catalogue.ts';
import type { ErrorEntry } from './catalogue/entry.ts';
import { errorsGuide } from './guide.ts';
import { acceptedLanguage } from './language.ts';
import { fill, toProblem } from './problem.ts';
import { AppError } from './types.ts';

const entries = Object.entries<ErrorEntry>(ERRORS);

describe('catalogue', () => {
  it.each(entries)('%s has a status and words in both languages with the same placeholders', (_code, { status, title, detail }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title.en).toMatch(/^[A-Z]/);
    expect(title['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    const holes = (text: string | undefined) => [...(text ?? '').matchAll(/\{\w+\}/g)].map(String).toSorted();
    expect(holes(detail?.en)).toEqual(holes(detail?.['zh-CN']));
  });

  it('holds every code that server code throws or refuses with', () => {
    const root = new URL('../../', import.meta.url);
    const missing = new Set<string>();
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const text = readFileSync(new URL(file.replaceAll('\\', '/'), root), 'utf8');
      for (const [, code] of text.matchAll(/(?:new AppError|(?<![\w.])no)\(\s*'([a-z0-9.-]+)'/g)) {
        if (!isErrorCode(code!)) missing.add(`${code} (${file})`);
      }
    }
    expect([...missing]).toEqual([]);
  });

  it('is what docs/guides/errors.md says', () => {
    const squeeze = (text: string) =>
      text
        .replace(/-{3,}/g, '---')
        .replace(/[ \t]+/g, ' ')
        .trim();
    const guide = readFileSync(new URL('../../../../docs/guides/errors.md', import.meta.url), 'utf8');
    expect(squeeze(guide)).toBe(squeeze(errorsGuide()));
  });
});

describe('toProblem', () => {
  it('words a known error in the language asked for', () => {
    const error = new AppError('user.not-found', { id: 'usr_1' });
    expect(toProblem(error, 'en').problem).toEqual({
      type: '/docs/errors#user.not-found',
      title: 'User not found',
      status: 404,
      code: 'user.not-found',
      detail: 'There is no user usr_1.',
    });
    expect(toProblem(error, 'zh-CN').problem.detail).toBe('没有用户 usr_1。');
  });

  it('hides what was not expected behind a reference', () => {
    const { problem, reference } = toProblem(new Error('password=hunter2'), 'en');
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(reference).toMatch(/^[0-9a-f]{12}$/);
    expect(problem.detail).toContain(reference);
    expect(toProblem(new AppError('never.listed'), 'en').problem.status).toBe(500);
    expect(toProblem('a string', 'en').problem.status).toBe(500);
  });

  it('says a reason in the language of the sentence it stands in', () => {
    const error = new AppError('hours.unreadable', {
      fault: 'zone',
      reason: { en: 'Mars is no time zone', 'zh-CN': 'Mars 不是有效的时区' },
    });
    expect(toProblem(error, 'en').problem.detail).toBe('Mars is no time zone.');
    expect(toProblem(error, 'zh-CN').problem.detail).toBe('Mars 不是有效的时区。');
  });

  it('leaves a sentence out rather than showing a hole', () => {
    expect(fill('There is {a} and {b}.', { a: 1 })).toBeNull();
    expect(toProblem(new AppError('user.not-found'), 'en').problem.detail).toBeUndefined();
  });
});

describe('acceptedLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,zh;q=0.9', 'en'],
    ['fr, zh-TW;q=0.4, en;q=0.3', 'zh-CN'],
    ['de', 'en'],
    ['zh;q=0', 'en'],
    ['en;q=0.2, zh-Hans-CN;q=0.7', 'zh-CN'],
    ['x'.repeat(10_000), 'en'],
  ] as const)('%s -> %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });
});
