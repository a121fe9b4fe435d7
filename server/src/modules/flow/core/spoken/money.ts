// Amounts of money as prompt names, as people say them in each language.
import type { Language } from '@tandem/contract/texts.ts';
import { mandarinCount } from './mandarin-number.ts';
import { wholeNumber } from './numbers.ts';
import { LARGEST, readNumber } from './whole-number.ts';

/** `minor`: whole minor units (fen, cents; yen for JPY), may be negative. `currency`: ISO 4217. */
export type Money = { minor: number; currency: string };

type Unit = { one: string; many: string };
type Currency = {
  /** How many decimal places the currency has. */
  places: 0 | 2;
  en: { major: Unit; minor: Unit | null };
  /** No minor unit: tenths and hundredths have names of their own (角, 分). */
  zh: { major: string; minor: string | null };
};

const unit = (one: string, many: string): Unit => ({ one: `money/${one}`, many: `money/${many}` });
const CENTS = unit('cent', 'cents');

const CURRENCIES: Readonly<Record<string, Currency>> = {
  CNY: { places: 2, en: { major: unit('yuan', 'yuan'), minor: null }, zh: { major: 'money/yuan', minor: null } },
  HKD: {
    places: 2,
    en: { major: unit('hong-kong-dollar', 'hong-kong-dollars'), minor: CENTS },
    zh: { major: 'money/hong-kong-dollars', minor: null },
  },
  USD: { places: 2, en: { major: unit('dollar', 'dollars'), minor: CENTS }, zh: { major: 'money/dollars', minor: 'money/cents' } },
  EUR: { places: 2, en: { major: unit('euro', 'euros'), minor: CENTS }, zh: { major: 'money/euros', minor: 'money/euro-cents' } },
  GBP: {
    places: 2,
    en: { major: unit('pound', 'pounds'), minor: unit('penny', 'pence') },
    zh: { major: 'money/pounds', minor: 'money/pence' },
  },
  JPY: { places: 0, en: { major: unit('yen', 'yen'), minor: null }, zh: { major: 'money/yen', minor: 'money/yen' } },
};

/** Null for a currency we have no words for, or an amount that is not whole or too large. */
export function spokenMoney({ minor, currency }: Money, language: Language): string[] | null {
  const known = Object.hasOwn(CURRENCIES, currency) ? CURRENCIES[currency] : undefined;
  if (!known || !Number.isSafeInteger(minor)) return null;
  const size = 10 ** known.places;
  const amount = Math.abs(minor);
  const [major, rest] = [Math.floor(amount / size), amount % size];
  if (major > LARGEST) return null;
  const names = language === 'zh-CN' ? mandarin(major, rest, known.zh) : english(major, rest, known.en);
  return minor < 0 ? ['numbers/minus', ...names] : names;
}

/** `12.34 CNY`, `USD 5`, `1,200.50 EUR`: decimals to minor units. Null where it is no such text, or has more places than the currency. */
export function readMoney(text: string): Money | null {
  const found = /^(?:([A-Za-z]{3})\s*([-\d.,]+)|([-\d.,]+)\s*([A-Za-z]{3}))$/.exec(text.trim());
  if (!found) return null;
  const currency = (found[1] ?? found[4]!).toUpperCase();
  const places = Object.hasOwn(CURRENCIES, currency) ? CURRENCIES[currency]!.places : undefined;
  const number = readNumber(found[2] ?? found[3]!);
  if (places === undefined || !number || number.fraction.replace(/0+$/, '').length > places) return null;
  const minor = Number(`${number.whole}${number.fraction.slice(0, places).padEnd(places, '0')}`);
  return { minor: number.negative ? -minor : minor, currency };
}

/** "twelve dollars and thirty-four cents"; without a minor unit in use, "twelve point three four yuan". */
function english(major: number, rest: number, { major: whole, minor }: Currency['en']): string[] {
  const spoken = wholeNumber(major, 'en');
  if (rest === 0) return [...spoken, major === 1 ? whole.one : whole.many];
  if (!minor) {
    const digits = String(rest).padStart(2, '0').replace(/0$/, '');
    return [...spoken, 'numbers/point', ...Array.from(digits, (digit) => `digits/${digit}`), whole.many];
  }
  const cents = [...wholeNumber(rest, 'en'), rest === 1 ? minor.one : minor.many];
  return major === 0 ? cents : [...spoken, major === 1 ? whole.one : whole.many, 'money/and', ...cents];
}

/** 十二元三角四分, 十二元零五分, 两角; other currencies 十二美元三十四美分. */
function mandarin(major: number, rest: number, { major: whole, minor }: Currency['zh']): string[] {
  const front = major > 0 || rest === 0 ? [...mandarinCount(major), whole] : [];
  if (rest === 0) return front;
  if (minor !== null) return [...front, ...mandarinCount(rest), minor];
  const [jiao, fen] = [Math.floor(rest / 10), rest % 10];
  // 两 begins an amount (两角五分); inside of one it is 二 (十二元二角).
  const digit = (value: number, begins: boolean): string[] => (begins ? mandarinCount(value) : [`digits/${value}`]);
  return [
    ...front,
    ...(jiao > 0 ? [...digit(jiao, major === 0), 'money/jiao'] : []),
    ...(jiao === 0 && major > 0 ? ['digits/0'] : []),
    ...(fen > 0 ? [...digit(fen, major === 0 && jiao === 0), 'money/fen'] : []),
  ];
}
