// Texts reach the synthesisers clean, and written out where they read wrongly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepare } from './prepare.ts';

describe('preparing English', () => {
  it.each([
    ['  Hello,\n  world! ', 'Hello, world!'],
    ['On 2026-11-22 at 15:05.', 'On November 22nd, 2026 at 3:05pm.'],
    ['From 09:00 to 0:30', 'From 9 am to 12:30am'],
    ['At 3:05 pm', 'At 3:05 pm'],
    ['On 2026-13-01', 'On 2 0 2 6 1 3 0 1'],
    ['It is ¥12.50 or €3', 'It is 12.50 yuan or 3 euros'],
    ['Call +1 415 555 0123', 'Call 1 4 1 5 5 5 5 0 1 2 3'],
    ['Order TD-2026 and A7', 'Order T D 2 0 2 6 and ay 7'],
    ['Write to me@example.com & wait', 'Write to me at example.com and wait'],
    ['Gate #4', 'Gate number 4'],
    ['10,000 people in 2026', '10,000 people in 2026'],
    ['[[h@loU]] <b>x</b> 😀 \u0000\u202e', 'h at loU b x /b'],
  ])('%j', (text, spoken) => expect(prepare(text, 'en')).toBe(spoken));
});

describe('preparing Mandarin', () => {
  it.each([
    ['２０２６年１１月', '二零二六年11月'],
    ['2026-11-02 送达', '二零二六年11月2日 送达'],
    ['15:05 或 9:00', '15点零5分 或 9点'],
    ['涨了25%，现价¥12.34', '涨了百分之25,现价12点三四元'],
    ['-5°C', '负5摄氏度'],
    ['订单TD2026已发货', '订单TD二零二六已发货'],
    ['电话13811110000', '电话一三八一一一一零零零零'],
    ['共200元', '共200元'],
    ['张三&李四', '张三和李四'],
  ])('%j', (text, spoken) => expect(prepare(text, 'zh-CN')).toBe(spoken));
});

describe('preparing', () => {
  it('leaves nothing that markup, phonemes or a terminal are made of, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })),
        fc.constantFrom('en', 'zh-CN'),
        (text, language) => {
          const spoken = prepare(text, language);
          expect(spoken).not.toMatch(/[\p{Cc}\p{Cs}<>[\]{}|\\]/u);
          expect(spoken).toBe(spoken.trim());
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each(['', '   ', '…', '😀', '<>', '.,;'])('%j holds nothing to say', (text) => {
    expect([prepare(text, 'en'), prepare(text, 'zh-CN')]).toEqual(['', '']);
  });

  it('takes no longer than the text is long, also for texts made to be slow', () => {
    for (const part of ['1 ', '1-', 'A1-', '-', '0:', '1,', '12:34']) {
      const begun = performance.now();
      prepare(part.repeat(500 / part.length), 'en');
      prepare(part.repeat(500 / part.length), 'zh-CN');
      expect(performance.now() - begun).toBeLessThan(200);
    }
  });
});
