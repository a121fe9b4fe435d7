// Dates, times, durations, money, characters and plates as they are heard: the texts of their prompts, one after the other.
import { describe, expect, it } from 'vitest';
import { promptText } from '../../../../../../tests/kit/prompts.ts';
import { spokenEstimate } from './durations.ts';
import { spokenMoney } from './money.ts';
import { speakValue, type SpokenKind } from './spoken.ts';

type Case = [value: string, zh: string | null, en: string | null];

const CASES: Partial<Record<SpokenKind, Case[]>> = {
  date: [
    ['2026-11-22', '二零二六年十一月二十二日', 'Sunday November twenty-second twenty twenty-six'],
    ['2000-01-01T10:00:00Z', '二零零零年一月一日', 'Saturday January first two thousand'],
    ['2005-02-28', '二零零五年二月二十八日', 'Monday February twenty-eighth two thousand five'],
    ['2024-02-29', '二零二四年二月二十九日', 'Thursday February twenty-ninth twenty twenty-four'],
    ['1905-12-31', '一九零五年十二月三十一日', 'Sunday December thirty-first nineteen oh five'],
    ['1900-10-10', '一九零零年十月十日', 'Wednesday October tenth nineteen hundred'],
    ['2026-02-29', null, null],
    ['2026-13-01', null, null],
    ['22.11.2026', null, null],
    ['2026-11-220', null, null],
    ['0099-01-01', null, null],
  ],
  time: [
    ['15:05', '下午三点零五分', 'three oh five P M'],
    ['00:00', '凌晨零点', 'midnight'],
    ['00:07', '凌晨零点零七分', 'twelve oh seven A M'],
    ['02:30', '凌晨两点三十分', 'two thirty A M'],
    ['8:00', '早上八点', 'eight A M'],
    ['09:59:30', '上午九点五十九分', 'nine fifty-nine A M'],
    ['12:00', '中午十二点', 'noon'],
    ['12:02', '中午十二点零二分', 'twelve oh two P M'],
    ['13:00', '下午一点', 'one P M'],
    ['23:45', '晚上十一点四十五分', 'eleven forty-five P M'],
    ['24:00', null, null],
    ['12:60', null, null],
    ['noon', null, null],
  ],
  duration: [
    ['0', '零秒', 'zero seconds'],
    ['1000', '一秒', 'one second'],
    ['150000', '两分钟三十秒', 'two minutes thirty seconds'],
    ['3661000', '一小时一分钟一秒', 'one hour one minute one second'],
    ['7200000', '两小时', 'two hours'],
    ['-5', null, null],
    ['soon', null, null],
  ],
  wait: [
    ['59999', '预计等待时间不到一分钟', 'Your estimated wait is less than a minute.'],
    ['60000', '预计等待时间大约一分钟', 'Your estimated wait is about one minute'],
    ['61000', '预计等待时间大约两分钟', 'Your estimated wait is about two minutes'],
    ['180000', '预计等待时间大约三分钟', 'Your estimated wait is about three minutes'],
    ['1260000', '预计等待时间大约二十五分钟', 'Your estimated wait is about twenty-five minutes'],
    ['7300000', '预计等待时间大约两小时', 'Your estimated wait is about two hours'],
  ],
  position: [
    ['3', '您目前排在第三位', 'You are number three in line.'],
    ['12', '您目前排在第十二位', 'You are number twelve in line.'],
    ['0', null, null],
    ['1.5', null, null],
  ],
  money: [
    ['12.34 CNY', '十二元三角四分', 'twelve point three four yuan'],
    ['12.30 CNY', '十二元三角', 'twelve point three yuan'],
    ['12.05 CNY', '十二元零五分', 'twelve point zero five yuan'],
    ['CNY 2.22', '两元二角二分', 'two point two two yuan'],
    ['0.20 CNY', '两角', 'zero point two yuan'],
    ['0.25 CNY', '两角五分', 'zero point two five yuan'],
    ['0.02 CNY', '两分', 'zero point zero two yuan'],
    ['0 CNY', '零元', 'zero yuan'],
    ['-20000 CNY', '负两万元', 'minus twenty thousand yuan'],
    ['1,200.00 cny', '一千两百元', 'one thousand two hundred yuan'],
    ['1 USD', '一美元', 'one dollar'],
    ['12.34 USD', '十二美元三十四美分', 'twelve dollars and thirty-four cents'],
    ['0.01 USD', '一美分', 'one cent'],
    ['2.01 GBP', '两英镑一便士', 'two pounds and one penny'],
    ['5.50 EUR', '五欧元五十欧分', 'five euros and fifty cents'],
    ['1500 JPY', '一千五百日元', 'one thousand five hundred yen'],
    ['1.5 HKD', '一港元五角', 'one Hong Kong dollar and fifty cents'],
    ['1.5 JPY', null, null],
    ['1.005 USD', null, null],
    ['1.00 XYZ', null, null],
    ['12.34', null, null],
  ],
  digits: [
    ['12-05', '一二零五', 'one two zero five'],
    ['none', null, null],
  ],
  phone: [['+86 138 1111 0000', '八六幺三八幺幺幺幺零零零零', 'eight six one three eight one one one one zero zero zero zero']],
  order: [
    ['TD-2026', 'TD二零二六', 'T D two zero two six'],
    ['ab 1/2', 'AB一二', 'A B one two'],
    ['订单1', null, null],
    ['--', null, null],
  ],
  plate: [
    ['京A12345', '京A一二三四五', 'Beijing A one two three four five'],
    ['京a·1D345', '京A一D三四五', 'Beijing A one D three four five'],
    ['粤AD12345', '粤AD一二三四五', 'Guangdong A D one two three four five'],
    ['粤B12345D', '粤B一二三四五D', 'Guangdong B one two three four five D'],
    ['陕A1234警', '陕A一二三四警', 'Shaanxi A one two three four police'],
    ['粤Z1234港', '粤Z一二三四港', 'Guangdong Z one two three four Hong Kong'],
    ['ABC 123', 'ABC一二三', 'A B C one two three'],
    ['京A123456', null, null],
    ['京A1234', null, null],
    ['京112345', null, null],
    ['京AO2345', null, null],
    ['龙A12345', null, null],
    ['京A12警45', null, null],
  ],
};

