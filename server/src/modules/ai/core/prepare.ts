// Texts as a synthesiser should be given them: no characters it would trip over, and written-out where it reads wrongly.
import type { Language } from '@tandem/contract/texts.ts';

/** Longer texts are refused: half a minute of English, two of Mandarin, is more than anybody listens to. */
export const LONGEST_TEXT = 500;

const MONTHS = '_ January February March April May June July August September October November December'.split(' ');
const DIGITS = '零一二三四五六七八九';

/** What is spoken of `text`; empty where it holds nothing that can be. */
export function prepare(text: string, language: Language): string {
  const plain = text.normalize('NFKC').replaceAll(/\p{Extended_Pictographic}|[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>[\]{}|\\^`*_~]/gu, ' ');
  const spoken = language === 'zh-CN' ? mandarin(plain) : english(plain);
  const tidy = spoken.replaceAll(/\s+/g, ' ').trim();
  return /[\p{L}\p{N}]/u.test(tidy) ? tidy : '';
}

function english(text: string): string {
  return text
    .replaceAll(/\b(\d{4})-(\d{2})-(\d{2})\b/g, (all, year: string, month: string, day: string) =>
      MONTHS[Number(month)] === undefined || month === '00' ? all : `${MONTHS[Number(month)]} ${ordinal(Number(day))}, ${year}`,
    )
    .replaceAll(/\b([01]?\d|2[0-3]):([0-5]\d)\b(?!\s*[ap]\.?m)/gi, (_all, hour: string, minute: string) => clock(Number(hour), minute))
    .replaceAll(/¥\s?(\d+(?:\.\d+)?)/g, '$1 yuan')
    .replaceAll(/€\s?(\d+(?:\.\d+)?)/g, '$1 euros')
    .replaceAll(/£\s?(\d+(?:\.\d+)?)/g, '$1 pounds')
    .replaceAll(/(?<=\w)@(?=\w)/g, ' at ')
    .replaceAll('&', ' and ')
    .replaceAll(/#(?=\d)/g, 'number ')
    .replaceAll(/\bTel\b\.?/gi, 'telephone')
    .replaceAll(/\+?\d[\d -]{5,}\d/g, (all) => (all.replaceAll(/\D/g, '').length > 6 ? oneByOne(all.replaceAll(/\D/g, '')) : all))
    .replaceAll(/\b(?=[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*\b/g, (all) => oneByOne(all.replaceAll('-', '')));
}

function mandarin(text: string): string {
  return text
    .replaceAll(
      /(\d{4})-(\d{1,2})-(\d{1,2})/g,
      (_all, year: string, month: string, day: string) => `${year}年${Number(month)}月${Number(day)}日`,
    )
    .replaceAll(/(\d{4})(?=年)/g, digits)
    .replaceAll(/(\d{1,2}):([0-5]\d)(?::[0-5]\d)?/g, (_all, hour: string, minute: string) =>
      minute === '00' ? `${Number(hour)}点` : `${Number(hour)}点${minute.startsWith('0') ? '零' : ''}${Number(minute)}分`,
    )
    .replaceAll(/(\d+(?:\.\d+)?)%/g, '百分之$1')
    .replaceAll(/¥\s?(\d+(?:\.\d+)?)/g, '$1元')
    .replaceAll(/\$\s?(\d+(?:\.\d+)?)/g, '$1美元')
    .replaceAll(/(?<![\d.])-(?=\d)/g, '负')
    .replaceAll('°C', '摄氏度')
    .replaceAll('&', '和')
    .replaceAll(/(?<![\d.])\d{7,}(?![\d.])/g, digits)
    .replaceAll(/\.(\d+)/g, (_all, places: string) => `点${digits(places)}`)
    .replaceAll(/(?<=[A-Za-z]-?)\d+|\d+(?=-?[A-Za-z])/g, digits);
}

function digits(text: string): string {
  return Array.from(text, (digit) => DIGITS[Number(digit)]!).join('');
}

function oneByOne(text: string): string {
  // A lone A before another word would be read as the article.
  return Array.from(text, (character) => (character === 'A' ? 'ay' : character)).join(' ');
}

function clock(hour: number, minute: string): string {
  const part = hour < 12 ? 'am' : 'pm';
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return `${twelve}${minute === '00' ? ' ' : `:${minute}`}${part}`;
}

function ordinal(day: number): string {
  const ending = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}
