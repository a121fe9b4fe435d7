// Numbers are read as a person reads them, in both languages, and every reading means its number.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptExists, promptText } from '../../../../../../tests/kit/prompts.ts';
import { spokenNumber, spokenOrdinal } from './numbers.ts';

const DIGITS = '零一二三四五六七八九';
const WORDS: Record<string, number> = { oh: 0 };
'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
  .split(' ')
  .forEach((word, value) => (WORDS[word] = value));
'_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').forEach((word, value) => (WORDS[word] = value * 10));

function read(value: number | string, language: 'en' | 'zh-CN'): string | null {
  const names = spokenNumber(value, language);
  return names && names.map((name) => promptText(name, language) ?? `<${name}>`).join(language === 'en' ? ' ' : '');
}

/** What a Mandarin number means, read by the rules of writing and not by ours. */
function mandarinMeaning(text: string): number {
  for (const [unit, size] of [
    ['亿', 1e8],
    ['万', 1e4],
    ['千', 1e3],
    ['百', 100],
    ['十', 10],
  ] as const) {
    const at = text.lastIndexOf(unit);
    if (at < 0) continue;
    return (at === 0 ? 1 : mandarinMeaning(text.slice(0, at))) * size + (at === text.length - 1 ? 0 : mandarinMeaning(text.slice(at + 1)));
  }
  const digits = text.replace(/^零(?=.)/, '').replace('两', '二');
  return DIGITS.indexOf(digits);
}

function englishMeaning(text: string): number {
  let total = 0;
  let group = 0;
  for (const word of text.split(/[ -]/)) {
    const size = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }[word];
    if (size !== undefined) [total, group] = [total + group * size, 0];
    else if (word === 'hundred') group *= 100;
    else group += WORDS[word] ?? Number.NaN;
  }
  return total + group;
}

/** All sizes alike often, and with many empty places. */
const numbers = fc.oneof(
  fc.integer({ min: 0, max: 120_000 }),
  fc.integer({ min: 0, max: 12 }).chain((size) => fc.integer({ min: 0, max: 10 ** size })),
  fc.array(fc.constantFrom(0, 0, 0, 1, 2, 9), { minLength: 1, maxLength: 12 }).map((digits) => Number(digits.join(''))),
);

describe('spoken numbers', () => {
  it.each([
    [0, '零', 'zero'],
    [2, '二', 'two'],
    [10, '十', 'ten'],
    [12, '十二', 'twelve'],
    [22, '二十二', 'twenty-two'],
    [100, '一百', 'one hundred'],
    [101, '一百零一', 'one hundred one'],
    [110, '一百一十', 'one hundred ten'],
    [112, '一百一十二', 'one hundred twelve'],
    [200, '两百', 'two hundred'],
    [222, '两百二十二', 'two hundred twenty-two'],
    [1_000, '一千', 'one thousand'],
    [1_002, '一千零二', 'one thousand two'],
    [1_010, '一千零一十', 'one thousand ten'],
    [2_012, '两千零一十二', 'two thousand twelve'],
    [2_200, '两千两百', 'two thousand two hundred'],
    [10_000, '一万', 'ten thousand'],
    [10_012, '一万零一十二', 'ten thousand twelve'],
    [12_000, '一万两千', 'twelve thousand'],
    [20_002, '两万零二', 'twenty thousand two'],
    [22_222, '两万两千两百二十二', 'twenty-two thousand two hundred twenty-two'],
    [120_000, '十二万', 'one hundred twenty thousand'],
    [200_000, '二十万', 'two hundred thousand'],
    [1_020_300, '一百零二万零三百', 'one million twenty thousand three hundred'],
    [100_000_000, '一亿', 'one hundred million'],
    [100_000_001, '一亿零一', 'one hundred million one'],
    [100_120_000, '一亿零一十二万', 'one hundred million one hundred twenty thousand'],
    [200_020_000, '两亿零两万', 'two hundred million twenty thousand'],
    [1_200_000_000, '十二亿', 'one billion two hundred million'],
    [1_000_000_000_000, '一万亿', 'one trillion'],
    ['-12.50', '负十二点五零', 'minus twelve point five zero'],
    ['0.05', '零点零五', 'zero point zero five'],
    ['1,234,567', '一百二十三万四千五百六十七', 'one million two hundred thirty-four thousand five hundred sixty-seven'],
    ['007', '七', 'seven'],
    [-3, '负三', 'minus three'],
    ['-0', '零', 'zero'],
  ])('%s', (value, zh, en) => {
    expect(read(value, 'zh-CN')).toBe(zh);
    expect(read(value, 'en')).toBe(en);
  });

  it.each([
    '',
    'abc',
    '1e3',
    '1,23',
    '12.',
    '.5',
    '1000000000001',
    '1000000000000.5',
    '0.1234567890',
    Number.NaN,
    Infinity,
    1e21,
    '１２',
    '１.5',
  ])('%s cannot be read', (value) => {
    expect(spokenNumber(value, 'zh-CN')).toBeNull();
    expect(spokenNumber(value, 'en')).toBeNull();
  });

  it('mean their number, whatever it is', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect(mandarinMeaning(read(value, 'zh-CN')!)).toBe(value);
        expect(englishMeaning(read(value, 'en')!)).toBe(value);
      }),
      { numRuns: 3_000 },
    );
  });

  it('in Mandarin have no 零 too many: never two, never last, never 二百', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        const text = read(value, 'zh-CN')!;
        if (value !== 0) expect(text).not.toMatch(/零零|零$|二[百千]|(^|[^十零])二[万亿]|^一十|零[万亿千百]/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('have a prompt for every part', () => {
    for (const language of ['zh-CN', 'en'] as const)
      fc.assert(
        fc.property(numbers, (value) => {
          for (const name of spokenNumber(-value - 0.5, language) ?? []) expect(promptExists(name, language), name).toBe(true);
        }),
        { numRuns: 500 },
      );
  });

  it('have ordinals where dates need them', () => {
    const text = (value: number, language: 'en' | 'zh-CN') => spokenOrdinal(value, language)?.map((name) => promptText(name, language));
    expect(text(22, 'en')).toEqual(['twenty-second']);
    expect(text(30, 'en')).toEqual(['thirtieth']);
    expect(text(3, 'zh-CN')).toEqual(['第', '三']);
    expect(text(212, 'zh-CN')?.join('')).toBe('第两百一十二');
    expect([spokenOrdinal(32, 'en'), spokenOrdinal(0, 'zh-CN'), spokenOrdinal('1.5', 'zh-CN')]).toEqual([null, null, null]);
  });
});