function heard(kind: SpokenKind, value: string, language: 'en' | 'zh-CN'): string | null {
  const names = speakValue(kind, value, language);
  return names && names.map((name) => promptText(name, language) ?? `<${name}>`).join(language === 'en' ? ' ' : '');
}

describe('spoken values', () => {
  for (const [kind, cases] of Object.entries(CASES))
    it.each(cases)(`${kind} %s`, (value, zh, en) => {
      expect(heard(kind as SpokenKind, value, 'zh-CN')).toBe(zh);
      expect(heard(kind as SpokenKind, value, 'en')).toBe(en);
    });

  it('money refuses what is not whole minor units of a known currency', () => {
    expect(spokenMoney({ minor: 1.5, currency: 'CNY' }, 'zh-CN')).toBeNull();
    expect(spokenMoney({ minor: 1, currency: 'toString' }, 'en')).toBeNull();
    expect(spokenMoney({ minor: 10 ** 15, currency: 'CNY' }, 'en')).toBeNull();
  });

  it('an estimate never shortens a wait under twenty minutes', () => {
    for (let minutes = 1; minutes <= 20; minutes++)
      for (const ms of [minutes * 60_000 - 1, minutes * 60_000]) {
        const names = spokenEstimate(ms, 'en')!;
        const said = ms < 60_000 ? 1 : Number(names[1]!.split('/')[1]);
        expect(said * 60_000).toBeGreaterThanOrEqual(ms);
      }
  });
});
