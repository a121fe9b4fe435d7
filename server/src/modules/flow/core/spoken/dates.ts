// Dates and times of day as prompt names.
import type { Language } from '@tandem/contract/texts.ts';
import { belowHundred } from './whole-number.ts';

/**
 * `2026-11-22`, also the beginning of a longer ISO text: 二零二六年十一月二十二日; "Sunday, November twenty-second, twenty twenty-six".
 * Null where there is no such day, or its year is not of four digits.
 */
export function spokenDate(isoDate: string, language: Language): string[] | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(isoDate.trim());
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1_000 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (language === 'zh-CN')
    return [...Array.from(found[1]!, (digit) => `digits/${digit}`), 'dates/year', `dates/month-${month}`, `dates/day-${day}`];
  return [`dates/weekday-${date.getUTCDay()}`, `dates/month-${month}`, `ordinals/${day}`, ...englishYear(year)];
}

/** "two thousand", "two thousand five", "nineteen hundred", "nineteen oh five", "twenty twenty-six". */
function englishYear(year: number): string[] {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (century % 10 === 0 && rest < 10) return [`digits/${century / 10}`, 'numbers/thousand', ...(rest > 0 ? [belowHundred(rest)] : [])];
  if (rest === 0) return [`numbers/${century}`, 'numbers/hundred'];
  return [`numbers/${century}`, ...(rest < 10 ? ['digits/oh'] : []), belowHundred(rest)];
}

/** From which hour on a part of the Chinese day has its name. */
const PARTS = [
  { from: 18, name: 'times/evening' },
  { from: 13, name: 'times/afternoon' },
  { from: 12, name: 'times/midday' },
  { from: 9, name: 'times/morning' },
  { from: 6, name: 'times/early-morning' },
  { from: 0, name: 'times/small-hours' },
] as const;

/** `15:05` (24 hours, seconds are passed over): 下午三点零五分; "three oh five p m". Null where there is no such time. */
export function spokenTime(hhmm: string, language: Language): string[] | null {
  const found = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(hhmm.trim());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  if (hour > 23 || minute > 59) return null;
  if (language === 'zh-CN') {
    const part = PARTS.find(({ from }) => hour >= from)!;
    return [part.name, `times/hour-${hour > 12 ? hour - 12 : hour}`, ...(minute > 0 ? [`times/minute-${minute}`] : [])];
  }
  if (minute === 0 && hour % 12 === 0) return [hour === 0 ? 'times/midnight' : 'times/noon'];
  const minutes = minute === 0 ? [] : [...(minute < 10 ? ['digits/oh'] : []), belowHundred(minute)];
  return [belowHundred(hour % 12 === 0 ? 12 : hour % 12), ...minutes, hour < 12 ? 'times/am' : 'times/pm'];
}
