// Numbers and ordinals as prompt names.
import type { Language } from '@tandem/contract/texts.ts';
import { englishNumber } from './english-number.ts';
import { mandarinNumber } from './mandarin-number.ts';
import { readNumber } from './whole-number.ts';

/** A whole number or a decimal, down to -10^12 and up to 10^12; behind the point digit by digit. Null where it is no such number. */
export function spokenNumber(value: number | string, language: Language): string[] | null {
  const number = readNumber(value);
  if (!number) return null;
  const names = wholeNumber(number.whole, language);
  if (number.negative) names.unshift('numbers/minus');
  if (number.fraction !== '') names.push('numbers/point', ...Array.from(number.fraction, (digit) => `digits/${digit}`));
  return names;
}

/** 第三; "third" up to "thirty-first", which dates need. Null where there is none. */
export function spokenOrdinal(value: number | string, language: Language): string[] | null {
  const number = readNumber(value);
  if (!number || number.negative || number.fraction !== '' || number.whole === 0) return null;
  if (language === 'zh-CN') return ['numbers/di', ...mandarinNumber(number.whole)];
  return number.whole <= 31 ? [`ordinals/${number.whole}`] : null;
}

/** `value` is whole, 0 to 10^12. */
export function wholeNumber(value: number, language: Language): string[] {
  return language === 'zh-CN' ? mandarinNumber(value) : englishNumber(value);
}
